import type { SqliteFile } from '../sqlite.ts';
import type { RecordView } from './recordView.ts';
import { TablePages, type WalkEnd } from './tablePages.ts';

/** Rows of one table straight from the file's pages, a slice at a time under SQLite's read lock. */
export class TableRows {
  readonly #file: SqliteFile;
  readonly #table: string;
  readonly #pages: TablePages;
  readonly #schema: bigint;
  /** Slot of the key's own column, which holds nothing where the key is the rowid; -1 for `rowid` itself. */
  readonly #keySlot: number;

  /**
   * `null` where SQLite itself has to read: the key is no rowid, a column is computed or of a kind that changes what is
   * stored, or pages of the database stand in a `-wal`.
   */
  static open(file: SqliteFile, table: string, key: string, columns: readonly string[]): TableRows | null {
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
    return new TableRows(
      file,
      table,
      new TablePages(file.readPath, slots),
      layout.schema,
      keyColumn < 0 ? -1 : columns.length,
    );
  }

  private constructor(file: SqliteFile, table: string, pages: TablePages, schema: bigint, keySlot: number) {
    this.#file = file;
    this.#table = table;
    this.#pages = pages;
    this.#schema = schema;
    this.#keySlot = keySlot;
  }

  /** Hands over rows from key `from` on until `onRow` answers `false`. */
  read(from: number, onRow: (record: RecordView) => boolean): WalkEnd {
    let foreign = false;
    const end = this.#file.together(() => {
      const layout = this.#file.rootOf(this.#table);
      if (layout === null || layout.schema !== this.#schema) return 'refused';
      return this.#pages.walk(layout.root, from, (record) => {
        foreign = this.#keySlot >= 0 && record.serials[this.#keySlot] !== 0;
        return !foreign && onRow(record);
      });
    });
    return foreign ? 'refused' : end;
  }

  close(): void {
    this.#pages.close();
  }
}
