import { KeptIndexes } from '../../../electron/worker/keptIndex/keptIndexes.ts';
import { Replay } from '../../../electron/worker/replay/replay.ts';
import { replayOver } from '../../../electron/worker/replayOver.ts';
import { random } from '../data.ts';
import { inRounds, timeOf } from '../rounds.ts';
import { openWhole, workerContext } from './opened.ts';

/** The stream that holds a fifth of all events. */
const SKEWED = 'order-0';
const PROJECTION = 'totals.projection.js';

/** One state over all events: counts by type, and a sum. */
const projectionSource = `fromAll().when({
  $init: () => ({ events: 0, amount: 0, byType: {} }),
  $any: (state, event) => {
    state.events++;
    state.amount = Math.round((state.amount + event.data.amount) * 100) / 100;
    state.byType[event.type] = (state.byType[event.type] ?? 0) + 1;
    return state;
  },
});
`;

interface Asked {
  readonly path: string;
  readonly points: number;
}

/** Milliseconds of each state. */
export interface StreamStates {
  /** At random events, each of its own stream, snapshots as they come. */
  readonly random: number[];
  /** The long stream's last state, before any snapshot of it. */
  readonly skewedFirst: number;
  /** The long stream at random points after that. */
  readonly skewed: number[];
  /** The same points as the first of `skewed`, without snapshots. */
  readonly naive: number[];
}

/** States of streams under the merge reducer, with snapshots and without, in turns. */
export async function streamStates({
  path,
  points,
  naivePoints,
}: Asked & { naivePoints: number }): Promise<StreamStates> {
  const log = await openWhole(path);
  const next = random(7);
  const ordinals = Array.from({ length: points }, () => Math.floor(next() * log.index.length));
  const last = log.index.length - 1;
  const state = (replay: Replay, partition: string | null, ordinal: number): Promise<number> =>
    timeOf(() => replay.stateAt({ reducer: 'merge', partition }, ordinal, workerContext()));

  const cold = new Replay(log);
  const random_: number[] = [];
  for (const ordinal of ordinals) random_.push(await state(cold, null, ordinal));

  const replay = new Replay(log);
  const naiveReplay = new Replay(log, { snapshotEvery: 0 });
  const skewedFirst = await state(replay, SKEWED, last);
  const skewed: number[] = [];
  const naive: number[] = [];
  for (const [i, ordinal] of ordinals.entries()) {
    skewed.push(await state(replay, SKEWED, ordinal));
    if (i < naivePoints) naive.push(await state(naiveReplay, SKEWED, ordinal));
  }
  return { random: random_, skewedFirst, skewed, naive };
}

export interface ProjectionStates {
  /** Events folded and milliseconds of the replay that leaves the snapshots. */
  readonly folded: number;
  readonly wholeMs: number;
  /** Milliseconds of each state at a random point after that. */
  readonly warm: number[];
}

/** States of a sandboxed projection with one state over all events. */
export async function projectionStates({ path, points }: Asked): Promise<ProjectionStates> {
  const log = await openWhole(path);
  const replay = new Replay(log);
  await replay.addProjection(PROJECTION, projectionSource);
  const state = (ordinal: number) => replay.stateAt({ reducer: PROJECTION, partition: null }, ordinal, workerContext());
  const begun = performance.now();
  const { folded, failure } = await state(log.index.length - 1);
  const wholeMs = performance.now() - begun;
  if (failure) throw new Error(`The projection failed: ${failure.message}`);
  const next = random(11);
  const warm: number[] = [];
  await inRounds({ least: 10, most: points, budgetMs: 15_000 }, async () => {
    warm.push(await timeOf(() => state(Math.floor(next() * log.index.length))));
  });
  return { folded, wholeMs, warm };
}

/**
 * The first state of the projection after an opening, with what earlier openings kept in the folder `cache`; `null` for
 * none. What this one keeps is there when it ends. The opening itself is not counted.
 */
export async function firstProjectionState({
  path,
  cache,
  at,
}: {
  readonly path: string;
  readonly cache: string | null;
  /** Between 0, the first event, and 1, the last. */
  readonly at: number;
}): Promise<{ ms: number; folded: number }> {
  const kept = cache === null ? null : new KeptIndexes({ folder: cache });
  const log = await openWhole(path, null, kept);
  const replay = replayOver(log, undefined);
  let folded = 0;
  const ms = await timeOf(async () => {
    await replay.addProjection(PROJECTION, projectionSource);
    const ordinal = Math.floor(at * (log.index.length - 1));
    ({ folded } = await replay.stateAt({ reducer: PROJECTION, partition: null }, ordinal, workerContext()));
  });
  replay.close();
  log.close();
  await kept?.settled();
  return { ms, folded };
}

/** Every stream folded from its first event to its last by the merge reducer; milliseconds and events of all. */
export async function mergeReplay({ path }: { readonly path: string }): Promise<{ ms: number; events: number }> {
  const log = await openWhole(path);
  const replay = new Replay(log);
  const context = workerContext();
  const last = log.index.length - 1;
  let events = 0;
  const ms = await timeOf(async () => {
    const { states } = await replay.allStates('merge', last, Number.POSITIVE_INFINITY, context);
    for (const state of states) events += state.events;
  });
  return { ms, events };
}
