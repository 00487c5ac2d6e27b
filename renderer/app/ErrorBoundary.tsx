import { Component, type ReactNode } from 'react';
import { Button } from '../widgets/Button.tsx';
import { EmptyState } from '../widgets/EmptyState.tsx';

interface Props {
  /** What failed, as the person knows it: the panel's title. */
  readonly name: string;
  readonly children: ReactNode;
}

/** A broken panel leaves the others standing. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <EmptyState
        tone="bad"
        title={`${this.props.name} could not be drawn`}
        action={<Button onClick={() => this.setState({ error: null })}>Draw it again</Button>}
      >
        This is a fault of Eventloupe, not of your store, which is untouched. What went wrong: {error.message}
      </EmptyState>
    );
  }
}
