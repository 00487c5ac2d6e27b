import { useMemo, useRef, useState } from 'react';
import type { ShownState } from '../../../../shared/model/shown.ts';
import type { StateOrigins, StateTarget } from '../../../../shared/model/state.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useDispatch, useSession, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { useCopy } from '../../../data/useCopy.ts';
import { type GrowingValue, usePartialValue } from '../../../data/usePartialValue.ts';
import { type RequestState, useRequest } from '../../../data/useRequest.ts';
import { useSettled } from '../../../data/useSettled.ts';
import type { WholeText } from '../../../data/wholeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { BlameView } from './BlameView.tsx';
import { FoldFailure } from './FoldFailure.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';
import { NoStateYet } from './NoStateYet.tsx';
import { PlayheadLink } from './PlayheadLink.tsx';
import { foldSentence, nextDelay, nextLead } from './stateSentence.ts';
import { ValueMenu } from './ValueMenu.tsx';
import { WholeValue } from './WholeValue.tsx';

interface Props {
  readonly state: RequestState<'state.shown'>;
  readonly target: (StateTarget & { readonly ordinal: number }) | null;
  readonly playhead: number;
}

/** How long the playhead stands still before the events behind the values are asked for, in milliseconds. */
const originsAfter = 60;

type Point = StateTarget & { readonly ordinal: number };

/** Which state an answer shows, whatever the playhead has moved on to. */
const pointOf = ({ reducer, partition, at }: ShownState): Point => ({
  reducer: reducer.id,
  partition: partition === '' ? null : partition,
  ordinal: at?.ordinal ?? -1,
});

const wholeOf = (point: Point, path: string): WholeText => ({ from: 'state', value: { ...point, of: { path } } });

/** The state as far as it was asked for, with the events that set it: these take a walk, and come when they come. */
function useShownState(
  data: ShownState | null,
  stale: boolean,
): GrowingValue & { readonly origins: ReadonlyMap<string, number> } {
  const { passing } = useServices();
  const requests = useSession((session) => session.requests);
  const point = data ? pointOf(data) : null;
  const key = JSON.stringify(point);
  // Nobody reads them while the playhead is dragged.
  const rests = useSettled(key, originsAfter) === key;
  const first = useRequest('state.origins', point && !stale && rests ? { ...point, part: null } : null).data;
  const [later, setLater] = useState<{ of: string; origins: StateOrigins['origins'] }>({ of: '', origins: [] });
  const value = usePartialValue(
    data?.state ?? null,
    async (path, from) => {
      const part = await askOnce(requests!, 'state.part', { ...point!, path, from });
      const { origins } = await askOnce(requests!, 'state.origins', { ...point!, part: { path, from } });
      setLater((now) => ({ of: key, origins: now.of === key ? [...now.origins, ...origins] : origins }));
      return part;
    },
    (error) => passing.dispatch({ message: asInspectorError(error).message }),
  );
  const origins = useMemo(() => {
    const all = [...(first?.origins ?? []), ...(later.of === key ? later.origins : [])];
    return new Map(all.map(({ path, ordinal }) => [path, ordinal]));
  }, [first, later, key]);
  return { ...value, origins };
}

/** The state at the playhead as a tree, with the event that set each value. */
export function StateTab({ state, target, playhead }: Props): React.JSX.Element {
  const dispatch = useDispatch();
  const { data, error, stale } = state;
  const point = data ? pointOf(data) : null;
  const value = useShownState(data ?? null, stale);
  const stateAs = useView((v) => v.stateAs);
  const [menu, setMenu] = useState<{ place: string; x: number; y: number } | null>(null);
  const [history, setHistory] = useState<string | null>(null);
  const focused = useRef<string | null>(null);
  useCommand('state.history', () => setHistory(focused.current ?? ''));
  useCommand('state.blame', () => dispatch({ do: 'showStateAs', stateAs: stateAs === 'tree' ? 'blame' : 'tree' }));
  const [opened, setOpened] = useState<string | null>(null);
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
        ) : value.shown === null ? (
          <NoStateYet of={data} />
        ) : (
          <JsonTree
            label="State"
            value={value.shown.value}
            cuts={value.shown.cuts}
            onMore={value.more}
            onWhole={setOpened}
            changes={byThisEvent ? data.changes : undefined}
            origins={value.origins}
            current={playhead}
            onOrigin={(ordinal) => dispatch({ do: 'movePlayhead', ordinal })}
            onMenu={(place, at) => setMenu({ place, ...at })}
            onFocusRow={(place) => {
              focused.current = place;
            }}
          />
        )}
      </div>
      <StateFoot data={data} isCut={(value.shown?.cuts.size ?? 0) > 0} />
      {menu && (
        <ValueMenu
          place={menu.place}
          of={{ reducer: data.reducer.id, partition: data.partition, ordinal: playhead }}
          at={menu}
          whole={wholeOf(point!, menu.place)}
          onShow={() => setOpened(menu.place)}
          onHistory={() => setHistory(menu.place)}
          onClose={() => setMenu(null)}
        />
      )}
      {opened !== null && <WholeValue name={opened} whole={wholeOf(point!, opened)} onClose={() => setOpened(null)} />}
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

function StateFoot({ data, isCut }: { data: ShownState; isCut: boolean }): React.JSX.Element {
  const { passing } = useServices();
  const dispatch = useDispatch();
  const copy = useCopy();
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
      {data.state !== null && (
        <Button
          look="pill"
          className="state-as"
          title="Copy the whole state as JSON"
          onClick={() => void copy('the state', wholeOf(pointOf(data), ''))}
        >
          copy
        </Button>
      )}
      <span className="mono">{data.reducer.name}</span> {foldSentence(data)} {nextLead(data)}
      {data.next && (
        <>
          {' '}
          <PlayheadLink ordinal={data.next.ordinal} type={data.next.type} />
          {nextDelay(data, data.at?.recordedAt ?? null)}
        </>
      )}
      {isCut && ' It is too large to be shown at once: what is left out says how much it is, and a press shows it.'}
      {data.reducer.kind === 'merge' && ' The merge is generic: useful, but not exact business state.'}{' '}
      <button type="button" className="event-mention" onClick={() => passing.dispatch({ dialog: 'snapshots' })}>
        Snapshots…
      </button>
    </p>
  );
}
