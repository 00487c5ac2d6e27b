import type { Ordinal } from '../../../../shared/model/event.ts';
import type {
  FoundSnapshot,
  OwnSnapshots,
  SnapshotComparison,
  SnapshotReport,
} from '../../../../shared/model/snapshot.ts';
import type { FoldFailure, ReducerInfo, StateTarget } from '../../../../shared/model/state.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import { pointAt } from '../../eventIndex/envelope.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import type { FoldState } from '../reducer.ts';
import type { Replay } from '../replay.ts';
import {
  byStream,
  compareWithReplay,
  notComparable,
  type PlaceInStream,
  placeInStream,
  stateValue,
} from './storedSnapshots.ts';

/** Rows of either kind that a report carries. */
const SHOWN = 1000;

/**
 * The snapshots of a partition: those that replay keeps, after the state at the point was folded, and those that the
 * store holds of this stream, each compared with replay at its revision.
 */
export async function snapshotReport(
  replay: Replay,
  log: ReadableLog,
  target: StateTarget,
  ordinal: Ordinal,
  context: ScanContext,
): Promise<SnapshotReport> {
  const state = await replay.stateAt(target, ordinal, context);
  const { partition, reducer, eventsBefore, eventsTotal, folded, failure } = state;
  const named = { reducer: target.reducer, partition };
  const stored = byStream(log.reader.snapshots());
  const all = stored.get(partition) ?? [];
  const found = await compareStored(replay, log, named, all.slice(-SHOWN), context);
  const isNone = partition === '' && reducer.partitioning !== 'single';
  const ordinals = isNone ? new Uint32Array() : (await replay.place(named, ordinal, context)).partition.ordinals;
  return {
    partition,
    reducer,
    at: ordinal < 0 ? null : pointAt(log.index, ordinal),
    eventsBefore,
    eventsTotal,
    folded,
    failure,
    own: ownSnapshots(replay, target.reducer, partition, ordinals),
    found,
    foundCount: all.length,
    foundInStore: [...stored.values()].reduce((sum, { length }) => sum + length, 0),
  };
}

function ownSnapshots(replay: Replay, reducer: string, partition: string, ordinals: Uint32Array): OwnSnapshots {
  const { list, ...kept } = replay.keptStates(reducer, partition);
  return {
    ...kept,
    count: list.length,
    list: list.slice(-SHOWN).map(({ position, bytes }) => ({ position, ordinal: ordinals[position - 1]!, bytes })),
  };
}

/** Snapshots of one stream, by revision, each compared with the state of a reducer at its revision. */
export async function compareStored(
  replay: Replay,
  log: ReadableLog,
  target: { readonly reducer: string; readonly partition: string },
  snapshots: readonly StoredSnapshot[],
  context: ScanContext,
): Promise<FoundSnapshot[]> {
  const { index } = log;
  await index.sortByStream(context);
  const stream = index.streams.numberOf(target.partition);
  const ordinals = stream < 0 ? new Uint32Array() : index.ordinalsOfStream(stream);
  const revisions = Array.from(ordinals, (each) => index.columns.streamRevision.number(each));
  const places = snapshots.map(({ streamRevision }) => placeInStream(streamRevision, revisions));
  const states = await statesAt(replay, log, target, places, context);
  const { kind } = replay.loaded(target.reducer, -1).reducer.info;
  return snapshots.map((snapshot, i): FoundSnapshot => {
    const place = places[i]!;
    const covered = place === null || place.position === 0 ? null : ordinals[place.position - 1]!;
    const { state, streamRevision, schemaVersion } = snapshot;
    const position = place?.position ?? 0;
    const bytes = state.kind === 'binary' ? state.bytes : Buffer.byteLength(state.text);
    return {
      streamRevision,
      schemaVersion,
      position,
      ordinal: covered,
      bytes,
      ...judged(compare(snapshot, place, stream, states), kind),
    };
  });
}

/** What the merge gives is generic: that it differs is no sign that a snapshot is wrong. */
const judged = (comparison: SnapshotComparison, kind: ReducerInfo['kind']): SnapshotComparison =>
  kind === 'merge' && comparison.verdict === 'differs'
    ? {
        ...comparison,
        verdict: 'not-comparable',
        reason: 'The merge gives other values, which says nothing: it is generic. Choose a projection to compare with.',
      }
    : comparison;

/** States by position, or why this reducer has none for the stream. */
type States =
  | { readonly states: ReadonlyMap<number, FoldState>; readonly failure: FoldFailure | null }
  | { readonly reason: string };

async function statesAt(
  replay: Replay,
  log: ReadableLog,
  target: { readonly reducer: string; readonly partition: string },
  places: readonly (PlaceInStream | null)[],
  context: ScanContext,
): Promise<States> {
  const { index } = log;
  const { name, partitioning } = replay.loaded(target.reducer, -1).reducer.info;
  const stream = index.streams.numberOf(target.partition);
  if (stream < 0) return { reason: 'The log has no event of this stream.' };
  if (partitioning === 'single') return { reason: `${name} has one state over all it reads, none of this stream.` };
  const { length } = index.ordinalsOfStream(stream);
  const place = await replay.place(target, index.length - 1, context);
  if (place.count !== length) {
    return { reason: `${name} does not fold exactly the events of this stream.` };
  }
  const states = new Map<number, FoldState>();
  for (const at of places) {
    if (at === null || at.ahead || states.has(at.position)) continue;
    const { state, failure } = await replay.stateOf(place, at.position, context);
    if (failure !== null) return { states, failure };
    states.set(at.position, state);
  }
  return { states, failure: null };
}

function compare(
  { streamId, streamRevision, state }: StoredSnapshot,
  place: ReturnType<typeof placeInStream>,
  stream: number,
  states: States,
): SnapshotComparison {
  if (place === null) return notComparable(`Its revision is no number: ${streamRevision}.`);
  if (place.ahead) {
    const reason =
      stream < 0
        ? `It is of ${streamId}, of which the log has no event.`
        : `It covers revision ${streamRevision}, which the stream has not reached.`;
    return { ...notComparable(reason), verdict: 'ahead' };
  }
  if ('reason' in states) return notComparable(states.reason);
  const replayed = states.states.get(place.position);
  if (replayed === undefined) {
    const at = states.failure === null ? '' : ` at #${states.failure.ordinal}`;
    return notComparable(`The reducer failed${at} before its revision.`);
  }
  const stored = stateValue(state);
  return 'reason' in stored ? notComparable(stored.reason) : compareWithReplay(stored.value, replayed.value);
}
