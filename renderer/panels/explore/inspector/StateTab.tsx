import { useMemo, useRef, useState } from 'react';
import { parseJson } from '../../../../shared/json.ts';
import type { StateAt } from '../../../../shared/model/state.ts';
import type { StateTarget } from '../../../../shared/protocol/requests.ts';
import { useDispatch, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { type RequestState, useRequest } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { BlameView } from './BlameView.tsx';
import { EventLink } from './EventLink.tsx';
import { FoldFailure } from './FoldFailure.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';
import { foldSentence, nextDelay, nextLead } from './stateSentence.ts';
import { ValueMenu } from './ValueMenu.tsx';

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
  const origins = useRequest('state.origins', data && !state.stale ? target : null).data;
  const originMap = useMemo(
    () => new Map((origins?.origins ?? []).map((origin) => [origin.path, origin.ordinal])),
    [origins],
  );
  const stateAs = useView((v) => v.stateAs);
  const [menu, setMenu] = useState<{ place: string; x: number; y: number } | null>(null);
  const [history, setHistory] = useState<string | null>(null);
  const focused = useRef<string | null>(null);
  useCommand('state.history', () => setHistory(focused.current ?? ''));
  useCommand('state.blame', () => dispatch({ do: 'showStateAs', stateAs: stateAs === 'tree' ? 'blame' : 'tree' }));
  const value = useMemo(() => (data?.state == null ? null : { json: parseJson(data.state) }), [data?.state]);
  if (error)
    return <EmptyState tone="bad" title="No state">{`${error.message} ${error.data?.advice ?? ''}`}</EmptyState>;
  if (!data) return <Skeleton rows={9} label="Folding" />;
  const byThisEvent = data.lastOrdinal === playhead;
  return (
    <>
      <FoldFailure state={data} />
      <div className="state-tree">
        {stateAs === 'blame' ? (
          <BlameView target={target} playhead={playhead} />
        ) : value === null ? (
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
            onMenu={(place, at) => setMenu({ place, ...at })}
            onFocusRow={(place) => {
              focused.current = place;
            }}
          />
        )}
      </div>
      <StateFoot data={data} />
      {menu && (
        <ValueMenu
          place={menu.place}
          of={{ reducer: data.reducer.id, partition: data.partition, ordinal: playhead }}
          at={menu}
          onHistory={() => setHistory(menu.place)}
          onClose={() => setMenu(null)}
        />
      )}
      {history !== null && target && (
        <HistoryDialog
          target={{ reducer: target.reducer, partition: data.partition === '' ? null : data.partition }}
          place={history}
          playhead={playhead}
          onClose={() => setHistory(null)}
        />
      )}
    </>
  );
}

function StateFoot({ data }: { data: StateAt }): React.JSX.Element {
  const { passing } = useServices();
  const dispatch = useDispatch();
  const stateAs = useView((v) => v.stateAs);
  return (
    <p className="state-foot">
      <Button
        look="pill"
        className="state-as"
        aria-pressed={stateAs === 'blame'}
        title="The event behind each value (g)"
        onClick={() => dispatch({ do: 'showStateAs', stateAs: stateAs === 'blame' ? 'tree' : 'blame' })}
      >
        blame
      </Button>
      <span className="mono">{data.reducer.name}</span> {foldSentence(data)} {nextLead(data)}
      {data.next && (
        <>
          {' '}
          <EventLink ordinal={data.next.ordinal} type={data.next.type} />
          {nextDelay(data, data.at?.recordedAt ?? null)}
        </>
      )}
      {data.reducer.kind === 'merge' && ' The merge is generic: useful, but not exact business state.'}{' '}
      <button type="button" className="event-mention" onClick={() => passing.dispatch({ dialog: 'snapshots' })}>
        Snapshots…
      </button>
    </p>
  );
}
