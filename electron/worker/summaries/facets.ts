// Counts by type, version and category, and the list of streams. Pure.
import type { Facets, Params, StreamPage } from '../../../shared/protocol/requests.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { StringTable } from '../eventIndex/stringTable.ts';
import { streamCategories } from './categories.ts';
import { forEachEvent, typeCounts } from './typeCounts.ts';

/** What the navigator shows: types with versions, categories with streams, of the events in `set` (`null` for all). */
export function facets(index: EventIndex, set: BitSet | null): Facets {
  const { names, ofStream } = streamCategories(index.streams);
  const perStream = new Uint32Array(index.streams.size);
  const { stream } = index.columns;
  forEachEvent(index, set, (i) => {
    perStream[stream[i]!]!++;
  });
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
    .filter(({ events }) => events > 0)
    .sort((a, b) => b.events - a.events || (a.category < b.category ? -1 : 1));
  return { types: typeCounts(index, set), categories, streams, events: set?.count ?? index.length };
}

type Sort = Params<'streams.page'>['sort'];

interface Order {
  /** State of the index that it was made for. */
  readonly events: number;
  readonly numbers: Uint32Array;
}

// Orders of all streams, derived from an index and dropped with it: sorting a million ids for each page would stall.
const orders = new WeakMap<EventIndex, Map<Sort, Order>>();

function orderOf(index: EventIndex, sort: Sort): Uint32Array {
  const kept = orders.get(index) ?? new Map<Sort, Order>();
  orders.set(index, kept);
  const found = kept.get(sort);
  if (found && found.events === index.length) return found.numbers;
  const numbers = Uint32Array.from({ length: index.streams.size }, (_, s) => s);
  if (sort === 'id') sortById(numbers, index.streams);
  else {
    const weight = sort === 'events' ? numbers.map((s) => index.streamLength(s)) : lastOrdinals(index);
    numbers.sort((a, b) => weight[b]! - weight[a]! || a - b);
  }
  kept.set(sort, { events: index.length, numbers });
  return numbers;
}

/** By id, with runs of digits as numbers, so that `order-2` comes before `order-10`. */
function sortById(numbers: Uint32Array, streams: StringTable): void {
  const keys = streams.all.map((id) => id.replace(/\d+/g, (digits) => digits.padStart(12, '0')));
  numbers.sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
}

function lastOrdinals(index: EventIndex): Uint32Array {
  const last = new Uint32Array(index.streams.size);
  const { stream } = index.columns;
  for (let i = 0; i < index.length; i++) last[stream[i]!] = i;
  return last;
}

/**
 * A page of the streams whose id contains `filter` (without regard to case): by id in natural order, by number of
 * events, or by last event, newest first. Rows are built for the page alone.
 */
export function streamPage(index: EventIndex, request: Params<'streams.page'>): StreamPage {
  const needle = request.filter.trim().toLowerCase();
  const order = orderOf(index, request.sort);
  const matches = needle === '' ? order : order.filter((s) => index.streams.text(s).toLowerCase().includes(needle));
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
