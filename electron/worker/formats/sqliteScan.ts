import type { IndexBuilder } from '../eventIndex/indexBuilder.ts';
import type { ScanContext } from './format.ts';
import { Numbering } from './lines/scan/numbering.ts';
import type { RowPlaces } from './sqlite/rowPlaces.ts';
import { TableRows } from './sqlite/tableRows.ts';
import { damage, isDamage, quoted, type SqliteFile, type SqliteRow } from './sqlite.ts';

/** The longest that rows are read without a look at who else waits. */
const SLICE_MS = 2;
/** The only scanner. */
const OWN = 0;
/** Bytes of an event's row with its part of the indexes: fewer only where nearly everything is empty. */
const SMALLEST_ROW = 100;
const FIRST_PAGE_ROWS = 64;
const MOST_PAGE_ROWS = 4096;
const FIRST_KEY = -(2n ** 63n);
const LAST_KEY = 2n ** 63n - 1n;

export interface TableScan {
  readonly table: string;
  /** Integer column that is unique and ascends in the store's order: a primary key or `rowid`. */
  readonly key: string;
  /** Columns to read; the key is put before them. `null` for one that the table has not: its value is NULL. */
  readonly columns: readonly (string | null)[];
  /** The first key to read; all of them when it is not given. */
  readonly from?: bigint;
  /** Where the envelope stands, for rows that can be read from their bytes. */
  readonly places?: RowPlaces;
}

/**
 * Hands every row (key first) to `onRow` in key order; rows that the format's places describe go into the builder
 * without it. Nothing stays open between slices of a few milliseconds, so the store can be queried while it is scanned.
 * Rows come from the file's pages; what is not understood there, SQLite reads. Answers the key behind the last row.
 */
export async function scanTable(
  file: SqliteFile,
  scan: TableScan,
  builder: IndexBuilder,
  context: ScanContext,
  onRow: (row: SqliteRow) => void,
): Promise<bigint> {
  const total = lastKey(file, scan);
  const pause = (): Promise<void> | undefined => {
    context.signal.throwIfAborted();
    return context.breathe({
      phase: 'index',
      done: builder.length,
      ...(total === null ? {} : { total: Math.max(total, builder.length) }),
      unit: 'events',
      events: builder.length,
    });
  };
  // Keys may have gaps: no more room than there can be rows.
  if (total !== null && scan.from === undefined) builder.expect(Math.min(total, Math.ceil(file.bytes / SMALLEST_ROW)));
  await pause();
  const { next, ended } = await scanPages(file, scan, builder, pause, onRow);
  if (ended) return next;
  // On the way from the last row that was read: a page behind it that hangs in the table twice is not seen from afar.
  const before = next === FIRST_KEY ? next : next - 1n;
  const behind = await scanBySql(file, scan, before, builder, pause, (row) => {
    if ((row[0] as bigint) >= next) onRow(row);
  });
  // With nothing behind the last row it is that row's key.
  if (behind < next) return next;
  return behind;
}

/** Answers the key behind the last row, and whether there are no more; if there may be, SQLite has to read on. */
async function scanPages(
  file: SqliteFile,
  { table, key, columns, places, from: first = FIRST_KEY }: TableScan,
  builder: IndexBuilder,
  pause: () => Promise<void> | undefined,
  onRow: (row: SqliteRow) => void,
): Promise<{ readonly next: bigint; readonly ended: boolean }> {
  const present = columns.filter((column) => column !== null);
  const rows = TableRows.open(file, table, key, present, places);
  if (rows === null) return { next: first, ended: false };
  const numbering = new Numbering(builder, { streamOtherwise: '' });
  const slots = columns.map((column) => (column === null ? -1 : present.indexOf(column)));
  let from = Math.max(0, Number(first));
  try {
    for (;;) {
      const sliceEnd = performance.now() + SLICE_MS;
      const end = rows.read(from, {
        onRows: (scan) => {
          numbering.learn(OWN, scan);
          numbering.apply(OWN, scan, 0, scan.count);
          builder.appendBatch(scan.rows, 0, scan.count, scan.origin);
        },
        onRow: (record) => {
          onRow([BigInt(record.rowId), ...slots.map((slot) => (slot < 0 ? null : record.value(slot)))]);
        },
        goesOn: () => performance.now() < sliceEnd,
      });
      // The table may be another one by now: then nothing was walked over.
      from = Math.max(from, rows.lastRowId + 1);
      if (end !== 'stopped') return { next: from === 0 ? FIRST_KEY : BigInt(from), ended: end === 'end' };
      await pause();
    }
  } finally {
    rows.close();
  }
}

