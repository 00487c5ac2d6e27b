import { categoryOf } from '../eventIndex/envelope.ts';
import { StringTable } from '../eventIndex/stringTable.ts';

/** The category of every stream, as numbers. */
export interface StreamCategories {
  readonly names: StringTable;
  /** Category of each stream by its number; may be longer than there are streams. */
  readonly ofStream: Uint32Array;
}

interface Growing extends StreamCategories {
  ofStream: Uint32Array;
  known: number;
}

// Derived from a dictionary that only grows, so it can never be wrong: kept with the dictionary and dropped with it.
// Cutting a million stream ids anew for every picture of the timeline would cost a frame.
const kept = new WeakMap<StringTable, Growing>();

/**
 * Categories of the first `end` streams, by default of all that `streams` holds now; what was computed before is reused.
 */
export function streamCategories(streams: StringTable, end = streams.size): StreamCategories {
  let found = kept.get(streams);
  if (!found) {
    found = { names: new StringTable(), ofStream: new Uint32Array(256), known: 0 };
    kept.set(streams, found);
  }
  if (streams.size > found.ofStream.length) {
    const longer = new Uint32Array(Math.max(streams.size, found.ofStream.length * 2));
    longer.set(found.ofStream);
    found.ofStream = longer;
  }
  for (; found.known < end; found.known++) {
    found.ofStream[found.known] = found.names.intern(categoryOf(streams.text(found.known)));
  }
  return found;
}
