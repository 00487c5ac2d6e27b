import type { StoreFormat, StoreHead } from '../format.ts';
import { detect } from '../registry.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { isDump } from './copyText.ts';
import type { TableSource } from './importTables.ts';
import { tableForm } from './tableFile.ts';
import { knownTable, tableName } from './tableNames.ts';

/** A file with its head; `null` where it cannot be looked at. */
export interface HeadedFile {
  readonly file: SourceFile;
  readonly head: StoreHead | null;
}

/**
 * Which of several files are the tables of one store: two tables or more, of which a format for SQLite knows what to
 * make. `null` where no format does, or where two files would be one table: then they are parts.
 */
export function tablesOfOneStore(
  files: readonly HeadedFile[],
  candidates: readonly StoreFormat[],
): readonly TableSource[] | null {
  const sources = files.flatMap(({ file, head }) => {
    const form = head && tableForm(head);
    return form === null ? [] : [{ file, rows: { table: tableName(file.name, form.columns), form } }];
  });
  const tables = new Map(sources.map(({ rows }) => [rows.table, rows.form.columns]));
  if (tables.size < 2 || tables.size < sources.length) return null;
  return wouldOpen(tables, candidates) ? sources : null;
}

/** A single file whose rows are better read as tables: a dump, or a table that is a store by itself. */
export function tablesOfOneFile(
  { file, head }: HeadedFile,
  candidates: readonly StoreFormat[],
): readonly TableSource[] | null {
  if (head === null || head.tables !== null) return null;
  if (isDump(Buffer.from(head.bytes.buffer, head.bytes.byteOffset, head.bytes.byteLength)))
    return [{ file, rows: 'dump' }];
  const form = tableForm(head);
  const table = form && knownTable(form.columns);
  if (!form || !table?.isStore || !wouldOpen(new Map([[table.name, form.columns]]), candidates)) return null;
  return [{ file, rows: { table: table.name, form } }];
}

/** Whether a format would open a SQLite file with these tables. */
const wouldOpen = (tables: ReadonlyMap<string, readonly string[]>, candidates: readonly StoreFormat[]): boolean =>
  detect({ bytes: new Uint8Array(), whole: false, tables }, candidates).format !== null;
