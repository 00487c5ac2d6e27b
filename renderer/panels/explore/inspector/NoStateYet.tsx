import type { StateFacts } from '../../../../shared/model/state.ts';
import { EmptyState } from '../../../widgets/EmptyState.tsx';

/** Why there is no state at the playhead. */
export function NoStateYet({ of }: { readonly of: Pick<StateFacts, 'partition' | 'reducer'> }): React.JSX.Element {
  return (
    <EmptyState title="No state yet">
      {of.partition === ''
        ? `${of.reducer.name} does not read this event.`
        : `${of.partition} has no event at or before this point.`}
    </EmptyState>
  );
}
