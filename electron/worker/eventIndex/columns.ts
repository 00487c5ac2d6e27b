import { type IntegerArray, IntegerColumn } from './integerColumn.ts';

/** Numbers in a dictionary: two bytes each until there are more than 65,536. */
export type NumberArray = Uint16Array | Uint32Array;

/**
 * Columns by ordinal. Each may be longer than `EventIndex.length`; entries past the length are garbage. While the index
 * fills, arrays are replaced by larger ones: take them from `index.columns` anew after every await.
 */
export interface Columns {
  /** `NO_POSITION` where not recorded. */
  readonly globalPosition: IntegerColumn;
  readonly streamRevision: IntegerColumn;
  /** Number of the stream in `EventIndex.streams`. */
  readonly stream: Uint32Array;
  /** Number of the type in `EventIndex.types`. */
  readonly type: NumberArray;
  /** Number of the version in `EventIndex.schemaVersions`; 0 stands for "not recorded". */
  readonly schemaVersion: NumberArray;
  /** Epoch microseconds; NaN where not recorded. */
  readonly recordedAt: Float64Array;
  /** 53-bit hash of the event id (see `idHash`), NaN where absent. Equal hashes are confirmed by reading the ids. */
  readonly eventIdHash: Float64Array;
  readonly correlationIdHash: Float64Array;
  readonly causationIdHash: Float64Array;
  /** Where the record is: a byte offset or a row id, as the reader understands it. */
  readonly place: IntegerColumn;
  /** Bytes of the record for offsets; 0 for row ids. */
  readonly placeLength: Uint32Array;
}

/** What lies in memory behind a column. */
export type ColumnArray = IntegerArray | NumberArray | Float64Array;
export type ColumnArrays = { readonly [name in keyof Columns]: ColumnArray };

export type Growable = { -readonly [K in keyof Columns]: Columns[K] };

/** Empty columns with room for `capacity` events. */
export const allocateColumns = (capacity: number): Growable => ({
  globalPosition: new IntegerColumn(new Int32Array(capacity)),
  streamRevision: new IntegerColumn(new Int32Array(capacity)),
  stream: new Uint32Array(capacity),
  type: new Uint16Array(capacity),
  schemaVersion: new Uint16Array(capacity),
  recordedAt: new Float64Array(capacity),
  eventIdHash: new Float64Array(capacity),
  correlationIdHash: new Float64Array(capacity),
  causationIdHash: new Float64Array(capacity),
  place: new IntegerColumn(new Int32Array(capacity)),
  placeLength: new Uint32Array(capacity),
});

/**
 * Gives every column room for `capacity` entries, keeping the first: larger to grow, smaller to freeze. One after the
 * other, so that no more than one is there twice.
 */
export function resizeColumns(columns: Growable, capacity: number): void {
  for (const name of ['globalPosition', 'streamRevision', 'place'] as const) {
    columns[name] = columns[name].resized(capacity);
  }
  columns.stream = resized(columns.stream, new Uint32Array(capacity));
  columns.placeLength = resized(columns.placeLength, new Uint32Array(capacity));
  for (const name of ['type', 'schemaVersion'] as const) {
    const wide = columns[name] instanceof Uint32Array;
    columns[name] = resized(columns[name], wide ? new Uint32Array(capacity) : new Uint16Array(capacity));
  }
  for (const name of ['recordedAt', 'eventIdHash', 'correlationIdHash', 'causationIdHash'] as const) {
    columns[name] = resized(columns[name], new Float64Array(capacity));
  }
}

/** Fills `into` with as many entries as it has room for. */
export function resized<A extends NumberArray | Int32Array | Float64Array>(
  array: NumberArray | Int32Array | Float64Array,
  into: A,
): A {
  into.set(array.length > into.length ? array.subarray(0, into.length) : array);
  return into;
}

/** The arrays behind columns, cut to `length` entries without copying. */
export const arraysOf = (columns: Columns, length: number): ColumnArrays => ({
  ...columns,
  globalPosition: columns.globalPosition.array.subarray(0, length),
  streamRevision: columns.streamRevision.array.subarray(0, length),
  stream: columns.stream.subarray(0, length),
  type: columns.type.subarray(0, length),
  schemaVersion: columns.schemaVersion.subarray(0, length),
  recordedAt: columns.recordedAt.subarray(0, length),
  eventIdHash: columns.eventIdHash.subarray(0, length),
  correlationIdHash: columns.correlationIdHash.subarray(0, length),
  causationIdHash: columns.causationIdHash.subarray(0, length),
  place: columns.place.array.subarray(0, length),
  placeLength: columns.placeLength.subarray(0, length),
});

/** Columns over arrays of the kinds that `arraysOf` answers. */
export const columnsOf = (arrays: ColumnArrays): Growable => ({
  ...(arrays as unknown as Columns),
  globalPosition: new IntegerColumn(arrays.globalPosition as IntegerArray),
  streamRevision: new IntegerColumn(arrays.streamRevision as IntegerArray),
  place: new IntegerColumn(arrays.place as IntegerArray),
});

/** Bytes that `length` entries take; what is reserved behind them is not touched, so no memory stands behind it. */
export const columnBytes = (columns: Columns, length: number): number =>
  Object.values(arraysOf(columns, length)).reduce((sum, array) => sum + array.byteLength, 0);
