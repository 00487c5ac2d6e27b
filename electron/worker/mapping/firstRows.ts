import type { JsonObject } from '../../../shared/json.ts';
import { badMapping } from '../../../shared/mappingText.ts';
import type { MappingSource } from '../../../shared/model/mapping.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { StoreHead, StoreSource } from '../formats/format.ts';
import { type NamedRow, nameValues } from '../formats/sqlite/eventTable.ts';
import { openSqlite, quoted } from '../formats/sqlite.ts';
import { columnNames } from './choices.ts';
import { jsonRow } from './mappedTable.ts';
import { columnsOf } from './mappedTableReader.ts';
import { textRecords } from './textRecords.ts';

/** Records of a source from its beginning, before anything is made of them. */
export interface FirstRows {
  readonly columns: readonly string[];
  /** As JSON, whatever they are in the store. */
  readonly records: readonly JsonObject[];
  /** For a table: the same rows with the values of SQLite. */
  readonly rows: readonly NamedRow[] | null;
  /** Whether there are more. */
  readonly more: boolean;
}

/** The first `limit` records. Throws `bad-mapping` where the source is not there, `unreadable` where SQLite cannot. */
export function firstRows(source: MappingSource, store: StoreSource, head: StoreHead, limit: number): FirstRows {
  if (source.kind === 'sqlite' && head.tables !== null) return rowsOf(source.table, store, head, limit);
  const found = textRecords(source, head);
  if ('message' in found) throw badMapping([found]);
  const records = found.records.slice(0, limit);
  return {
    columns: columnNames({ columns: found.columns, records }),
    records,
    rows: null,
    more: found.records.length > limit || !head.whole,
  };
}

function rowsOf(table: string, store: StoreSource, head: StoreHead, limit: number): FirstRows {
  const columns = columnsOf(head, table);
  if (columns === null) throw badMapping([{ field: 'table', message: `It has no table or view ${table}.` }]);
  const file = openSqlite(store);
  try {
    const list = columns.map(quoted).join(', ');
    const values = file.query(`SELECT ${list} FROM ${quoted(table)} LIMIT ?`).all(BigInt(limit) + 1n);
    const rows = values.slice(0, limit).map((row) => nameValues(columns, row));
    return { columns, records: rows.map((row) => jsonRow(row)), rows, more: values.length > limit };
  } catch (error) {
    if (error instanceof InspectorError) throw error;
    throw new InspectorError('unreadable', `Rows of ${table} cannot be read: ${(error as Error).message}.`);
  } finally {
    file.close();
  }
}
