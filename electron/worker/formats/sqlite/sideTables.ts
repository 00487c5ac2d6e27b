import type { Payload } from '../../../../shared/model/event.ts';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type { ScanContext } from '../format.ts';
import { quoted, type SqliteFile, type SqliteRow } from '../sqlite.ts';
import { scanTable } from '../sqliteScan.ts';
import { type NamedRow, nameValues, type SideTables } from './eventTable.ts';
import { sideRows } from './sideRows.ts';
import type { StoreTables } from './storeTables.ts';

const FIRST_KEY = -(2n ** 63n);

/** Reads tables beside the events. On a damaged one a question has no answer: a note says so, and the rest goes on. */
export class SideTableReader implements SideTables {
  readonly #file: SqliteFile;
  readonly #tables: StoreTables;
  readonly #say: (note: string) => void;
  readonly #kept: () => (readonly [string, Payload])[];
  /** While the events are scanned. */
  scan: { readonly builder: IndexBuilder; readonly context: ScanContext } | null = null;

  constructor(
    file: SqliteFile,
    tables: StoreTables,
    say: (note: string) => void,
    kept: () => (readonly [string, Payload])[],
  ) {
    this.#file = file;
    this.#tables = tables;
    this.#say = say;
    this.#kept = kept;
  }

  has(table: string): boolean {
    return this.#tables.table(table) !== null;
  }

  rows(table: string, columns: readonly string[], by?: string): NamedRow[] {
    const found = this.#tables.table(table);
    if (found === null) return [];
    const selected = columns.map((column) => found.column(column));
    const list = selected.map((column) => (column === null ? 'NULL' : quoted(column))).join(', ');
    const order = by?.split(', ').flatMap((column) => found.column(column) ?? []);
    const sql = `SELECT ${list} FROM ${quoted(found.name)}${order?.length ? ` ORDER BY ${order.map(quoted).join(', ')}` : ''}`;
    return this.#all(found.name, sql).map((values) => nameValues(columns, values));
  }

  count(table: string): number {
    const found = this.#tables.table(table);
    if (found === null) return 0;
    return Number(this.#all(found.name, `SELECT count(*) FROM ${quoted(found.name)}`)[0]?.[0] ?? 0n);
  }

  async walk(table: string, columns: readonly string[], onRow: (row: NamedRow) => void): Promise<void> {
    const found = this.#tables.table(table);
    if (found === null || this.scan === null) return;
    if (this.#file.isWithoutRowId(found.name)) {
      for (const row of this.rows(table, columns)) onRow(row);
      return;
    }
    const { builder, context } = this.scan;
    const rowId = this.#file.layoutOf(found.name)?.rowId ?? null;
    const names = columns.map((column) => found.column(column));
    const key = rowId ?? 'rowid';
    // The key is read as such: as a column it would be refused by the reader of pages.
    const list = names.map((name) => (name === key ? null : name));
    await scanTable(
      this.#file,
      { table: found.name, key, columns: list, from: FIRST_KEY },
      builder,
      context,
      (values) => {
        const row: SqliteRow = names.map((name, i) => (name === key ? values[0]! : values[i + 1]!));
        onRow(nameValues(columns, row));
      },
    );
  }

  kept(): (readonly [string, Payload])[] {
    return this.#kept();
  }

  note(text: string): void {
    this.#say(text);
  }

  #all(table: string, sql: string): SqliteRow[] {
    return sideRows(this.#file, table, sql, this.#say);
  }
}
