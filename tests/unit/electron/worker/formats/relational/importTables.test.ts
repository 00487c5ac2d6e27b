import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emmettSqlite } from '../../../../../../electron/worker/formats/emmettSqlite.ts';
import type { StoreFormat } from '../../../../../../electron/worker/formats/format.ts';
import { formats } from '../../../../../../electron/worker/formats/registry.ts';
import { TableWriter } from '../../../../../../electron/worker/formats/relational/tableWriter.ts';
import { type PreparedSource, prepareSource } from '../../../../../../electron/worker/formats/source.ts';
import type { OpenedLog } from '../../../../../../electron/worker/openedLog.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const stores = join(import.meta.dirname, '../../../../../fixtures/stores');
// A copy: SQLite opens it here by itself, and in WAL mode it would leave files beside the sample.
const emmett = join(scratch.folder, 'emmett.sqlite');
copyFileSync(join(stores, 'emmett-sqlite/emmett-0.42.4-bank.sqlite'), emmett);

type Cell = string | bigint | null;

/** The tables of a SQLite file whose rows can be written as text. */
function rowsOf(path: string): Map<string, { columns: string[]; rows: Cell[][] }> {
  const database = new Database(path, { readonly: true }).defaultSafeIntegers(true);
  const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'emt%'").pluck();
  const tables = new Map<string, { columns: string[]; rows: Cell[][] }>();
  for (const name of names.all() as string[]) {
    const select = database.prepare(`SELECT * FROM "${name}" ORDER BY rowid`);
    tables.set(name, { columns: select.columns().map((column) => column.name), rows: select.raw().all() as Cell[][] });
  }
  database.close();
  return tables;
}

const csvField = (cell: Cell): string =>
  cell === null ? '' : typeof cell === 'bigint' ? String(cell) : `"${cell.replaceAll('"', '""')}"`;
const csvOf = (columns: readonly string[], rows: readonly Cell[][]): string =>
  [columns.join(','), ...rows.map((row) => row.map(csvField).join(','))].map((line) => `${line}\n`).join('');
const jsonOf = (columns: readonly string[], rows: readonly Cell[][]): string =>
  rows
    .map((row) => {
      const members = row.map(
        (cell, i) => `${JSON.stringify(columns[i])}: ${typeof cell === 'bigint' ? cell : JSON.stringify(cell)}`,
      );
      return `{${members.join(', ')}}\n`;
    })
    .join('');
const copyField = (cell: Cell): string =>
  cell === null ? '\\N' : String(cell).replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
const dumpOf = (tables: ReturnType<typeof rowsOf>): string =>
  [
    "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n",
    ...[...tables].map(
      ([name, { columns, rows }]) =>
        `COPY shop.${name} (${columns.join(', ')}) FROM stdin;\n${rows.map((row) => `${row.map(copyField).join('\t')}\n`).join('')}\\.\n`,
    ),
    "SELECT pg_catalog.setval('x', 1);\n",
  ].join('\n');

