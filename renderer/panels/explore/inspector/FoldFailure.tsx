import { TriangleAlert } from 'lucide-react';
import type { StateFacts } from '../../../../shared/model/state.ts';
import { PlayheadLink } from './PlayheadLink.tsx';

/** Where a reducer failed and what that means for what is shown; nothing where it did not. */
export function FoldFailure({ state }: { state: StateFacts }): React.JSX.Element | null {
  if (!state.failure) return null;
  return (
    <div className="failure" role="alert">
      <TriangleAlert size={14} aria-hidden="true" />
      <p>
        <span className="mono">{state.reducer.name}</span> failed at <PlayheadLink ordinal={state.failure.ordinal} />:{' '}
        {state.failure.message}. The state is the one before it; what follows is not computed.
      </p>
    </div>
  );
}
