import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { InspectorError } from '../../../shared/protocol/errors.ts';

// The only importer of better-sqlite3 beside `relational/tableWriter.ts`, which writes private files. `source.ts` decides which path may be opened: a WAL-mode file only as a copy,
// since opening one in place creates `-wal` and `-shm` beside it.

const WAIT_FOR_LOCK_MS = 5000;

export type SqliteValue = null | bigint | number | string | Buffer;
export type SqliteRow = SqliteValue[];

/** A prepared statement: rows as arrays, integers as bigint. */
export interface SqliteQuery {
  all(...parameters: SqliteValue[]): SqliteRow[];
  get(...parameters: SqliteValue[]): SqliteRow | undefined;
  /** Rows one by one, under one read lock; meanwhile the connection answers nothing else. */
  each(): Iterable<SqliteRow>;
}

/** How a table with rowids is stored. */
export interface TableLayout {
  /** Of the whole database: another number says that some table was changed. */
  readonly schema: bigint;
  /** In the order of a record's values. `isReal`: whole numbers are stored as integers and are none. */
  readonly columns: readonly { readonly name: string; readonly isReal: boolean }[];
  /** The column that stands for the rowid, if any. */
  readonly rowId: string | null;
}

export interface SqliteFile {
  /** The file that is read. */
  readonly readPath: string;
  /** Its size when it was opened. */
  readonly bytes: number;
  /** `null` for a table without rowids or with computed columns, and where pages stand outside of the file. */
  layoutOf(table: string): TableLayout | null;
  /**
   * The page where a table begins, and the schema's number; `null` where pages stand outside of the file. Within
   * `together` it takes the read lock.
   */
  rootOf(table: string): { readonly root: number; readonly schema: bigint } | null;
  query(sql: string): SqliteQuery;
  /** Runs several queries under one lock: taking it costs more than reading a row. */
  together<T>(read: () => T): T;
  /** Table name -> column names, without SQLite's own tables. */
  tables(): Map<string, string[]>;
  /** View name -> column names; a view that refers to what is not there is left out. */
  views(): Map<string, string[]>;
  isWithoutRowId(table: string): boolean;
  /** Whether a writer keeps readers out at this moment; it does not wait. */
  isLocked(): boolean;
  /** From now on `letGo` is called before the file is let go of: whoever has it open as well closes it there. */
  beforeLettingGo(letGo: () => void): void;
  /** Lets go of the file, runs `change`, and opens what is there then. */
  reopen(change: () => void): void;
  /** From now on every query throws `error`. */
  refuse(error: InspectorError): void;
  close(): void;
}