async function contentOf(log: OpenedLog) {
  const events = log.events(Array.from({ length: log.index.length }, (_, i) => i));
  const { events: count, streams, format } = log.summary();
  log.close();
  return { count, streams, format, events, consumers: log.index.problems };
}

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(scratch.folder, 'tables-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const tables = rowsOf(emmett);
const asFiles = (ending: string, make: typeof csvOf): Record<string, string> =>
  Object.fromEntries([...tables].map(([name, { columns, rows }]) => [`bank.${name}.${ending}`, make(columns, rows)]));

describe('tables of one store in text files', () => {
  it.each([
    ['CSV', () => folderOf(asFiles('csv', csvOf))],
    [
      'JSON Lines',
      () => folderOf(Object.fromEntries(Object.entries(asFiles('jsonl', jsonOf)).filter(([, text]) => text !== ''))),
    ],
    ['a dump', () => scratch.write('x', dumpOf(tables))],
    ['a packed dump', () => scratch.write('y', gzipSync(dumpOf(tables)))],
    ['a dump in a folder', () => folderOf({ 'dump.sql': dumpOf(tables), 'README.md': 'about' })],
  ])('open as the database does: %s', async (_form, write) => {
    const log = await openLog(write());
    expect(log.summary().notes.join(' ')).toContain('emt_messages (471 rows)');
    expect(log.live).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('private copy') });
    const checkpoints = log.consumers().checkpoints;
    const whole = await openLog(emmett);
    expect(checkpoints).toEqual(whole.consumers().checkpoints);
    expect(await contentOf(log)).toEqual(await contentOf(whole));
  });

  it('list damaged rows with file and line, and open with the rest', async () => {
    const { columns, rows } = tables.get('emt_messages')!;
    const lines = csvOf(columns, rows.slice(0, 10)).split('\n');
    lines.splice(4, 0, 'one,two');
    const files = { ...asFiles('csv', csvOf), 'bank.emt_messages.csv': lines.join('\n') };
    const log = await openLog(folderOf(files));
    expect(log.index.length).toBe(10);
    expect(log.index.problems).toEqual([
      { place: 'bank.emt_messages.csv, line 5', reason: expect.stringMatching(/2 fields.*columns/), ordinal: null },
    ]);
    log.close();
    const dump = dumpOf(tables);
    const cut = dump.slice(0, dump.indexOf('\n', dump.indexOf('COPY shop.emt_messages') + 20_000) + 20);
    const rest = await openLog(scratch.write('cut', cut));
    expect(rest.index.length).toBeGreaterThan(20);
    expect(rest.index.problems.map(({ reason }) => reason).join(' ')).toMatch(/fields?, but.*rows of emt_messages do/);
    rest.close();
  });

  it('stop when cancelled, and leave nothing behind', async () => {
    const abort = new AbortController();
    const breathe = () => {
      abort.abort();
      return undefined;
    };
    const opening = prepareSource(folderOf(asFiles('csv', csvOf)), { signal: abort.signal, breathe });
    await expect(opening).rejects.toThrow();
  });

  it('are none where no format knows them, or where two files are one table', async () => {
    const row = '{"streamId":"s","type":"T","data":{}}\n';
    const log = await openLog(
      folderOf({ 'a.jsonl': row, 'b.jsonl': row.replace('"s"', '"t"'), 'c.csv': 'a,b\n1,2\n' }),
    );
    expect(log.summary()).toMatchObject({ format: 'json-lines', events: 2 });
    log.close();
  });
});

describe('tables that are told by their columns', () => {
  const axon: StoreFormat = {
    ...emmettSqlite,
    id: 'axon',
    probe: ({ tables: there }) =>
      there?.has('domain_event_entry') ? { match: true } : { match: false, reason: 'no domain_event_entry' },
  };
  const header = 'global_index,event_identifier,payload,payload_type,aggregate_identifier,sequence_number';

  it('open alone, whatever the file is called', async () => {
    const path = scratch.write('whatever', `${header}\n1,e-1,\\x7b7d,T,a-1,0\n`);
    const { source, head } = await prepareSource(path, scanContext(), { candidates: [axon, ...formats] });
    expect([...head.tables!.keys()]).toEqual(['domain_event_entry']);
    expect(readTables(source).get('domain_event_entry')).toEqual([[1n, 'e-1', Buffer.from('{}'), 'T', 'a-1', 0n]]);
    source.dispose();
  });

  it('open with others beside them', async () => {
    const folder = folderOf({ a: `${header}\n1,e-1,{},T,a-1,0\n`, b: 'processor_name,segment,token\np,0,{}\n' });
    const { source, head } = await prepareSource(folder, scanContext(), { candidates: [axon, ...formats] });
    expect([...head.tables!.keys()]).toEqual(['domain_event_entry', 'token_entry']);
    source.dispose();
  });
});

function readTables({ readPath }: PreparedSource['source']): Map<string, unknown[][]> {
  const database = new Database(readPath, { readonly: true }).defaultSafeIntegers(true);
  const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
  const read = names.map(
    (name) => [name, database.prepare(`SELECT * FROM "${name}"`).raw().all() as unknown[][]] as const,
  );
  database.close();
  return new Map(read);
}

it('keeps every digit and letter of a value', () => {
  const folder = join(scratch.folder, 'writer');
  mkdirSync(folder);
  let files = 0;
  const number = fc.oneof(
    fc.bigInt().map(String),
    fc.double().map(String),
    fc.constantFrom('007', '-0', '1e3', '+1', ' 1'),
  );
  const value = fc.option(fc.oneof(number, fc.string({ unit: 'binary' })), { nil: null });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
      const path = join(folder, String(files++));
      const writer = new TableWriter(path);
      writer.table('t', ['a']);
      for (const one of values) writer.add('t', ['a'], [one]);
      writer.finish();
      writer.close();
      const rows = readTables({ readPath: path } as PreparedSource['source']).get('t')!;
      expect(rows.map(([cell]) => (cell === null ? null : String(cell)))).toEqual(values);
    }),
    { numRuns: 30 },
  );
  expect(readFileSync(join(folder, '0')).length).toBeGreaterThan(0);
});
