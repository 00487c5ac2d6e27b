import { plural } from '../../../../shared/format.ts';
import type { RequestState } from '../../../data/useRequest.ts';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { EventLink } from './EventLink.tsx';
import { FoldFailure } from './FoldFailure.tsx';

/** What the last event at or before the playhead did to the state, path by path. */
export function ChangesTab({
  state,
  playhead,
}: {
  state: RequestState<'state.at'>;
  playhead: number;
}): React.JSX.Element {
  const { data, error } = state;
  if (error)
    return <EmptyState tone="bad" title="No changes">{`${error.message} ${error.data?.advice ?? ''}`}</EmptyState>;
  if (!data) return <Skeleton rows={6} label="Folding" />;
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
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <ul className="changes" tabIndex={0} aria-label="Changes">
          {data.changes.map((change) => (
            <li key={change.path}>
              <span className="changes-path truncate" title={change.path}>
                {change.path === '' ? '(whole state)' : change.path}
              </span>
              <span className="changes-kind">
                {change.from === null ? 'added' : change.to === null ? 'removed' : 'changed'}
              </span>
              {change.from !== null && <del className="changes-value">{change.from}</del>}
              {change.to !== null && <ins className="changes-value">{change.to}</ins>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
