import type { Ordinal } from '../../../shared/model/event.ts';
import type { LogReader, StoredBody, StoredRecord } from '../formats/format.ts';
import type { EventIndex } from './eventIndex.ts';

/** What replay, search, checks and reports work on: columns at hand, records read late. */
export interface ReadableLog {
  readonly index: EventIndex;
  readonly reader: LogReader;
  /** When the source was last changed before it was opened, in epoch milliseconds; absent where nobody knows. */
  readonly modifiedMs?: number;
  /** Sentences on what is damaged in a database file, by the database itself; `null` where the source is none. */
  quickCheck?(signal: AbortSignal): Promise<readonly string[] | null>;
}

/** What projections see of the records of `ordinals`, in that order, read the cheapest way that the store offers. */
export const readBodies = ({ index, reader }: ReadableLog, ordinals: ArrayLike<Ordinal>): StoredBody[] =>
  reader.readBodies?.(index, ordinals) ?? reader.readRecords(index, ordinals).map(bodyOf);

export const bodyOf = ({ payload, metadata, eventId }: StoredRecord): StoredBody => ({
  payload: payload.kind === 'json' ? payload.text : null,
  metadata,
  eventId,
});
