import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { StoreFormat } from '../../../../../../electron/worker/formats/format.ts';
import { jsonLines } from '../../../../../../electron/worker/formats/jsonLines.ts';
import { formats } from '../../../../../../electron/worker/formats/registry.ts';
import { prepareSource } from '../../../../../../electron/worker/formats/source.ts';
import { OpenedLog } from '../../../../../../electron/worker/openedLog.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const emmett = join(import.meta.dirname, '../../../../../fixtures/stores/emmett-sqlite/emmett-0.42.4-bank.sqlite');

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(scratch.folder, 'folder-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const line = (n: number): string => JSON.stringify({ streamId: `s-${n % 2}`, type: 'T', id: `e-${n}`, data: { n } });
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `${line(from + i)}\n`).join('');
const numbers = (log: OpenedLog): unknown[] =>
  log.reader
    .readPayloads(
      log.index,
      Array.from({ length: log.index.length }, (_, i) => i),
    )
    .map((text) => (JSON.parse(text!) as { n: number }).n);
const notesOf = (log: OpenedLog): string => log.summary().notes.join('\n');

describe('parts of one export', () => {
  it('are one store, in the order of their numbers, each line ending once', async () => {
    const folder = folderOf({
      'part-10.jsonl': lines(9, 11),
      'part-9.jsonl.gz': gzipSync(lines(7, 9).trimEnd()),
      'part-8.jsonl.zst': zstdCompressSync(lines(5, 7)),
      'part-7.jsonl': Buffer.from(`\uFEFF${lines(3, 5)}`, 'utf16le'),
      'part-6.jsonl': `\uFEFF${lines(1, 3).replaceAll('\n', '\r\n').trimEnd()}`,
      'part-5.jsonl': lines(0, 1).trimEnd(),
    });
    const log = await openLog(folder);
    expect(numbers(log)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(log.summary()).toMatchObject({ format: 'json-lines', problems: 0, live: { state: 'unavailable' } });
    expect(log.live.reason).toContain('read from a folder');
    expect(notesOf(log)).toContain('in this order: part-5.jsonl, part-6.jsonl, part-7.jsonl');
    log.close();
  });

  it('may lie in folders, and be named one by one', async () => {
    const folder = folderOf({ 'year=2025/part-0.jsonl': lines(0, 2), 'year=2026/part-0.jsonl': lines(2, 4) });
    const whole = await openLog(folder);
    expect(numbers(whole)).toEqual([0, 1, 2, 3]);
    whole.close();
    const context = { signal: new AbortController().signal, report: () => {} };
    const paths = ['year=2026/part-0.jsonl', 'year=2025/part-0.jsonl'].map((name) => join(folder, name));
    const named = await OpenedLog.open(paths, context);
    expect(numbers(named)).toEqual([0, 1, 2, 3]);
    expect(named.name).toMatch(/part-0.jsonl and 1 more$/);
    named.close();
    const mixed = OpenedLog.open([folder, paths[0]!], context);
    await expect(mixed).rejects.toMatchObject({ code: 'not-a-store', message: expect.stringContaining('is a folder') });
  });

  it('keep their names in problems, with their own line and byte', async () => {
    const folder = folderOf({
      'part-1.jsonl': lines(0, 3),
      'part-2.jsonl': `${lines(3, 5)}{"broken\n${lines(5, 6)}`,
      'part-3.jsonl.gz': gzipSync(lines(6, 2000)).subarray(0, 4000),
      'part-4.jsonl': '\0\0\0\0',
    });
    const log = await openLog(folder);
    const places = log.index.problems.map(({ place }) => place);
    expect(places[0]).toBe('part-4.jsonl');
    expect(places[1]).toMatch(/^part-3.jsonl.gz, byte [\d,]+ of the unpacked content$/);
    expect(places[2]).toBe(`part-2.jsonl, line 3 (byte ${lines(3, 5).length})`);
    expect(places[3]).toMatch(/^part-3.jsonl.gz, line/);
    expect(notesOf(log)).not.toContain('missing');
    log.close();
  });

  it('may be JSON arrays, of which a damaged one leaves the others whole', async () => {
    const array = (from: number, to: number): string => `[${lines(from, to).trimEnd().replaceAll('\n', ',\n')}]`;
    const folder = folderOf({
      'part-1.json': `\uFEFF${array(0, 3)}`,
      'part-2.json': array(3, 6).slice(0, -20),
      'part-3.json.gz': gzipSync(` ${array(6, 8)}\n${array(8, 9)}\n`),
      'part-4.json': `${array(9, 11)} and so on`,
      'part-5.json': array(11, 12),
    });
    const log = await openLog(folder);
    expect(numbers(log)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]);
    expect(log.index.problems.map(({ place, reason }) => [place.replace(/\d+$/, 'N'), reason])).toEqual([
      ['part-2.json, byte N', expect.stringContaining('within this value')],
      ['part-4.json, byte N', expect.stringContaining('behind the end of the array')],
    ]);
    log.close();
  });

  it('that are missing, there twice or overlap are noticed', async () => {
    const folder = folderOf({
      'part-1.jsonl': lines(0, 4),
      'part-1.jsonl.gz': gzipSync(lines(0, 4)),
      'part-2.jsonl': lines(3, 6),
      'part-4.jsonl': lines(6, 9),
    });
    const log = await openLog(folder);
    expect(numbers(log)).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 7, 8]);
    expect(notesOf(log)).toContain('part-3 is missing between part-2 and part-4.');
    expect(notesOf(log)).toContain('part-1.jsonl.gz has the same content as part-1.jsonl; it is read once.');
    expect(notesOf(log)).toContain('part-1.jsonl and part-2.jsonl overlap: they hold some of the same events.');
    log.close();
  });

  it('have their header once', async () => {
    const headed: StoreFormat = {
      ...jsonLines,
      probe: (head) => ({ match: Buffer.from(head.bytes).toString().startsWith('a,b'), reason: 'no' }),
      partShape: () => ({ key: 'a,b', header: 'a,b' }),
    };
    const folder = folderOf({ '1.csv': 'a,b\n1,2\n', '2.csv': '\uFEFFa,b\r\n3,4\r\n', '3.csv': 'a,b' });
    const { source } = await prepareSource(folder, scanContext(), { candidates: [headed] });
    expect(readFileSync(source.readPath, 'utf8')).toBe('a,b\n1,2\n3,4\r\n');
    expect(source.parts).toMatchObject([
      { name: '1.csv', skippedLines: 0 },
      { name: '2.csv', from: 8, lines: 2, skippedBytes: 8, skippedLines: 1 },
      { name: '3.csv' },
    ]);
    source.dispose();
  });

  it('have one digest, that of the list which sha256sum prints', async () => {
    const folder = folderOf({ 'b.jsonl': lines(2, 4), 'a.jsonl': lines(0, 2), '.hidden': 'x' });
    const log = await openLog(folder);
    const info = await log.info(scanContext());
    const digestOf = (content: string): string => createHash('sha256').update(content).digest('hex');
    const list = `${digestOf('x')}  .hidden\n${digestOf(lines(0, 2))}  a.jsonl\n${digestOf(lines(2, 4))}  b.jsonl\n`;
    expect(info).toMatchObject({ sha256: digestOf(list), bytes: lines(0, 4).length + 1 });
    expect(info.notes.join(' ')).toContain('list of all its files');
    log.close();
  });
});

