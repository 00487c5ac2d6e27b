import Database from 'better-sqlite3';

export const emmettLayout = `
  CREATE TABLE emt_streams(stream_id TEXT, stream_position BIGINT, partition TEXT, stream_type TEXT,
    stream_metadata JSONB, is_archived BOOLEAN);
  CREATE TABLE emt_messages(stream_id TEXT NOT NULL, stream_position BIGINT NOT NULL,
    partition TEXT NOT NULL DEFAULT 'emt:default', message_kind CHAR(1) NOT NULL DEFAULT 'E',
    message_data JSONB NOT NULL DEFAULT '{}', message_metadata JSONB NOT NULL DEFAULT '{}',
    message_schema_version TEXT NOT NULL DEFAULT '7', message_type TEXT NOT NULL DEFAULT 'Happened',
    message_id TEXT NOT NULL DEFAULT 'm', is_archived BOOLEAN NOT NULL DEFAULT FALSE,
    global_position INTEGER PRIMARY KEY, created DATETIME DEFAULT '2026-01-01 00:00:00');
  CREATE TABLE emt_processors(processor_id TEXT, version INTEGER, partition TEXT, status TEXT,
    last_processed_checkpoint TEXT);`;

/** Writes a SQLite file with `sql`; `rows` are inserted with bound values, bytes as BLOB. */
export function writeSqlite(
  path: string,
  sql: string,
  rows: readonly (readonly [sql: string, ...values: unknown[]])[] = [],
): string {
  const database = new Database(path);
  database.exec(sql);
  database.transaction(() => {
    for (const [insert, ...values] of rows) database.prepare(insert).run(...values);
  })();
  database.close();
  return path;
}
