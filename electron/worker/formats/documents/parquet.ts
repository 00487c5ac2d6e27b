import { type FileHandle, open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type RowGroup,
} from 'hyparquet';
import { formatBytes, formatCount } from '../../../../shared/format.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../../../shared/json.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import type { LineDialect } from '../lines/dialects/dialect.ts';
import { dialectOf } from '../lines/dialects/dialects.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';
import { decimalOf, exactParsers, valueText } from './parquetValues.ts';

// The only importer of hyparquet. A row becomes a line, and what its columns mean is decided as for JSON Lines: a table
// of a known store by its columns, any other by the names of its columns and the values of the first rows.

export const parquet: StoreFormat = documentFormat({
  id: 'parquet',
  name: 'Parquet',
  provenBy: 'files written by DuckDB 1.5.6 from message-db and Emmett events, snappy and zstd',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  probe,
  convert: (source, _head, writer, context) => convert(source, writer, context),
});

function probe({ bytes }: StoreHead): ProbeResult {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (magic === 'PAR1') return { match: true };
  const reason =
    magic === 'PARE' ? 'It is an encrypted Parquet file.' : 'It does not begin with PAR1, as Parquet does.';
  return { match: false, reason };
}

/** Rows of which the meaning of the columns is told. */
const SAMPLE = 1000;
/** A row group is held in memory as a whole. */
const LARGEST_GROUP = 1024 ** 3;

const zlibCompressors: Compressors = {
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => zstdDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
};
const codecs = new Set(['UNCOMPRESSED', 'SNAPPY', ...Object.keys(zlibCompressors)]);

async function convert(source: StoreSource, writer: EventWriter, context: ScanContext): Promise<LineDialect> {
  const file = await open(source.readPath, 'r');
  try {
    const buffer = await bufferOf(file);
    const { metadata, columns } = await readFooter(buffer, source.name, writer);
    mustBeReadable(metadata);
    const total = Number(metadata.num_rows);
    const sample: JsonObject[] = [];
    let rowStart = 0;
    for (const [number, group] of metadata.row_groups.entries()) {
      const rowEnd = rowStart + Number(group.num_rows);
      const place = { number, group, rowStart, rowEnd };
      const values = await valuesOf(buffer, metadata, columns, place, writer, () =>
        context.breathe({ phase: 'read', done: rowStart, total, unit: 'events' }),
      );
      for (let row = 0; values !== null && rowStart + row < rowEnd; row++) {
        const line = lineOf(columns, values, row);
        writer.line(line);
        if (sample.length < SAMPLE) sample.push(objectOf(line));
        if (row % 1024 !== 0) continue;
        await context.breathe({ phase: 'read', done: rowStart + row, total, unit: 'events' });
        context.signal.throwIfAborted();
      }
      rowStart = rowEnd;
    }
    if (sample.length === 0) {
      const [first] = writer.problems;
      const why = first === undefined ? 'It has no rows.' : `At ${first.place}: ${first.reason}`;
      throw new InspectorError('unreadable', `No event of "${source.name}" can be read. ${why}`);
    }
    return dialectFor(sample, source.name);
  } finally {
    await file.close();
  }
}

async function bufferOf(file: FileHandle): Promise<AsyncBuffer> {
  const { size } = await file.stat();
  return {
    byteLength: size,
    slice(start, end = size) {
      const reading = readRange(file, start, Math.min(end, size));
      // hyparquet reads ahead, and drops what it no longer wants: that this failed concerns nobody then.
      reading.catch(() => undefined);
      return reading;
    },
  };
}