describe('a folder', () => {
  it('with one file that opens is that file, and says what was passed over', async () => {
    const folder = folderOf({
      'bank.sqlite': readFileSync(emmett),
      'bank.sqlite-wal': '',
      'README.md': 'about',
      '.DS_Store': 'x',
      'balance.projection.js': 'x',
      'notes.txt': 'Dear reader',
    });
    const log = await openLog(folder);
    expect(log).toMatchObject({ name: 'bank.sqlite', path: join(folder, 'bank.sqlite') });
    expect(log.index.length).toBe(471);
    const notes = notesOf(log);
    for (const name of ['README.md (a description)', '.DS_Store (hidden)', 'notes.txt ('])
      expect(notes).toContain(name);
    log.close();
  });

  it('of several stores says which there are', async () => {
    const folder = folderOf({ 'bank.sqlite': readFileSync(emmett), 'log.jsonl': lines(0, 2), 'x.txt': 'prose' });
    await expect(openLog(folder)).rejects.toMatchObject({
      code: 'not-a-store',
      message: expect.stringContaining(
        '2 stores that are not parts of one: bank.sqlite (Emmett SQLite), log.jsonl (JSON',
      ),
    });
  });

  it('without one says what each file is', async () => {
    const folder = folderOf({ 'a.txt': 'prose', 'b/c.jsonl': '{"name_of_dog":"Rex"}\n', '.git/x': 'x' });
    await expect(openLog(folder)).rejects.toMatchObject({
      code: 'not-a-store',
      message: expect.stringContaining('.git/x (hidden)'),
      data: {
        rejections: expect.arrayContaining([
          expect.objectContaining({ format: 'kafka-log', reason: expect.stringContaining('None of its files is one') }),
          expect.objectContaining({ formatName: 'a.txt', reason: expect.any(String) }),
          expect.objectContaining({ formatName: 'b/c.jsonl', reason: expect.stringContaining('name_of_dog') }),
        ]),
      },
    });
  });

  it('that is empty, too deep or may not be read says so', async () => {
    await expect(openLog(folderOf({}))).rejects.toMatchObject({ message: expect.stringContaining('is empty') });
    await expect(openLog(folderOf({ 'a/b/c/d/e.jsonl': lines(0, 1) }))).rejects.toMatchObject({
      code: 'not-a-store',
      message: expect.stringContaining('a/b/c/d (a folder more than 4 deep)'),
    });
    await expect(openLog(folderOf({ a: '', b: '' }))).rejects.toMatchObject({
      message: expect.stringContaining('a (empty), b (empty)'),
    });
    if (process.getuid?.() === 0) return; // root may read everything.
    const locked = folderOf({ 'a.jsonl': lines(0, 1) });
    chmodSync(locked, 0);
    await expect(openLog(locked)).rejects.toMatchObject({ code: 'unreadable' });
    chmodSync(locked, 0o700);
  });

  it('is not left through links, and with too many files it is not opened', async () => {
    const outside = scratch.write('outside.jsonl', lines(5, 9));
    const folder = folderOf({ 'part-1.jsonl': lines(0, 2) });
    symlinkSync(outside, join(folder, 'part-2.jsonl'));
    symlinkSync(join(folder, 'part-1.jsonl'), join(folder, 'part-3.jsonl'));
    symlinkSync(scratch.folder, join(folder, 'up'));
    const log = await openLog(folder);
    expect(numbers(log)).toEqual([0, 1]);
    expect(notesOf(log)).toContain('part-2.jsonl (a link that leads out of the folder)');
    expect(notesOf(log)).toContain('part-3.jsonl has the same content');
    log.close();
    const limits = { freeBytes: 1, ratio: 1, files: 2 };
    const opening = prepareSource(folderOf({ a: 'a', b: 'b', c: 'c' }), scanContext(), { limits });
    await expect(opening).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it('can be opened as a whole by a format that reads folders', async () => {
    const chunks: StoreFormat = {
      ...jsonLines,
      id: 'chunks',
      opensFolders: true,
      probe: ({ files }) => (files?.has('db/chunk-0') ? { match: true } : { match: false, reason: 'It has no chunk.' }),
    };
    const candidates = [chunks, ...formats];
    const folder = folderOf({ 'db/chunk-0': 'x', 'db/index/1': 'y', '.lock': '' });
    const { source, head } = await prepareSource(folder, scanContext(), { candidates });
    expect([...head.files!]).toEqual([
      ['.lock', 0],
      ['db/chunk-0', 1],
      ['db/index/1', 1],
    ]);
    expect(source).toMatchObject({ readPath: folder, bytes: 2, notLive: expect.any(String) });
    expect(source.files!.map(({ path }) => path)).toContain(join(folder, 'db/chunk-0'));
    source.dispose();
    const other = prepareSource(folderOf({ 'a.txt': 'prose' }), scanContext(), { candidates });
    await expect(other).rejects.toMatchObject({
      data: { rejections: expect.arrayContaining([expect.objectContaining({ format: 'chunks' })]) },
    });
  });

  it('is left byte for byte as it was', async () => {
    const folder = folderOf({ 'part-1.jsonl': lines(0, 2), 'part-2.jsonl.gz': gzipSync(lines(2, 4)) });
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    const log = await openLog(folder);
    await log.info(scanContext());
    log.close();
    for (const name of ['part-1.jsonl', 'part-2.jsonl.gz']) {
      expect(readFileSync(join(folder, name))).toEqual(readFileSync(join(copy, name)));
    }
  });
});
