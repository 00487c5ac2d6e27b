import Database from 'better-sqlite3';
import { InspectorError } from '../../../shared/protocol/errors.ts';

// The only importer of better-sqlite3. `source.ts` decides which path may be opened: a WAL-mode file only as a copy,
// since opening one in place creates `-wal` and `-shm` beside it.

export type SqliteValue = null | bigint | number | string | Buffer;
export type SqliteRow = SqliteValue[];

/** A prepared statement: rows as arrays, integers as bigint. */
export interface SqliteQuery {
  all(...parameters: SqliteValue[]): SqliteRow[];
  get(...parameters: SqliteValue[]): SqliteRow | undefined;
}

export interface SqliteFile {
  query(sql: string): SqliteQuery;
  /** Runs several queries under one lock: taking it costs more than reading a row. */
  together<T>(read: () => T): T;
  /** Table name -> column names, without SQLite's own tables. */
  tables(): Map<string, string[]>;
  isWithoutRowId(table: string): boolean;
  close(): void;
}

/** Opens a SQLite file to read. Throws InspectorError `unreadable`. */
export function openSqlite({ path, readPath }: { readonly path: string; readonly readPath: string }): SqliteFile {
  const database = guarded('open the file', () => {
    // A copy with a -wal or a journal needs a -shm or is rolled back: only a connection that may write does that.
    const opened = new Database(readPath, { readonly: readPath === path, fileMustExist: true });
    // Nobody else knows the copy: lock it once instead of at every query.
    if (readPath !== path) opened.pragma('locking_mode = EXCLUSIVE');
    opened.pragma('query_only = 1');
    // Views and triggers of a stranger's schema may call nothing but plain functions.
    opened.pragma('trusted_schema = 0');
    opened.defaultSafeIntegers(true);
    return opened;
  });
  return {
    query: (sql) => {
      const statement = guarded('read the tables', () => database.prepare(sql).raw(true));
      return {
        all: (...parameters) => statement.all(...parameters) as SqliteRow[],
        get: (...parameters) => statement.get(...parameters) as SqliteRow | undefined,
      };
    },
    together: (read) => database.transaction(read)(),
    tables: () =>
      guarded('read its list of tables', () => {
        const rows = database
          .prepare(
            `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid`,
          )
          .raw(true)
          .all() as [string, string][];
        const tables = new Map<string, string[]>();
        for (const [table, column] of rows) {
          const columns = tables.get(table);
          if (columns) columns.push(column);
          else tables.set(table, [column]);
        }
        return tables;
      }),
    isWithoutRowId: (table) =>
      database.prepare('SELECT wr FROM pragma_table_list WHERE schema = ? AND name = ?').pluck().get('main', table) ===
      1n,
    close: () => void database.close(),
  };
}

/** Text of a column whatever its storage class; '' for NULL. */
export function sqliteText(value: SqliteValue | undefined): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString();
  return value == null ? '' : String(value);
}

/** Whether an error is SQLite's word for a damaged file. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR|FORMAT)/.test(error.code);

function guarded<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new InspectorError(
      'unreadable',
      `This is a SQLite file, but SQLite cannot ${what}: ${error.message}.`,
      { advice: 'Try `sqlite3 FILE .recover` on a copy, and open what it saves.' },
      error,
    );
  }
}
