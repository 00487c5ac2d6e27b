import type { DuckDBConnection } from '@duckdb/node-api';

/** A peer that need not be installed: loaded when measured, `null` when it is not there. */
async function loadDuckDb(): Promise<typeof import('@duckdb/node-api') | null> {
  try {
    return await import('@duckdb/node-api');
  } catch {
    return null;
  }
}

/** DuckDB's version, `null` where it cannot be loaded. */
export async function duckDbVersion(): Promise<string | null> {
  return (await loadDuckDb())?.version() ?? null;
}

/** A connection to an empty database in memory. Throws where DuckDB cannot be loaded. */
export async function connectDuckDb(): Promise<DuckDBConnection> {
  const duckdb = await loadDuckDb();
  if (duckdb === null) throw new Error('DuckDB is not installed.');
  const instance = await duckdb.DuckDBInstance.create(':memory:');
  return instance.connect();
}

/** `read_json` over the bench's JSON Lines with these columns and nothing else: no sampling, no guessing. */
const readJson = (path: string, columns: string): string =>
  `read_json('${path.replaceAll("'", "''")}', format = 'newline_delimited', columns = ${columns})`;

/** A table of the columns that our index holds. */
export const eventsTableSql = (path: string): string =>
  `CREATE OR REPLACE TABLE events AS SELECT * FROM ${readJson(
    path,
    `{globalPosition: 'BIGINT', streamId: 'VARCHAR', streamRevision: 'BIGINT', type: 'VARCHAR', schemaVersion: 'INTEGER',
      recordedAt: 'TIMESTAMP', eventId: 'VARCHAR', correlationId: 'VARCHAR'}`,
  )}`;

/** How many events have a larger `data.amount`. */
export const amountAboveSql = (path: string, amount: number): string =>
  `SELECT count(*) FROM ${readJson(path, "{data: 'STRUCT(amount DOUBLE)'}")} WHERE data.amount > ${amount}`;

/** Counts per pixel column and type, over the table's whole range. `where` is SQL on its columns. */
export const timelineSql = (width: number, where: string): string =>
  `WITH span AS (SELECT epoch_us(min("recordedAt")) AS first, epoch_us(max("recordedAt")) AS last FROM events)
   SELECT least(${width - 1}, (epoch_us("recordedAt") - first) * ${width} // (last - first)) AS pixel, type, count(*) AS count
   FROM events, span WHERE ${where} GROUP BY pixel, type`;

/** The single number that a query answers. */
export async function numberOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(sql);
  return Number(reader.getRows()[0]![0]);
}
