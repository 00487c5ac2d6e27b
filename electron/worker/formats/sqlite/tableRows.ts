import type { SqliteFile } from '../sqlite.ts';
import type { RowPlaces } from './rowPlaces.ts';
import { RowScanner } from './rowScanner.ts';
import { type RowVisitor, TablePages, type WalkEnd } from './tablePages.ts';

/** Rows of one table straight from the file's pages, a slice at a time under SQLite's read lock. */
export class TableRows {
  readonly #file: SqliteFile;
  readonly #table: string;
  readonly #pages: TablePages;
  readonly #schema: bigint;

  /**
   * `null` where SQLite itself has to read: the key is no rowid, a column is computed or of a kind that changes what is
   * stored, or pages of the database stand in a `-wal`. With `places` rows are taken as they say.
   */
  static open(
    file: SqliteFile,
    table: string,
    key: string,
    columns: readonly string[],
    places?: RowPlaces,
  ): TableRows | null {
    const layout = file.layoutOf(table);
    if (layout === null) return null;
    const names = layout.columns.map(({ name }) => name);
    const keyColumn = key === 'rowid' ? -1 : names.indexOf(key);
    if (key === 'rowid' ? names.includes('rowid') : keyColumn < 0 || layout.rowId !== key) return null;
    const slots = new Int32Array(names.length).fill(-1);
    for (const [slot, column] of columns.entries()) {
      const at = names.indexOf(column);
      if (at < 0 || column === layout.rowId || layout.columns[at]!.isReal) return null;
      slots[at] = slot;
    }
    if (keyColumn >= 0) slots[keyColumn] = columns.length;
    const keySlot = keyColumn < 0 ? -1 : columns.length;
    const scanner = places === undefined ? null : RowScanner.of(places, names, keyColumn);
    return new TableRows(file, table, new TablePages(file.readPath, slots, keySlot, scanner), layout.schema);
  }

  private constructor(file: SqliteFile, table: string, pages: TablePages, schema: bigint) {
    this.#file = file;
    this.#table = table;
    this.#pages = pages;
    this.#schema = schema;
  }

  /** The rowid of the last row that was handed over. */
  get lastRowId(): number {
    return this.#pages.lastRowId;
  }

  /** Hands over rows from key `from` on until the visitor ends it. */
  read(from: number, visitor: RowVisitor): WalkEnd {
    return this.#file.together(() => {
      const layout = this.#file.rootOf(this.#table);
      if (layout === null || layout.schema !== this.#schema) return 'refused';
      return this.#pages.walk(layout.root, from, visitor);
    });
  }

  close(): void {
    this.#pages.close();
  }
}
