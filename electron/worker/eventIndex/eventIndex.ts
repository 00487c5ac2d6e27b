import type { Micros, Ordinal } from '../../../shared/model/event.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import type { StringTable } from './stringTable.ts';

/** `globalPosition` and `streamRevision` of an event that has none. */
export const NO_POSITION = -(2n ** 63n);

/**
 * Columns by ordinal. Each array may be longer than `EventIndex.length`; entries past the length are garbage. While
 * the index fills, arrays are replaced by larger ones: take them from `index.columns` anew after every await.
 */
export interface Columns {
  readonly globalPosition: BigInt64Array;
  /** Number of the stream in `EventIndex.streams`. */
  readonly stream: Uint32Array;
  readonly streamRevision: BigInt64Array;
  /** Number of the type in `EventIndex.types`. */
  readonly type: Uint32Array;
  /** Number of the version in `EventIndex.schemaVersions`; 0 stands for "not recorded". */
  readonly schemaVersion: Uint32Array;
  /** Epoch microseconds; NaN where not recorded. */
  readonly recordedAt: Float64Array;
  /** 53-bit hash of the event id (see `idHash`), NaN where absent. Equal hashes are confirmed by reading the ids. */
  readonly eventIdHash: Float64Array;
  readonly correlationIdHash: Float64Array;
  readonly causationIdHash: Float64Array;
  /** Where the record is: a byte offset or a row id, as the reader understands it. */
  readonly place: BigInt64Array;
  /** Bytes of the record for offsets; 0 for row ids. */
  readonly placeLength: Uint32Array;
}

/**
 * What one scan leaves: columns, dictionaries and postings. Read by everybody, written by `IndexBuilder` alone.
 * It can be read while it fills; `complete` says when all that stood in the store at opening
 * time is in. A live log is complete and grows: what is kept of an index is kept by its `length`.
 */
export interface EventIndex {
  readonly length: number;
  readonly complete: boolean;
  readonly columns: Columns;
  readonly streams: StringTable;
  readonly types: StringTable;
  /** Entry 0 is the empty string and stands for "not recorded". */
  readonly schemaVersions: StringTable;
  readonly problems: readonly RowProblem[];
  /** How many problems there are; `problems` keeps the first 10,000. */
  readonly problemCount: number;
  /** Ordinals of one stream, ascending. A view into the postings: do not write. */
  ordinalsOfStream(stream: number): Uint32Array;
  /** Events per stream / per type / per (type, version) so far. */
  streamLength(stream: number): number;
  /** `max(recordedAt[0..i])`: times made monotone, for finding an ordinal by time. NaN before the first time. */
  readonly clock: Float64Array;
  /** Smallest and largest recorded time; NaN when there is none. */
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  /** Last ordinal whose clock is at or before `time`; -1 when all are later. */
  ordinalAtTime(time: Micros): Ordinal;
  /**
   * The event at a global position, else the one with the largest position before it; -1 when all are later. Positions
   * ascend in most stores; if not, this is a scan.
   */
  ordinalAtPosition(position: bigint): Ordinal;
  /** Bytes held by columns, dictionaries and postings. */
  readonly byteLength: number;
}
