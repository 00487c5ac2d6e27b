import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';

/** Events of a type, and the share of them that have to end their stream, for the type to close streams. */
const FEWEST = 3;
const CLOSING_SHARE = 0.95;

export interface ClosedStreams {
  /** Types after which streams do not go on. */
  readonly closing: readonly string[];
  /** Streams whose last event is of such a type. */
  readonly streams: readonly number[];
}

/**
 * Streams that seem to be over: their last event is of a type that ends nearly every stream in which it occurs. A type
 * that is the only event of its streams ends nothing. Looks at the first `length` events, whatever comes meanwhile.
 */
export async function closedStreams(index: EventIndex, length: number, context: ScanContext): Promise<ClosedStreams> {
  const pause = pauseOf(context, 'read', length);
  const { stream, type } = index.columns;
  const last = new Int32Array(index.streams.size).fill(-1);
  const lengths = new Uint32Array(last.length);
  await inSlices(length, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      last[stream[i]!] = i;
      lengths[stream[i]!]!++;
    }
  });
  const events = new Uint32Array(index.types.size);
  const ending = new Uint32Array(index.types.size);
  await inSlices(length, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      events[type[i]!]!++;
      if (last[stream[i]!] === i && lengths[stream[i]!]! > 1) ending[type[i]!]!++;
    }
  });
  const isClosing = Array.from(events, (count, t) => count >= FEWEST && ending[t]! >= count * CLOSING_SHARE);
  const streams: number[] = [];
  for (const [s, ordinal] of last.entries()) if (ordinal >= 0 && isClosing[type[ordinal]!]) streams.push(s);
  return { closing: isClosing.flatMap((is, t) => (is ? [index.types.text(t)] : [])).sort(), streams };
}
