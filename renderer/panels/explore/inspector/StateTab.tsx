import { useMemo, useRef } from 'react';
import { parseJson } from '../../../../shared/json.ts';
import { DRAFT, type StateAt } from '../../../../shared/model/state.ts';
import type { StateTarget } from '../../../../shared/protocol/requests.ts';
import { useDispatch, usePassing } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { type RequestState, useRequest } from '../../../data/useRequest.ts';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { EventLink } from './EventLink.tsx';
import { FoldFailure } from './FoldFailure.tsx';
import { foldSentence, nextDelay, nextLead } from './stateSentence.ts';

interface Props {
  readonly state: RequestState<'state.at'>;
  readonly target: (StateTarget & { readonly ordinal: number }) | null;
  readonly playhead: number;
}

/** Characters of a state that is laid out while the playhead is dragged; a longer one waits until it rests. */
const longestOnTheWay = 50_000;

/** The state at the playhead as a tree, with the event that set each value. */
export function StateTab({ state, target, playhead }: Props): React.JSX.Element {
  const dispatch = useDispatch();
  const { error } = state;
  const shown = useRef(state.data);
  const isOnTheWay = state.stale && (state.data?.state?.length ?? 0) > longestOnTheWay;
  if (!isOnTheWay || state.data === undefined) shown.current = state.data;
  const data = shown.current;
  // Which event set what takes a walk over the partition: asked for apart, filled in when it comes.
  const projections = usePassing((passing) => passing.projections);
  const origins = useRequest('state.origins', data && !state.stale ? target : null, { refreshOn: projections }).data;
  const originMap = useMemo(
    () => new Map((origins?.origins ?? []).map((origin) => [origin.path, origin.ordinal])),
    [origins],
  );
  const value = useMemo(() => (data?.state == null ? null : { json: parseJson(data.state) }), [data?.state]);
  if (error)
    return <EmptyState tone="bad" title="No state">{`${error.message} ${error.data?.advice ?? ''}`}</EmptyState>;
  if (!data) return <Skeleton rows={9} label="Folding" />;
  const byThisEvent = data.lastOrdinal === playhead;
  return (
    <>
      <FoldFailure state={data} />
      <div className="state-tree">
        {value === null ? (
          <EmptyState title="No state yet">
            {data.partition === ''
              ? `${data.reducer.name} does not read this event.`
              : `${data.partition} has no event at or before this point.`}
          </EmptyState>
        ) : (
          <JsonTree
            label="State"
            value={value.json}
            changes={byThisEvent ? data.changes : undefined}
            origins={originMap}
            current={playhead}
            onOrigin={(ordinal) => dispatch({ do: 'movePlayhead', ordinal })}
          />
        )}
      </div>
      <StateFoot data={data} />
    </>
  );
}

function StateFoot({ data }: { data: StateAt }): React.JSX.Element {
  const { passing } = useServices();
  return (
    <p className="state-foot">
      <span className="mono">{data.reducer.name}</span> {foldSentence(data)} {nextLead(data)}
      {data.next && (
        <>
          {' '}
          <EventLink ordinal={data.next.ordinal} type={data.next.type} />
          {nextDelay(data, data.at?.recordedAt ?? null)}
        </>
      )}
      {data.reducer.kind === 'merge' && ' The merge is generic: useful, but not exact business state.'}
      {data.reducer.id !== DRAFT && (
        <>
          {' '}
          <button type="button" className="event-mention" onClick={() => passing.dispatch({ dialog: 'snapshots' })}>
            Snapshots…
          </button>
        </>
      )}
    </p>
  );
}