/**
 * Page by page, as many rows at once as take a slice. At a damaged page it takes what stands before it, looks from the
 * end backwards for where rows can be read again, goes on there and notes a problem: an intact index can hide such a
 * page from count(*).
 */
async function scanBySql(
  file: SqliteFile,
  scan: TableScan,
  from: bigint,
  builder: IndexBuilder,
  pause: () => Promise<void> | undefined,
  onRow: (row: SqliteRow) => void,
): Promise<bigint> {
  const { table, key } = scan;
  const at = quoted(key);
  // `>=`, not `>`: looking for what follows a key goes through the page of that key, which may be the damaged one.
  const forward = file.query(
    `SELECT ${columnList(scan)} FROM ${quoted(table)} WHERE ${at} >= ? ORDER BY ${at} LIMIT ?`,
  );
  let next = from;
  let limit = FIRST_PAGE_ROWS;
  for (;;) {
    let rows: SqliteRow[];
    const begun = performance.now();
    try {
      rows = forward.all(next, BigInt(limit));
      mustAscend(rows, next);
    } catch (error) {
      if (!isDamage(error)) throw error;
      next = crawl(forward, next, onRow);
      const resumed = firstReadableFromEnd(file, scan, next);
      builder.problem({
        place: `${table}, from ${key} ${next === FIRST_KEY ? 'first' : next}`,
        reason: `The file is damaged here (${(error as Error).message}); ${
          resumed === null ? 'nothing behind it can be read.' : `rows are read again from ${key} ${resumed}.`
        }`,
        ordinal: null,
      });
      // What can be read backwards only would be found again and again.
      if (resumed === null || resumed === next) return next;
      next = resumed;
      continue;
    }
    for (const row of rows) onRow(row);
    if (rows.length > 0) next = (rows.at(-1)![0] as bigint) + 1n;
    if (rows.length < limit) return next;
    const faster = SLICE_MS / Math.max(0.01, performance.now() - begun);
    limit = Math.max(1, Math.min(MOST_PAGE_ROWS, Math.round(limit * Math.min(2, faster))));
    await pause();
  }
}

/** SQLite does not look whether the keys of a damaged table are in order: a page may hang in it twice. */
function mustAscend(rows: readonly SqliteRow[], from: bigint): void {
  let next = from;
  for (const [key] of rows) {
    if ((key as bigint) < next) throw damage('its keys are not in order');
    next = (key as bigint) + 1n;
  }
}

const columnList = ({ key, columns }: TableScan): string =>
  [quoted(key), ...columns.map((name) => (name === null ? 'NULL' : quoted(name)))].join(', ');

/** The largest key as a measure of progress; `null` when even that cannot be read. */
function lastKey(file: SqliteFile, { table, key }: TableScan): number | null {
  try {
    const value = file.query(`SELECT max(${quoted(key)}) FROM ${quoted(table)}`).get()?.[0];
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
      if (row === undefined || (row[0] as bigint) < next) return next;
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
  const at = quoted(scan.key);
  const backward = file.query(
    `SELECT ${columnList(scan)} FROM ${quoted(scan.table)}
     WHERE ${at} < ? AND ${at} >= ? ORDER BY ${at} DESC LIMIT ?`,
  );
  let first: bigint | null = null;
  let limit = BigInt(MOST_PAGE_ROWS);
  for (;;) {
    try {
      const rows = backward.all(first ?? LAST_KEY, from, limit);
      if (rows.length === 0) return first;
      const key = rows.at(-1)![0] as bigint;
      // Pages that lead back to themselves have no end.
      if (key < from || key >= (first ?? LAST_KEY)) return first;
      first = key;
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (limit === 1n) return first;
      limit = 1n;
    }
  }
}
