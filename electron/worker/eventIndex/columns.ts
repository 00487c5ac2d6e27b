import type { Columns } from './eventIndex.ts';

type Growable = { -readonly [K in keyof Columns]: Columns[K] };

/** Empty columns with room for `capacity` events. */
export function allocateColumns(capacity: number): Growable {
  return {
    globalPosition: new BigInt64Array(capacity),
    stream: new Uint32Array(capacity),
    streamRevision: new BigInt64Array(capacity),
    type: new Uint32Array(capacity),
    schemaVersion: new Uint32Array(capacity),
    recordedAt: new Float64Array(capacity),
    eventIdHash: new Float64Array(capacity),
    correlationIdHash: new Float64Array(capacity),
    causationIdHash: new Float64Array(capacity),
    place: new BigInt64Array(capacity),
    placeLength: new Uint32Array(capacity),
  };
}

/** The same values in columns of `capacity` entries: larger to grow, smaller to freeze. */
export function resizeColumns(columns: Columns, capacity: number): Growable {
  const resized = allocateColumns(capacity);
  for (const name of Object.keys(resized) as (keyof Columns)[]) {
    const from = columns[name];
    const kept = from.subarray(0, Math.min(from.length, capacity));
    (resized[name] as { set(values: ArrayLike<unknown>): void }).set(kept as ArrayLike<unknown>);
  }
  return resized;
}

export const columnBytes = (columns: Columns): number =>
  Object.values(columns).reduce((sum: number, column: { byteLength: number }) => sum + column.byteLength, 0);

/** Each column replaced by what `change` makes of it: of the same kind. */
export function mapColumns(
  columns: Columns,
  change: (column: Columns[keyof Columns], name: keyof Columns) => Columns[keyof Columns],
): Growable {
  const entries = Object.entries(columns) as [keyof Columns, Columns[keyof Columns]][];
  return Object.fromEntries(entries.map(([name, column]) => [name, change(column, name)])) as unknown as Growable;
}
