// Counts by type, version and category, and the list of streams.
import type { Facets, StreamPage } from '../../../shared/model/pages.ts';
import type { Params } from '../../../shared/protocol/requests.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { StringTable } from '../eventIndex/stringTable.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, type Pause, pauseOf, sortInSlices } from '../turns/slices.ts';
import { streamCategories } from './categories.ts';
import { forEachEvent, typeCounts } from './typeCounts.ts';

/** What the navigator shows: types with versions, categories with streams, of the events in `set` (`null` for all). */
export async function facets(index: EventIndex, set: BitSet | null, context: ScanContext): Promise<Facets> {
  const pause = pauseOf(context, 'read', index.length);
  await inSlices(index.streams.size, pause, (_, to) => void streamCategories(index.streams, to));
  const { names, ofStream } = streamCategories(index.streams);
  const events = set?.count ?? index.length;
  const perStream = new Uint32Array(index.streams.size);
  const { stream } = index.columns;
  if (set === null) for (let s = 0; s < perStream.length; s++) perStream[s] = index.streamLength(s);
  else {
    await forEachEvent(index, set, pause, (i) => {
      perStream[stream[i]!]!++;
    });
  }
  const streamsOf = new Uint32Array(names.size);
  const eventsOf = new Uint32Array(names.size);
  let streams = 0;
  for (let s = 0; s < perStream.length; s++) {
    if (perStream[s] === 0) continue;
    streams++;
    streamsOf[ofStream[s]!]!++;
    eventsOf[ofStream[s]!]! += perStream[s]!;
  }
  const categories = names.all
    .map((category, c) => ({ category, streams: streamsOf[c] ?? 0, events: eventsOf[c] ?? 0 }))
    .filter((found) => found.events > 0)
    .sort((a, b) => b.events - a.events || (a.category < b.category ? -1 : 1));
  return { types: await typeCounts(index, set, context), categories, streams, events };
}

type Sort = Params<'streams.page'>['sort'];

interface Order {
  /** State of the index that it was made for. */
  readonly events: number;
  readonly numbers: Uint32Array;
}

// Orders of all streams, derived from an index and dropped with it: sorting a million ids for each page would stall.
const keptOrders = new WeakMap<EventIndex, Map<Sort, Order>>();

async function orderOf(index: EventIndex, sort: Sort, pause: Pause): Promise<Uint32Array> {
  const kept = keptOrders.get(index) ?? new Map<Sort, Order>();
  keptOrders.set(index, kept);
  const found = kept.get(sort);
  if (found && found.events === index.length) return found.numbers;
  const events = index.length;
  const numbers = new Uint32Array(index.streams.size);
  for (let s = 0; s < numbers.length; s++) numbers[s] = s;
  await sortInSlices(numbers, await orders[sort](index, numbers.length, pause), pause);
  kept.set(sort, { events, numbers });
  return numbers;
}

type Comparison = (a: number, b: number) => number;

/** By what the first `size` streams are compared. */
const orders: Record<Sort, (index: EventIndex, size: number, pause: Pause) => Promise<Comparison>> = {
  /** With runs of digits as numbers, so that `order-2` comes before `order-10`. */
  id: async ({ streams }, size, pause) => {
    const keys: string[] = [];
    await inSlices(size, pause, (from, to) => {
      for (let s = from; s < to; s++) {
        keys.push(streams.text(s).replace(/\d+/g, (digits) => digits.padStart(12, '0')));
      }
    });
    return (a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b);
  },
  events: async (index, size) => {
    const lengths = new Uint32Array(size);
    for (let s = 0; s < size; s++) lengths[s] = index.streamLength(s);
    return largestFirst(lengths);
  },
  last: async (index, size, pause) => {
    const last = new Uint32Array(size);
    const { stream } = index.columns;
    await forEachEvent(index, null, pause, (i) => {
      last[stream[i]!] = i;
    });
    return largestFirst(last);
  },
};

const largestFirst =
  (weights: Uint32Array): Comparison =>
  (a, b) =>
    weights[b]! - weights[a]! || a - b;

/** Those of the streams whose id contains `needle`, in their order. */
async function matching(order: Uint32Array, streams: StringTable, needle: string, pause: Pause): Promise<Uint32Array> {
  const found = new Uint32Array(order.length);
  let count = 0;
  await inSlices(order.length, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      if (streams.text(order[i]!).toLowerCase().includes(needle)) found[count++] = order[i]!;
    }
  });
  return found.subarray(0, count);
}

/**
 * A page of the streams whose id contains `filter` (without regard to case): by id in natural order, by number of
 * events, or by last event, newest first. Rows are built for the page alone.
 */
export async function streamPage(
  index: EventIndex,
  request: Params<'streams.page'>,
  context: ScanContext,
): Promise<StreamPage> {
  const needle = request.filter.trim().toLowerCase();
  const pause = pauseOf(context, 'read', index.length);
  const order = await orderOf(index, request.sort, pause);
  await index.sortByStream(context);
  const matches = needle === '' ? order : await matching(order, index.streams, needle, pause);
  const offset = Math.max(0, Math.min(request.offset, matches.length));
  const rows = Array.from(matches.subarray(offset, offset + Math.max(0, request.limit)), (s) => {
    const ordinals = index.ordinalsOfStream(s);
    return {
      streamId: index.streams.text(s),
      events: ordinals.length,
      firstOrdinal: ordinals[0] ?? -1,
      lastOrdinal: ordinals.at(-1) ?? -1,
    };
  });
  return { total: matches.length, offset, rows };
}
