import type { IndexBuilder } from '../eventIndex/indexBuilder.ts';
import type { ScanContext } from './format.ts';
import { isDamage, type SqliteFile, type SqliteRow } from './sqlite.ts';

const PAGE_ROWS = 2000;

export interface TableScan {
  readonly table: string;
  /** Integer column that is unique and ascends in the store's order: a primary key or `rowid`. */
  readonly key: string;
  /** Columns to read; the key is put before them. */
  readonly columns: readonly string[];
}

/**
 * Hands every row (key first) to `onRow` in key order, page by page: no statement stays open, so the store can be
 * queried while it is scanned. At a damaged page it takes what stands before it, looks from the end backwards for
 * where rows can be read again, goes on there and notes a problem: an intact index can hide such a page from count(*).
 */
export async function scanTable(
  file: SqliteFile,
  scan: TableScan,
  builder: IndexBuilder,
  context: ScanContext,
  onRow: (row: SqliteRow) => void,
): Promise<void> {
  const { table, key, columns } = scan;
  // `>=`, not `>`: looking for what follows a key goes through the page of that key, which may be the damaged one.
  const forward = file.query(
    `SELECT ${[key, ...columns].join(', ')} FROM ${table} WHERE ${key} >= ? ORDER BY ${key} LIMIT ?`,
  );
  const total = lastKey(file, scan);
  let next = -(2n ** 63n);
  for (;;) {
    context.signal.throwIfAborted();
    let rows: SqliteRow[];
    try {
      rows = forward.all(next, BigInt(PAGE_ROWS));
    } catch (error) {
      if (!isDamage(error)) throw error;
      next = crawl(forward, next, onRow);
      const resumed = firstReadableFromEnd(file, scan, next);
      builder.problem({
        place: `${table}, from ${key} ${next === -(2n ** 63n) ? 'first' : next}`,
        reason: `The file is damaged here (${(error as Error).message}); ${
          resumed === null ? 'nothing behind it can be read.' : `rows are read again from ${key} ${resumed}.`
        }`,
        ordinal: null,
      });
      // What can be read backwards only would be found again and again.
      if (resumed === null || resumed === next) return;
      next = resumed;
      continue;
    }
    for (const row of rows) onRow(row);
    if (rows.length < PAGE_ROWS) return;
    next = (rows.at(-1)![0] as bigint) + 1n;
    await context.breathe({
      phase: 'index',
      done: builder.length,
      ...(total === null ? {} : { total: Math.max(total, builder.length) }),
      unit: 'events',
      events: builder.length,
    });
  }
}

/** The largest key as a measure of progress; `null` when even that cannot be read. */
function lastKey(file: SqliteFile, { table, key }: TableScan): number | null {
  try {
    const value = file.query(`SELECT max(${key}) FROM ${table}`).get()?.[0];
    return typeof value === 'bigint' ? Number(value) : null;
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/** Row by row up to the damage; answers the key behind the last that could be read. */
function crawl(forward: ReturnType<SqliteFile['query']>, from: bigint, onRow: (row: SqliteRow) => void): bigint {
  let next = from;
  for (;;) {
    try {
      const [row] = forward.all(next, 1n);
      if (row === undefined) return next;
      onRow(row);
      next = (row[0] as bigint) + 1n;
    } catch (error) {
      if (isDamage(error)) return next;
      throw error;
    }
  }
}

/** The smallest key behind the damage that can be reached from the end; `null` for none. */
function firstReadableFromEnd(file: SqliteFile, scan: TableScan, from: bigint): bigint | null {
  // The same columns as forwards, so that overflow pages are tried as well.
  const backward = file.query(
    `SELECT ${[scan.key, ...scan.columns].join(', ')} FROM ${scan.table}
     WHERE ${scan.key} < ? AND ${scan.key} >= ? ORDER BY ${scan.key} DESC LIMIT ?`,
  );
  let first: bigint | null = null;
  let limit = BigInt(PAGE_ROWS);
  for (;;) {
    try {
      const rows = backward.all(first ?? 2n ** 63n - 1n, from, limit);
      if (rows.length === 0) return first;
      first = rows.at(-1)![0] as bigint;
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (limit === 1n) return first;
      limit = 1n;
    }
  }
}
