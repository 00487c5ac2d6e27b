import type { Ordinal } from '../../../shared/model/event.ts';
import type { PartitionState } from '../../../shared/model/state.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { earlierFailure, type FoldResult } from './fold.ts';
import { foldMany, type Stretch } from './foldMany.ts';
import type { Partition, Partitions } from './partitions/partitions.ts';
import type { Reducer } from './reducer.ts';
import { type Sweep, sweep } from './sweep.ts';

/**
 * The states of all partitions at a point, of the first `limit` where there are more, in the order in which they first
 * appear; those without an event by then are left out. `total` counts those that have one. No snapshots are used or
 * left.
 */
export async function allStates(
  log: ReadableLog,
  reducer: Reducer,
  partitions: Partitions,
  { ordinal, limit }: { readonly ordinal: Ordinal; readonly limit: number },
  context: ScanContext,
): Promise<{ total: number; states: PartitionState[] }> {
  const begun: { readonly number: number; readonly partition: Partition; readonly count: number }[] = [];
  let total = 0;
  const size = await partitions.size(context);
  for (let number = 0; number < size; number++) {
    if (number % 1024 === 0) await context.breathe({ phase: 'replay', done: 0, unit: 'events' });
    const partition = partitions.at(number);
    const count = countAtOrBefore(partition.ordinals, partition.ordinals.length, ordinal);
    if (count === 0) continue;
    if (total < limit) begun.push({ number, partition, count });
    total++;
  }
  // One pass over the log finds what is needed of all; of a few partitions all is read in less.
  const needed = total <= limit ? await reducer.neededFor?.(log, ordinal, context) : undefined;

  const events = begun.reduce((sum, { count }) => sum + count, 0);
  const last = new Map<number, FoldResult>();
  if (needed === undefined && events > ordinal / 2) {
    // Most of the log: read in its order, folded chunk by chunk.
    const wanted = new Set(begun.map(({ number }) => number));
    const work: Sweep = {
      log,
      reducer,
      partitions,
      from: -1,
      to: ordinal,
      stateOf: (number) => {
        const known = last.get(number);
        return wanted.has(number) && !known?.failure ? (known?.state ?? null) : undefined;
      },
      every: false,
      onState: () => {},
      onDone: (number, result) => last.set(number, result),
    };
    await sweep(work, context);
  } else {
    // Made one by one, as the fold comes to them.
    const stretches = function* (): Generator<Stretch> {
      for (const { number, partition, count } of begun) {
        const before = partition.ordinals.subarray(0, count);
        const ordinals = needed ? marked(before, needed) : before;
        yield {
          ordinals,
          start: { position: 0, state: null },
          end: ordinals.length,
          wants: () => false,
          onState: () => {},
          onDone: (result) => last.set(number, result),
        };
      }
    };
    await foldMany(log, reducer, stretches(), events, context);
  }
  const states: PartitionState[] = [];
  for (const { number, partition, count } of begun) {
    const { state, failure } = last.get(number)!;
    states.push({
      partition: partition.name,
      events: count,
      lastOrdinal: partition.ordinals[count - 1]!,
      // Made when it is asked for.
      state: state.text,
      failure: earlierFailure(failure, partition.failure, ordinal),
    });
    await context.breathe({ phase: 'replay', done: events, total: events, unit: 'events' });
  }
  return { total, states };
}

/** Those of the ordinals that have a 1. */
function marked(ordinals: Uint32Array, marks: Uint8Array): Uint32Array {
  let count = 0;
  for (let i = 0; i < ordinals.length; i++) count += marks[ordinals[i]!]!;
  const found = new Uint32Array(count);
  let at = 0;
  for (let i = 0; at < count; i++) if (marks[ordinals[i]!] === 1) found[at++] = ordinals[i]!;
  return found;
}
