import type { InspectorError } from '../../shared/protocol/errors.ts';
import { EmptyState } from './EmptyState.tsx';

/** What stands where an answer would stand that could not be given: what, why, and what to do. */
export function Failure({
  title,
  error,
}: {
  readonly title: string;
  readonly error: InspectorError;
}): React.JSX.Element {
  return (
    <EmptyState tone="bad" title={title}>
      {error.message}
      {error.data?.advice !== undefined && ` ${error.data.advice}`}
    </EmptyState>
  );
}
