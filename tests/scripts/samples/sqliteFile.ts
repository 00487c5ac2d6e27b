import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';

export type Cell = string | number | null | Buffer;

/** A table as it stands in a sample store. */
export interface Table {
  readonly name: string;
  readonly ddl: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Writes the tables into a new SQLite file, in journal mode `delete`, so that it is one file. */
export function writeSqlite(path: string, tables: readonly Table[]): void {
  rmSync(path, { force: true });
  const database = new Database(path);
  try {
    database.pragma('page_size = 4096');
    for (const table of tables) database.exec(table.ddl);
    const insertAll = database.transaction(() => {
      for (const { name, columns, rows } of tables) {
        const places = columns.map(() => '?').join(', ');
        const insert = database.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${places})`);
        for (const row of rows) insert.run(...row);
      }
    });
    insertAll();
  } finally {
    database.close();
  }
}

/** The rows of a table in a written file, in the order of its rows, for comparing. */
export function readRows(path: string, table: Table): Cell[][] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return database
      .prepare(`SELECT ${table.columns.join(', ')} FROM ${table.name}`)
      .raw()
      .all() as Cell[][];
  } finally {
    database.close();
  }
}
