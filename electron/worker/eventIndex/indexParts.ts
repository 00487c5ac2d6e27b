import type { Micros } from '../../../shared/model/event.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import type { ColumnArrays } from './columns.ts';
import { type JoinedStrings, stringBytes } from './stringTable.ts';

/** Everything that a complete index consists of, apart from what is made again when asked for (postings, look-ups). */
export interface IndexParts {
  readonly length: number;
  /** Each of exactly `length` entries. */
  readonly columns: ColumnArrays;
  /** `null` where it is the column of times. */
  readonly clock: Float64Array | null;
  /** Events per stream; as many entries as there are streams. */
  readonly streamLengths: Uint32Array;
  readonly streams: JoinedStrings;
  readonly types: JoinedStrings;
  readonly schemaVersions: JoinedStrings;
  readonly problems: readonly RowProblem[];
  readonly problemCount: number;
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  readonly positionsAscend: boolean;
}

/** What an index of these parts takes in memory, as its `byteLength` says before postings are made. */
export function partsBytes({ columns, clock, streams, types, schemaVersions }: IndexParts): number {
  const arrays = [...Object.values(columns), ...(clock === null ? [] : [clock])];
  const dictionaries = [streams, types, schemaVersions];
  return (
    arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) +
    dictionaries.reduce((sum, { text, ends }) => sum + stringBytes(text.length, ends.length), 0)
  );
}
