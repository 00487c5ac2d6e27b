import type { StoreReader } from '../formats/format.ts';
import type { EventIndex } from './eventIndex.ts';

/** What replay, search, checks and reports work on: columns at hand, records read late. */
export interface ReadableLog {
  readonly index: EventIndex;
  readonly reader: StoreReader;
}