async function readRange(file: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  if (!(start >= 0 && start <= end)) throw new RangeError(`there is nothing at bytes ${start} to ${end}`);
  const bytes = Buffer.allocUnsafeSlow(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.buffer;
}

async function readFooter(
  buffer: AsyncBuffer,
  name: string,
  writer: EventWriter,
): Promise<{ metadata: FileMetaData; columns: Column[] }> {
  try {
    const metadata = await parquetMetadataAsync(buffer, { parsers: exactParsers, geoparquet: false });
    if (!metadata.row_groups.every(({ num_rows: rows }) => rows >= 0n)) throw new Error('a row group has no rows');
    const columns = columnsOf(metadata, writer);
    if (columns.length === 0) throw new Error('it names no columns');
    return { metadata, columns };
  } catch (error) {
    throw new InspectorError(
      'unreadable',
      `The footer of "${name}" cannot be read (${(error as Error).message}). It stands at the end of a Parquet file and says where everything is: without it nothing can be read.`,
      { advice: 'Check whether the file was copied or written to its end.' },
      error as Error,
    );
  }
}

function mustBeReadable({ row_groups: groups }: FileMetaData): void {
  for (const group of groups) {
    if (group.total_byte_size > LARGEST_GROUP) {
      throw new InspectorError(
        'limit-exceeded',
        `A row group of the Parquet file takes ${formatBytes(Number(group.total_byte_size))}; one is held in memory as a whole, up to ${formatBytes(LARGEST_GROUP)}.`,
        { advice: 'Write it with smaller row groups: in DuckDB COPY … (ROW_GROUP_SIZE 100000).' },
      );
    }
    for (const { meta_data: column, file_path: elsewhere } of group.columns) {
      if (elsewhere !== undefined)
        throw new InspectorError('unreadable', `Its columns stand in another file, "${elsewhere}".`);
      if (column === undefined) throw new InspectorError('unreadable', 'Its columns are encrypted.');
      if (codecs.has(column.codec)) continue;
      throw new InspectorError(
        'unreadable',
        `The Parquet file is compressed with ${column.codec}, which is not read here; ${[...codecs].join(', ')} are.`,
        { advice: 'Write it anew: in DuckDB COPY (FROM "file") TO "new.parquet" (COMPRESSION zstd).' },
      );
    }
  }
}

interface Column {
  readonly name: string;
  readonly textOf: (value: unknown) => string;
}

/**
 * The columns, and how their values become text. Types that hyparquet rounds or refuses are read as the plain numbers or
 * bytes that they are made of: it takes its orders from the schema in `metadata`, which is changed accordingly.
 */
function columnsOf(metadata: FileMetaData, writer: EventWriter): Column[] {
  const columns = new Map<string, Column>();
  for (const { element } of parquetSchema(metadata).children) {
    const { name, scale = 0 } = element;
    const isDecimal = element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL';
    if (isDecimal) {
      element.converted_type = undefined;
      element.logical_type = undefined;
    }
    if (columns.has(name)) writer.note(`It has several columns "${name}": only the first is read.`);
    else columns.set(name, { name, textOf: isDecimal ? (value) => decimalOf(value, scale) : valueText });
  }
  for (const element of metadata.schema) {
    const { converted_type: type, logical_type: logical } = element;
    if (type === 'DECIMAL') writer.note('Decimal numbers inside nested columns are rounded to floating point.');
    if (type === 'BSON' || type === 'INTERVAL') element.converted_type = undefined;
    if (logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY') element.logical_type = undefined;
    if (logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC)
      writer.note('Times without a zone are taken as UTC.');
  }
  return [...columns.values()];
}

interface GroupPlace {
  readonly number: number;
  readonly group: RowGroup;
  readonly rowStart: number;
  readonly rowEnd: number;
}

/** The values of a group, column by column; `null`, and a problem, when the group is damaged. */
async function valuesOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly Column[],
  { number, group, rowStart, rowEnd }: GroupPlace,
  writer: EventWriter,
  pause: () => Promise<void> | undefined,
): Promise<ArrayLike<unknown>[] | null> {
  const rows = rowEnd - rowStart;
  const values: ArrayLike<unknown>[] = [];
  const reading = parquetScan({
    file,
    metadata: { ...metadata, row_groups: [group], num_rows: group.num_rows },
    compressors: zlibCompressors,
    parsers: exactParsers,
    geoparquet: false,
    utf8: false,
  });
  for (const { name: column } of columns) {
    await pause();
    try {
      const found = await (await reading).readColumn({ column, rowStart: 0, rowEnd: rows });
      if (found.length !== rows) throw new Error(`column ${column} has ${formatCount(found.length)} values`);
      values.push(found);
    } catch (error) {
      writer.problem(
        `row group ${formatCount(number + 1)} (rows ${formatCount(rowStart + 1)} to ${formatCount(rowEnd)})`,
        `It is damaged, none of its rows was read: ${(error as Error).message}.`,
      );
      writer.skipRows(rows);
      return null;
    }
  }
  return values;
}

function lineOf(columns: readonly Column[], values: readonly ArrayLike<unknown>[], row: number): string {
  let line = '';
  for (let i = 0; i < columns.length; i++) {
    const { name, textOf } = columns[i]!;
    line += `${i === 0 ? '{' : ','}${JSON.stringify(name)}:${textOf(values[i]![row])}`;
  }
  return `${line}}`;
}

function objectOf(line: string): JsonObject {
  const value = parseJson(line);
  return isJsonObject(value) ? value : {};
}

function dialectFor(sample: readonly JsonObject[], name: string): LineDialect {
  const dialect = dialectOf(sample);
  if (typeof dialect === 'string') {
    const reason = dialect.replace(/^Its lines are JSON objects with/, 'Its columns are');
    throw new InspectorError('not-a-store', `"${name}" is a Parquet file, but its rows are no events.`, {
      rejections: [{ format: 'parquet', formatName: 'Parquet', reason }],
      advice: 'Rename its columns in a copy: type, streamId, revision, recordedAt, data, metadata.',
    });
  }
  const known = dialect.name.replace(/ ?JSON Lines$/, '');
  return { ...dialect, name: known === '' ? 'Parquet' : `${known} Parquet` };
}
