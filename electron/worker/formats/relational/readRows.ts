import { plural } from '../../../../shared/format.ts';
import { isJsonObject, parseJson } from '../../../../shared/json.ts';
import { recordsOf } from '../lines/csvText.ts';
import { membersOf } from '../rawJson.ts';
import { copyRow, copyStart } from './copyText.ts';
import type { TableForm } from './tableFile.ts';
import type { TextValue } from './tableWriter.ts';
import { type TextBlock, textBlocks } from './textBlocks.ts';

/** What comes out of a file of tables. */
export interface RowSink {
  /** A table that rows follow of. */
  table(name: string, columns: readonly string[]): void;
  row(name: string, columns: readonly string[], values: readonly TextValue[]): void;
  /** A row that cannot be read, by the number of its first line; 0 for the file as a whole. */
  problem(line: number, reason: string): void;
  /** Called for each block of lines with the bytes read so far. */
  pause(bytes: number): Promise<void>;
}

const NOT_UTF8 = 'Its block of lines holds bytes that are not UTF-8; they are shown as \uFFFD.';

/** Reads the rows of a file that holds one table. */
export async function readTable(path: string, table: string, form: TableForm, sink: RowSink): Promise<void> {
  sink.table(table, form.columns);
  if (form.kind === 'csv') await readCsv(path, table, form, sink);
  else await readJson(path, table, sink);
}

async function readCsv(
  path: string,
  table: string,
  { columns, delimiter }: Extract<TableForm, { kind: 'csv' }>,
  sink: RowSink,
): Promise<void> {
  let rest = '';
  let line = 1;
  let isHeader = true;
  for await (const block of textBlocks(path)) {
    if (!block.isUtf8) sink.problem(block.line, NOT_UTF8);
    const text = rest + block.text;
    let done = 0;
    for (const { fields, end } of recordsOf(text, delimiter, block.isLast)) {
      const values = fields.map(({ text: value, quoted }) => (value === '' && !quoted ? null : value));
      if (isHeader) isHeader = false;
      else if (values.length === columns.length) sink.row(table, columns, values);
      else sink.problem(line, wrongLength(values.length, columns.length));
      line += lineBreaks(text, done, end);
      done = end;
    }
    rest = text.slice(done);
    await sink.pause(block.to);
  }
}

async function readJson(path: string, table: string, sink: RowSink): Promise<void> {
  await eachLine(path, sink, (line, number) => {
    if (line.trim() === '') return;
    try {
      if (!isJsonObject(parseJson(line))) throw new SyntaxError('it is no object');
    } catch (error) {
      sink.problem(number, `It is no JSON object: ${(error as Error).message}.`);
      return;
    }
    const members = membersOf(line.trim());
    const columns = members.map(({ key }) => key);
    sink.table(table, columns);
    sink.row(
      table,
      columns,
      members.map(({ start, end }) => jsonValue(line.trim().slice(start, end))),
    );
  });
}

/** Text without its quotes; numbers, objects and arrays as they are written, so that every digit stays. */
function jsonValue(raw: string): TextValue {
  if (raw === 'null') return null;
  if (raw === 'true' || raw === 'false') return raw === 'true';
  return raw.startsWith('"') ? (JSON.parse(raw) as string) : raw;
}

/** Reads every COPY block of a dump; all other statements are passed over. */
export async function readDump(path: string, sink: RowSink): Promise<void> {
  let block: { table: string; columns: string[] } | null = null;
  await eachLine(path, sink, (line, number) => {
    if (block === null) {
      block = copyStart(line);
      if (block) sink.table(block.table, block.columns);
      return;
    }
    if (line === '\\.') {
      block = null;
      return;
    }
    const { table, columns } = block;
    const values = copyRow(line);
    if (values.length === columns.length) sink.row(table, columns, values);
    else sink.problem(number, `${wrongLength(values.length, columns.length)} It should be a row of ${table}.`);
  });
  const open = block as { table: string } | null;
  if (open !== null) sink.problem(0, `The file ends before the rows of ${open.table} do: it was cut off.`);
}

async function eachLine(path: string, sink: RowSink, onLine: (line: string, number: number) => void): Promise<void> {
  for await (const block of textBlocks(path)) {
    if (!block.isUtf8) sink.problem(block.line, NOT_UTF8);
    linesOf(block).forEach((line, i) => {
      onLine(line.endsWith('\r') ? line.slice(0, -1) : line, block.line + i);
    });
    await sink.pause(block.to);
  }
}

function linesOf({ text }: TextBlock): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

const wrongLength = (fields: number, columns: number): string =>
  `It has ${plural(fields, 'field')}, but there are ${columns} columns.`;

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
