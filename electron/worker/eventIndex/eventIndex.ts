import type { Micros, Ordinal } from '../../../shared/model/event.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import type { ScanContext } from '../formats/format.ts';
import type { Columns } from './columns.ts';
import type { StringTable } from './stringTable.ts';

export type { Columns } from './columns.ts';
export { NO_POSITION } from './integerColumn.ts';

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
  /**
   * Ordinals of one stream, ascending. Do not write. The first time takes some 25 ns for each event of the log, of all
   * streams, unless `sortByStream` was awaited.
   */
  ordinalsOfStream(stream: number): Uint32Array;
  /** Makes postings in slices, so that `ordinalsOfStream` need not make them in one go. */
  sortByStream(context: ScanContext): Promise<void>;
  /** Events per stream / per type / per (type, version) so far. */
  streamLength(stream: number): number;
  /**
   * `max(recordedAt[0..i])`: times made monotone, for finding an ordinal by time. NaN before the first time. It is the
   * very column `recordedAt` as long as times ascend, as they mostly do.
   */
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
