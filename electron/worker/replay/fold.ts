import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure } from '../../../shared/model/state.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { BatchSizes, LARGEST_BATCH, lengthOf } from './batchSizes.ts';
import type { FoldState, Reducer } from './reducer.ts';

/** Part of a partition to fold. Positions count events of the partition: position 3 is the state after three. */
export interface FoldRange {
  readonly log: ReadableLog;
  readonly reducer: Reducer;
  /** All events of the partition, ascending. */
  readonly ordinals: Uint32Array;
  /** Where to begin; state `null` is the initial one, at position 0. */
  readonly start: { readonly position: number; readonly state: FoldState | null };
  readonly end: number;
  /** Whether `onState` is to be called with the state at this position. It may be called for others too. */
  wants(position: number): boolean;
  onState(position: number, state: FoldState): void;
}

export interface FoldResult {
  /** How far it came: `end`, or the position before the event that failed. */
  readonly position: number;
  /** The last good state. */
  readonly state: FoldState;
  readonly failure: FoldFailure | null;
}

/** Folds a range, batch by batch, coming up for air in between. A reducer that throws is a result. */
export function foldRange(range: FoldRange, context: ScanContext): Promise<FoldResult> {
  return foldBatches(range, context, LARGEST_BATCH);
}

async function foldBatches(range: FoldRange, context: ScanContext, largest: number): Promise<FoldResult> {
  const { reducer, ordinals, end } = range;
  let position = range.start.position;
  /** The last state that is known for certain. */
  let good = { position, state: range.start.state ?? (await reducer.initialState()) };
  if (position >= end) return { ...good, failure: null };
  const run = await reducer.begin(range.start.state);
  let failed: (Omit<FoldFailure, 'ordinal'> & { position: number }) | null = null;
  try {
    for await (const batch of batches(range, context, largest)) {
      const wanted: number[] = [];
      const count = batch.length;
      for (let i = 0; i < count; i++) {
        if (position + i + 1 === end || range.wants(position + i + 1)) wanted.push(i);
      }
      const { states, failure } = run.fold(batch, wanted);
      states.forEach((state, i) => {
        good = { position: position + wanted[i]! + 1, state };
        range.onState(good.position, state);
      });
      if (failure) {
        const { index, ...why } = failure;
        failed = { ...why, position: position + index };
        break;
      }
      position += count;
    }
  } finally {
    run.close();
  }
  if (!failed) return { ...good, failure: null };
  if (failed.position < position) {
    // One of the batch, not known which: go on from what is certain, one by one.
    return foldBatches({ ...range, start: good }, context, 1);
  }
  // A reducer may have changed its state before it threw: fold up to the event before from what is certain.
  if (good.position < failed.position) {
    const before = await foldBatches({ ...range, start: good, end: failed.position }, context, largest);
    if (before.failure) return before;
    good = { position: before.position, state: before.state };
  }
  const { position: at, ...why } = failed;
  return { ...good, failure: { ordinal: ordinals[at]!, ...why } };
}

/** Of the fold's failure and the partitioning's, the one that comes first at or before a point. */
export function earlierFailure(
  failure: FoldFailure | null,
  partitioning: FoldFailure | null,
  ordinal: Ordinal,
): FoldFailure | null {
  if (partitioning === null || partitioning.ordinal > ordinal) return failure;
  return failure !== null && failure.ordinal <= partitioning.ordinal ? failure : partitioning;
}

/** The events of a range in the reducer's form, a batch at a time. */
async function* batches(range: FoldRange, context: ScanContext, largest: number): AsyncGenerator<(string | null)[]> {
  const { log, reducer, ordinals, start, end } = range;
  const sizes = new BatchSizes(largest);
  for (let position = start.position; position < end; ) {
    const upTo = sizes.endOf(log.index, ordinals, position, end);
    const batch = reducer.read(log, ordinals.subarray(position, upTo));
    yield batch;
    sizes.took(upTo - position, lengthOf(batch));
    position = upTo;
    await context.breathe({
      phase: 'replay',
      done: position - start.position,
      total: end - start.position,
      unit: 'events',
    });
    sizes.begin();
  }
}
