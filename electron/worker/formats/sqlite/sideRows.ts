import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { SqliteFile, SqliteRow } from '../sqlite.ts';

/** All rows of a query over a table beside the events. Where it cannot be read there are none, and `say` is told. */
export function sideRows(file: SqliteFile, table: string, sql: string, say: (note: string) => void): SqliteRow[] {
  try {
    return file.query(sql).all();
  } catch (error) {
    if (error instanceof InspectorError) throw error;
    say(`The table ${table} cannot be read: ${(error as Error).message}.`);
    return [];
  }
}
