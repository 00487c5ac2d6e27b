import type { Ordinal } from '../../../shared/model/event.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { BatchSizes, LARGEST_BATCH, lengthOf } from './batchSizes.ts';
import { type FoldRange, type FoldResult, foldRange } from './fold.ts';
import type { FoldState, Reducer, Restart } from './reducer.ts';

/** Part of one of many partitions. */
export interface Stretch extends Omit<FoldRange, 'log' | 'reducer'> {
  onDone(result: FoldResult): void;
}

/** A stretch that a batch has begun, with what is known of it for certain. */
interface Open {
  readonly stretch: Stretch;
  /** How far it is read. */
  position: number;
  good: { position: number; state: FoldState | null };
  /** The run does not hold its state: it goes on from the good one. */
  restarts: boolean;
}

/**
 * Folds many partitions, one behind the other, in one run of the reducer: a world of its own for each would cost more
 * than most partitions have events. So what a projection's code changes outside of the state, which is a mistake, is
 * seen by the partitions after it. A stretch that fails is folded again by itself, in a fresh world. `total`: events of
 * all stretches, for the progress. `read`: where their texts come from, if they are at hand.
 */
export async function foldMany(
  log: ReadableLog,
  reducer: Reducer,
  stretches: Iterable<Stretch>,
  total: number,
  context: ScanContext,
  read: (ordinals: readonly Ordinal[]) => (string | null)[] = (ordinals) => reducer.read(log, ordinals),
): Promise<void> {
  const waiting = stretches[Symbol.iterator]();
  const open: Open[] = [];
  const sizes = new BatchSizes(LARGEST_BATCH);
  const initial = await reducer.initialState();
  let run = await reducer.begin(null);
  let done = 0;
  /** A stretch that failed behind others: no batch goes as far until it is at the front. */
  let barrier: Open | undefined;
  try {
    for (;;) {
      const batch = fill(open, waiting, barrier, (ordinal) => sizes.isFullWith(log.index, ordinal));
      if (batch.ordinals.length === 0) {
        finish(open, initial);
        return;
      }
      const texts = read(batch.ordinals);
      const { states, failure } = run.fold(texts, batch.wanted, batch.restarts);
      states.forEach((state, i) => {
        const { owner, position } = batch.handed[i]!;
        owner.good = { position, state };
        owner.stretch.onState(position, state);
      });
      finish(open, initial);
      done += batch.ordinals.length;
      if (failure) {
        run.close();
        // What stands before the stretch that fails is folded again without it, which leaves that at the front.
        const failing = batch.starts.findLast(({ index }) => index <= failure.index)?.owner;
        if (failing !== undefined && failing !== open[0]) barrier = failing;
        else await alone(log, reducer, open, context);
        finish(open, initial);
        for (const owner of open) {
          owner.position = owner.good.position;
          owner.restarts = true;
        }
        run = await reducer.begin(null);
      }
      sizes.took(batch.ordinals.length, lengthOf(texts));
      await context.breathe({ phase: 'replay', done: Math.min(done, total), total, unit: 'events' });
      sizes.begin();
    }
  } finally {
    run.close();
  }
}

interface Batch {
  readonly ordinals: number[];
  readonly wanted: number[];
  readonly restarts: Restart[];
  /** Where the events of each stretch begin. */
  readonly starts: { readonly owner: Open; readonly index: number }[];
  /** Whose state each wanted one is. */
  readonly handed: { readonly owner: Open; readonly position: number }[];
}

/** The next events: of the stretch that is being folded, then of those that wait, but none from `barrier` on. */
function fill(
  open: Open[],
  waiting: Iterator<Stretch>,
  barrier: Open | undefined,
  isFullWith: (ordinal: Ordinal) => boolean,
): Batch {
  const batch: Batch = { ordinals: [], wanted: [], restarts: [], starts: [], handed: [] };
  let isFull = false;
  for (let at = 0; !isFull; at++) {
    let owner = open[at];
    if (at > 0 && owner !== undefined && owner === barrier) break;
    if (owner === undefined) {
      const next = waiting.next();
      if (next.done) break;
      const { start } = next.value;
      owner = { stretch: next.value, position: start.position, good: start, restarts: true };
      open.push(owner);
    }
    const { stretch } = owner;
    if (owner.position >= stretch.end) continue;
    const index = batch.ordinals.length;
    batch.starts.push({ owner, index });
    if (owner.restarts) batch.restarts.push({ index, state: owner.good.state });
    owner.restarts = false;
    while (owner.position < stretch.end && !isFull) {
      const ordinal = stretch.ordinals[owner.position]!;
      const last = batch.ordinals.push(ordinal) - 1;
      isFull = isFullWith(ordinal);
      const position = ++owner.position;
      if (position !== stretch.end && !stretch.wants(position)) continue;
      batch.wanted.push(last);
      batch.handed.push({ owner, position });
    }
  }
  return batch;
}

/** Takes away the stretches at the front that came to their end. */
function finish(open: Open[], initial: FoldState): void {
  while (open.length > 0 && open[0]!.good.position >= open[0]!.stretch.end) {
    const { stretch, good } = open.shift()!;
    stretch.onDone({ position: good.position, state: good.state ?? initial, failure: null });
  }
}

/** Folds the stretch at the front by itself, from what is certain. */
async function alone(log: ReadableLog, reducer: Reducer, open: Open[], context: ScanContext): Promise<void> {
  const { stretch, good } = open.shift()!;
  stretch.onDone(await foldRange({ ...stretch, log, reducer, start: good }, context));
}
