import { quoted, type SqliteFile, type SqliteRow, type SqliteValue } from '../sqlite.ts';
import type { RecordView } from './recordView.ts';
import { TableRows } from './tableRows.ts';

/** Fewer rows than these are asked for one by one: a walk begins at the root of the table. */
const FEWEST = 16;
/** So are rows of which one in so many of those between the first and the last is wanted. */
const SPARSEST = 8;

export interface Pages {
  /** `null` where SQLite has to read. */
  readonly rows: TableRows | null;
  /** By column where its value stands in a record; -1 for the rowid. */
  readonly slots: readonly number[];
}

/**
 * Rows of one table by their keys. Those that lie close together, as nearly all do that are read in the order of the
 * log, come from the pages of the file: a call into SQLite per row costs more than a row. What is not found there, or not
 * understood, SQLite is asked for.
 */
export class KeyedRows {
  readonly #file: SqliteFile;
  readonly #table: string;
  readonly #key: string;
  readonly #columns: readonly string[];
  readonly #sql: string;
  #pages: Pages | null = null;

  /** `key`: a unique integer column, or `rowid`. */
  constructor(file: SqliteFile, table: string, key: string, columns: readonly string[]) {
    this.#file = file;
    this.#table = table;
    this.#key = key;
    this.#columns = columns;
    file.beforeLettingGo(() => {
      this.#pages?.rows?.close();
      this.#pages = null;
    });
    this.#sql = `SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table)} WHERE ${quoted(key)} = ?`;
  }

  /** What `make` makes of each row, in the order of `keys`; it gets `undefined` for one that cannot be read. */
  read<T>(keys: readonly bigint[], make: (values: SqliteRow | undefined) => T): T[] {
    const query = this.#file.query(this.#sql);
    const found: T[] = [];
    if (isDense(keys)) this.#fromPages(keys, (i, values) => found.push(make(values ?? query.get(keys[i]!))));
    if (found.length === keys.length) return found;
    return this.#file.together(() => {
      while (found.length < keys.length) found.push(make(query.get(keys[found.length]!)));
      return found;
    });
  }

  /** Calls `take` for the first keys, as many as it can, in their order; without values for one that it does not find. */
  #fromPages(keys: readonly bigint[], take: (i: number, values: SqliteRow | undefined) => void): void {
    const { rows, slots } = this.pages;
    if (rows === null) return;
    const wanted = keys.map(Number);
    let next = 0;
    rows.read(wanted[0]!, {
      onRows: () => {},
      onRow: (record) => {
        while (wanted[next]! < record.rowId) take(next++, undefined);
        if (wanted[next] === record.rowId) take(next++, valuesOf(record, slots));
      },
      goesOn: () => next < wanted.length,
    });
  }

  /** The pages of the table, open for as long as the file is. */
  get pages(): Pages {
    if (this.#pages !== null) return this.#pages;
    // The column that is the rowid holds nothing in the record.
    const rowId = this.#file.layoutOf(this.#table)?.rowId ?? null;
    const stored = this.#columns.filter((name) => name !== rowId);
    const rows = TableRows.open(this.#file, this.#table, this.#key, stored);
    this.#pages = { rows, slots: this.#columns.map((name) => stored.indexOf(name)) };
    return this.#pages;
  }
}

const valuesOf = (record: RecordView, slots: readonly number[]): SqliteRow =>
  slots.map((slot): SqliteValue => (slot < 0 ? BigInt(record.rowId) : record.value(slot)));

function isDense(keys: readonly bigint[]): boolean {
  if (keys.length < FEWEST || keys[0]! < 0n) return false;
  if (keys.at(-1)! - keys[0]! >= BigInt(SPARSEST * keys.length)) return false;
  return keys.every((key, i) => i === 0 || keys[i - 1]! < key);
}
