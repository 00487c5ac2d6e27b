import { plural } from '../../../../shared/format.ts';
import { useView } from '../../../data/hooks.ts';
import type { RequestState } from '../../../data/useRequest.ts';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { ChangeList } from './ChangeList.tsx';
import { CompareView } from './CompareView.tsx';
import { EventLink } from './EventLink.tsx';
import { FoldFailure } from './FoldFailure.tsx';
import type { Reducers } from './useReducers.ts';

interface Props {
  readonly state: RequestState<'state.at'>;
  readonly reducers: Reducers;
  readonly playhead: number;
}

/** What the last event at or before the playhead did to the state; with a second point, what differs between the two. */
export function ChangesTab({ state, reducers, playhead }: Props): React.JSX.Element {
  const { data, error } = state;
  const mark = useView((v) => v.mark);
  if (error)
    return <EmptyState tone="bad" title="No changes">{`${error.message} ${error.data?.advice ?? ''}`}</EmptyState>;
  if (!data) return <Skeleton rows={6} label="Folding" />;
  if (mark !== null) return <CompareView state={data} reducers={reducers} playhead={playhead} mark={mark} />;
  if (data.failure) return <FoldFailure state={data} />;
  if (data.lastOrdinal === null) {
    return (
      <EmptyState title="Nothing changed yet">{`${data.partition} has no event at or before this point.`}</EmptyState>
    );
  }
  const lead =
    data.lastOrdinal === playhead ? (
      <>
        This event changed {plural(data.changes.length, 'value')} of <span className="mono">{data.partition}</span>.
      </>
    ) : (
      <>
        This event is not one of <span className="mono">{data.partition}</span>; its last one was{' '}
        <EventLink ordinal={data.lastOrdinal} />, which changed{' '}
        {data.changes.length === 0 ? 'nothing' : plural(data.changes.length, 'value')}.
      </>
    );
  return (
    <>
      {(data.changes.length > 0 || data.lastOrdinal !== playhead) && <p className="changes-lead">{lead}</p>}
      {data.changes.length === 0 ? (
        <EmptyState title="No change">
          <span className="mono">{data.reducer.name}</span> read the event and left the state as it was.
        </EmptyState>
      ) : (
        <ChangeList label="Changes" changes={data.changes} />
      )}
    </>
  );
}