/** Opens a SQLite file to read. Throws InspectorError `unreadable`. */
export function openSqlite({ path, readPath }: { readonly path: string; readonly readPath: string }): SqliteFile {
  const open = (): Database.Database =>
    guarded('open the file', () => {
      // A copy with a -wal or a journal needs a -shm or is rolled back: only a connection that may write does that.
      const opened = new Database(readPath, {
        readonly: readPath === path,
        fileMustExist: true,
        timeout: WAIT_FOR_LOCK_MS,
      });
      // Nobody else knows the copy: lock it once instead of at every query.
      if (readPath !== path) opened.pragma('locking_mode = EXCLUSIVE');
      opened.pragma('query_only = 1');
      // Views and triggers of a stranger's schema may call nothing but plain functions.
      opened.pragma('trusted_schema = 0');
      opened.defaultSafeIntegers(true);
      return opened;
    });
  let database = open();
  let refused: InspectorError | null = null;
  // Asked in every slice of a scan: prepared once per connection.
  let schema: Database.Statement<unknown[], bigint> | undefined;
  const schemaOf = (): bigint => {
    schema ??= database.prepare<unknown[], bigint>('PRAGMA schema_version').pluck();
    return schema.get()!;
  };
  const isWithoutRowId = (table: string): boolean =>
    database.prepare('SELECT wr FROM pragma_table_list WHERE schema = ? AND name = ?').pluck().get('main', table) ===
    1n;
  let root: Database.Statement<unknown[], bigint> | undefined;
  const others: (() => void)[] = [];
  const letGo = (): void => {
    for (const other of others) other();
    database.close();
  };
  return {
    readPath,
    bytes: bytesOf(readPath),
    layoutOf: (table) => {
      if (isWithoutRowId(table) || bytesOf(`${readPath}-wal`) > 0) return null;
      const columns = database
        .prepare('SELECT name, upper(type), pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid')
        .raw(true)
        .all(table) as [name: string, type: string, pk: bigint, hidden: bigint][];
      if (columns.length === 0 || columns.some(([, , , hidden]) => hidden !== 0n)) return null;
      const keys = columns.filter(([, , pk]) => pk > 0n);
      return {
        schema: schemaOf(),
        // The rule of https://www.sqlite.org/datatype3.html: INT in the name goes before all else.
        columns: columns.map(([name, type]) => ({ name, isReal: /REAL|FLOA|DOUB/.test(type) && !/INT/.test(type) })),
        rowId: keys.length === 1 && keys[0]![1] === 'INTEGER' ? keys[0]![0] : null,
      };
    },
    rootOf: (table) => {
      root ??= database
        .prepare<unknown[], bigint>(`SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?`)
        .pluck();
      const page = root.get(table);
      // With the lock, as now: nobody moves pages from a -wal that is empty into the file.
      if (bytesOf(`${readPath}-wal`) > 0) return null;
      return page === undefined ? null : { root: Number(page), schema: schemaOf() };
    },
    query: (sql) => {
      if (refused !== null) throw refused;
      const statement = guarded('read the tables', () => database.prepare(sql).raw(true));
      return {
        all: (...parameters) => statement.all(...parameters) as SqliteRow[],
        get: (...parameters) => readable(() => statement.get(...parameters) as SqliteRow | undefined),
        each: () => statement.iterate() as Iterable<SqliteRow>,
      };
    },
    together: (read) => {
      const answers: ReturnType<typeof read>[] = [];
      try {
        database.transaction(() => answers.push(read()))();
      } catch (error) {
        // SQLite ends a transaction in which it came upon damage: what was read of it by then is good.
        if (answers.length === 0 || !isDamage(error)) throw error;
      }
      return answers[0]!;
    },
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
    views: () =>
      guarded('read its list of views', () => {
        const names = database
          .prepare(`SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name`)
          .pluck()
          .all();
        return new Map((names as string[]).flatMap((name) => columnsOfView(database, name)));
      }),
    isWithoutRowId,
    isLocked: () => {
      database.pragma('busy_timeout = 0');
      try {
        database.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get();
        return false;
      } catch (error) {
        if (isLockError(error)) return true;
        throw error;
      } finally {
        database.pragma(`busy_timeout = ${WAIT_FOR_LOCK_MS}`);
      }
    },
    beforeLettingGo: (other) => void others.push(other),
    reopen: (change) => {
      letGo();
      root = undefined;
      schema = undefined;
      change();
      database = open();
    },
    refuse: (error) => {
      refused = error;
    },
    close: letGo,
  };
}

function columnsOfView(database: Database.Database, name: string): [string, string[]][] {
  try {
    return [[name, database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(name) as string[]]];
  } catch (error) {
    if (error instanceof Database.SqliteError) return [];
    throw error;
  }
}

/** Bytes of a file; 0 where there is none. */
const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** A name as SQL takes it, whatever is in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Text of a column whatever its storage class; '' for NULL. */
export function sqliteText(value: SqliteValue | undefined): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString();
  return value == null ? '' : String(value);
}

/** Whether an error says that another connection holds a lock. */
export const isLockError = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

/** Whether an error is SQLite's word for a damaged file. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR|FORMAT)/.test(error.code);

/** An error for damage that SQLite itself does not see; `isDamage` says so of it. */
export const damage = (what: string): Error => new Database.SqliteError(what, 'SQLITE_CORRUPT');

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

/** A row; none where it stands in a damaged part of the file, which is only seen when it is read whole. */
function readable(get: () => SqliteRow | undefined): SqliteRow | undefined {
  try {
    return get();
  } catch (error) {
    if (!isDamage(error)) throw error;
    return undefined;
  }
}
