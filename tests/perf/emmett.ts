import Database from 'better-sqlite3';

// A peer that need not be installed. Its package is not among ours, since it brings the native sqlite3 with it; where
// somebody has added it (npm i --no-save @event-driven-io/emmett-sqlite) it is measured. So its types stand here.

interface ReadOptions {
  readonly to: bigint;
}

interface EventStore {
  aggregateStream<State>(
    streamId: string,
    options: {
      readonly initialState: () => State;
      readonly evolve: (state: State, event: { readonly data: object }) => State;
      readonly read: ReadOptions;
    },
  ): Promise<{ readonly state: State }>;
}

interface Connection {
  close(): void;
  query(sql: string, values?: readonly unknown[]): Promise<unknown[]>;
}

interface EmmettSqlite {
  getSQLiteEventStore(options: {
    readonly fileName: string;
    readonly schema: { readonly autoMigration: 'None' };
    readonly connectionOptions: { readonly singleton: true; readonly connection: Connection };
  }): EventStore;
}

async function loadEmmett(): Promise<EmmettSqlite | null> {
  // A name that the compiler does not look up.
  const name: string = '@event-driven-io/emmett-sqlite';
  try {
    return (await import(name)) as EmmettSqlite;
  } catch {
    return null;
  }
}

/** Whether Emmett's store for SQLite can be loaded. */
export const hasEmmett = async (): Promise<boolean> => (await loadEmmett()) !== null;

/**
 * Emmett's own store over a file that stays as it is: the connection is better-sqlite3, read-only, since Emmett's would
 * turn the file to WAL. Throws where Emmett is not installed.
 */
export async function openEmmettStore(fileName: string): Promise<EventStore> {
  const emmett = await loadEmmett();
  if (emmett === null) throw new Error('Emmett is not installed.');
  const db = new Database(fileName, { readonly: true, fileMustExist: true });
  return emmett.getSQLiteEventStore({
    fileName,
    schema: { autoMigration: 'None' },
    connectionOptions: {
      singleton: true,
      connection: { close: () => db.close(), query: async (sql, values = []) => db.prepare(sql).all(...values) },
    },
  });
}
