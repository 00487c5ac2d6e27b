import { join } from 'node:path';
import { formatBytes } from '../../../shared/format.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { ScanContext, StoreHead, StoreSource, StoreTraits } from '../formats/format.ts';
import { TableWriter } from '../formats/relational/tableWriter.ts';
import { standardLimits, type UnpackLimits } from '../formats/source/limits.ts';
import { EventTableReader } from '../formats/sqlite/eventTableReader.ts';
import { StoreTables } from '../formats/sqlite/storeTables.ts';
import { openSqlite, quoted, type SqliteRow } from '../formats/sqlite.ts';
import { createTempFolder, type TempFolder } from '../formats/tempFolder.ts';
import { mappingNote } from './mappedDialect.ts';
import { mappedTable } from './mappedTable.ts';
import { mappedTraits } from './mappedTraits.ts';

/** The columns of a table or view; `null` where there is none. */
export const columnsOf = (head: StoreHead, table: string): readonly string[] | null =>
  head.tables?.get(table) ?? head.views?.get(table) ?? null;

/** Opens the table or view of a mapping; the head is known to have it. */
export async function openMappedTable(
  mapping: Mapping,
  table: string,
  source: StoreSource,
  head: StoreHead,
  context: ScanContext,
): Promise<MappedTableReader> {
  const columns = columnsOf(head, table)!;
  const copy = mustBeCopied(source, head, table) ? await copyRows(source, table, columns, context) : null;
  const { copied: _ofTheOriginal, ...rest } = source;
  const read = copy === null ? source : { ...rest, readPath: copy.readPath };
  try {
    return new MappedTableReader(read, mapping, table, columns, copy);
  } catch (error) {
    copy?.folder.dispose();
    throw error;
  }
}

interface RowsCopy {
  readonly folder: TempFolder;
  readonly readPath: string;
  readonly note: string;
}

/** The reader of all tables, with what is said of a mapped one, and the copy that goes with it. */
class MappedTableReader extends EventTableReader {
  readonly traits: Partial<StoreTraits>;
  readonly #copy: RowsCopy | null;

  constructor(source: StoreSource, mapping: Mapping, table: string, columns: readonly string[], copy: RowsCopy | null) {
    super(source, mappedTable(mapping, table, columns), new StoreTables(new Map([[table, columns]]), ''));
    this.traits = mappedTraits(mapping);
    this.#copy = copy;
    this.say(mappingNote(mapping));
    if (copy !== null) this.say(copy.note);
  }

  override close(): void {
    super.close();
    this.#copy?.folder.dispose();
  }
}

/** Rows of a view, or of a table without row ids, have no number by which they are found again. */
function mustBeCopied(source: StoreSource, head: StoreHead, table: string): boolean {
  if (!head.tables!.has(table)) return true;
  const file = openSqlite(source);
  try {
    return file.isWithoutRowId(table);
  } finally {
    file.close();
  }
}

/**
 * Reads all rows into a private file, in the order in which SQLite gives them. A view may be written to never end: one
 * with far more in it than the whole file is refused with `limit-exceeded`.
 */
export async function copyRows(
  source: StoreSource,
  table: string,
  columns: readonly string[],
  context: ScanContext,
  limits: UnpackLimits = standardLimits,
): Promise<RowsCopy> {
  const folder = createTempFolder();
  const readPath = join(folder.path, 'rows.sqlite');
  const file = openSqlite(source);
  try {
    const writer = new TableWriter(readPath);
    try {
      writer.table(table, columns);
      const most = Math.max(limits.freeBytes, limits.ratio * file.bytes);
      let bytes = 0;
      let rows = 0;
      for (const row of file.query(`SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table)}`).each()) {
        bytes += bytesOf(row);
        if (bytes > most) throw endless(table, bytes);
        writer.addRow(table, row);
        if (++rows % 256 === 0) await context.breathe({ phase: 'read', done: rows, unit: 'events' });
        context.signal.throwIfAborted();
      }
      writer.finish();
    } finally {
      writer.close();
    }
  } catch (error) {
    folder.dispose();
    throw error;
  } finally {
    file.close();
  }
  const note = `Rows of ${table} have no number of their own: they were read into a private copy, in SQLite's order.`;
  return { folder, readPath, note };
}

const endless = (table: string, bytes: number): InspectorError =>
  new InspectorError(
    'limit-exceeded',
    `The rows of ${table} hold more than ${formatBytes(bytes)}, far more than their file: reading was stopped.`,
    { advice: 'If the view has an end, save its rows as a table and map that.' },
  );

/** About what a row takes in a file. */
const bytesOf = (row: SqliteRow): number =>
  row.reduce<number>((sum, value) => sum + (typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8), 8);
