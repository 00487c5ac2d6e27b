import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formats } from '../../../../../electron/worker/formats/registry.ts';
import { prepareSource } from '../../../../../electron/worker/formats/source.ts';
import { scanContext } from '../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';

const scratch = scratchFolder();
const stores = join(import.meta.dirname, '../../../../fixtures/stores');
const emmett = join(stores, 'emmett-sqlite/emmett-0.42.4-bank.sqlite');
const line = (i: number): string => JSON.stringify({ streamId: `s-${i % 3}`, type: 'Happened', data: { i } });
const lines = (count: number): string => `${Array.from({ length: count }, (_, i) => line(i)).join('\n')}\n`;

/** This process's private copies; other tests run beside it. */
const privateFolders = (folder = tmpdir(), owner = `${process.pid}-`): string[] =>
  readdirSync(folder).filter((name) => name.startsWith(`eventloupe-${owner}`));

describe('what cannot be a store', () => {
  it('says so of a file that is not there and an empty file', async () => {
    const missing = openLog(join(scratch.folder, 'nowhere.jsonl'));
    await expect(missing).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('nowhere.jsonl'),
    });
    await expect(openLog(scratch.write('empty', ''))).rejects.toMatchObject({
      code: 'not-a-store',
      message: expect.stringContaining('empty'),
    });
  });

  it.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'binary, not text'],
    ['prose', 'Dear reader,\nthis is a letter.\n', 'no JSON'],
    ['an array', '[{"type":"A"}]', 'one JSON array'],
    ['pretty JSON', '{\n  "type": "A"\n}\n', 'several lines'],
    ['numbers', '1\n2\n3\n', 'no objects'],
    ['objects that are no events', '{"name_of_dog":"Rex"}\n{"name_of_dog":"Bo"}\n', 'name_of_dog'],
  ])('lists for %s every format that was tried and why not', async (_what, content, reason) => {
    const error = await openLog(scratch.write('thing', content)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'not-a-store',
      data: {
        advice: expect.any(String),
        rejections: expect.arrayContaining([
          expect.objectContaining({ format: 'emmett-sqlite', reason: 'It is not a SQLite file.' }),
          { format: 'json-lines', formatName: 'JSON Lines', reason: expect.stringContaining(reason) },
        ]),
      },
    });
    const { rejections } = (error as { data: { rejections: { format: string; reason: string }[] } }).data;
    expect(rejections.map(({ format }) => format)).toEqual(formats.map(({ id }) => id));
    for (const rejection of rejections) expect(rejection.reason).toMatch(/^[A-Z].*\.$/s);
  });

  it('names the missing table of a SQLite file of something else', async () => {
    const path = join(scratch.folder, 'other.sqlite');
    execFileSync(process.execPath, [
      '-e',
      `new (require('better-sqlite3'))(${JSON.stringify(path)}).exec('create table dogs(name)')`,
    ]);
    const error = await openLog(path).catch((thrown: unknown) => thrown);
    const { rejections } = (error as { data: { rejections: { reason: string }[] } }).data;
    expect(rejections.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'It has no table emt_messages, which Emmett has.',
        'It has no table stored_events, which the eventsourcing library has.',
        'It is a SQLite file, not text.',
      ]),
    );
  });

  it('leaves no private copy behind when it fails', async () => {
    const before = privateFolders();
    await openLog(scratch.write('bad.gz', gzipSync('not a log'))).catch(() => {});
    const stump = scratch.write('bad.sqlite', readFileSync(emmett).subarray(0, 5000));
    await expect(openLog(stump)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('cut off'),
    });
    expect(privateFolders()).toEqual(before);
  });
});

describe('compressed text', () => {
  it('is read from a private copy that goes when the log is closed', async () => {
    const before = privateFolders();
    const log = await openLog(scratch.write('a', gzipSync(lines(1000))));
    expect(log.index.length).toBe(1000);
    expect(log.summary().notes.join(' ')).toContain('gzip');
    expect(privateFolders().length).toBe(before.length + 1);
    log.close();
    expect(privateFolders()).toEqual(before);
  });

  it('may come in several parts', async () => {
    const log = await openLog(scratch.write('parts', Buffer.concat([gzipSync(lines(2)), gzipSync(lines(3))])));
    expect(log.index.length).toBe(5);
    log.close();
  });

  it('is read as far as it goes when it ends early', async () => {
    const noise = Array.from(
      { length: 3000 },
      (_, i) => `{"streamId":"s","type":"T","data":{"n":${Math.sin(i)}}}`,
    ).join('\n');
    const whole = gzipSync(noise);
    const log = await openLog(scratch.write('cut.gz', whole.subarray(0, whole.length >> 1)));
    expect(log.index.length).toBeGreaterThan(500);
    expect(log.index.length).toBeLessThan(3000);
    expect(log.index.problems[0]).toMatchObject({ reason: expect.stringContaining('damaged or ends early') });
    log.close();
  });

  it('may hold a SQLite store', async () => {
    const log = await openLog(scratch.write('store.gz', gzipSync(readFileSync(emmett))));
    expect(log.summary()).toMatchObject({ format: 'emmett-sqlite', events: 471 });
    log.close();
  });

  it('is refused when it unpacks to far more than it could be', async () => {
    const path = scratch.write('bomb.gz', gzipSync(Buffer.alloc(8 << 20)));
    const opening = prepareSource(path, scanContext(), { limits: { freeBytes: 1 << 20, ratio: 100, files: 10 } });
    await expect(opening).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringContaining('stopped'),
    });
  });
});

describe('text in other encodings', () => {
  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${lines(5)}`)],
    ['UTF-16 little-endian', Buffer.from(`\uFEFF${lines(5)}`, 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\uFEFF${lines(5)}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(lines(5), 'utf16le')],
  ])('is read: %s', async (_name, content) => {
    const log = await openLog(scratch.write('encoded', content));
    expect(log.summary()).toMatchObject({ events: 5, streams: 3, problems: 0 });
    expect(log.event(4).payload).toEqual({ kind: 'json', text: '{"i":4}' });
    log.close();
  });
});

describe('a SQLite store', () => {
  it('opens in a folder that nobody may write to', async () => {
    const folder = join(scratch.folder, 'locked');
    mkdirSync(folder);
    const path = join(folder, 'x');
    copyFileSync(emmett, path);
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const log = await openLog(path);
    expect(log.index.length).toBe(471);
    log.close();
    expect(readdirSync(folder)).toEqual(['x']);
    chmodSync(folder, 0o755);
  });

  it('shows the rows that are only in its -wal, and says so', async () => {
    const path = join(stores, 'emmett-sqlite/unfinished-wal.sqlite');
    const log = await openLog(path);
    expect(log.event(39).payload).toEqual({ kind: 'json', text: '{"by":39}' });
    const info = await log.info(scanContext());
    expect(info.bytes).toBe(28672 + 135992);
    expect(info.notes.join(' ')).toMatch(
      /-wal file of 136 kB belongs to this store.*SHA-256 is that of the database file alone/,
    );
    log.close();
    expect(existsSync(`${path}-shm`)).toBe(false);
  });

  it('rolls a crashed writer back in a copy, never in place', async () => {
    const folder = join(scratch.folder, 'crashed');
    mkdirSync(folder);
    const path = join(folder, 'x');
    // A writer that dies in the middle of a large transaction leaves a hot journal and a half-written file.
    execFileSync(
      process.execPath,
      [
        '-e',
        `const D = require('better-sqlite3'); const fs = require('fs');
       const p = ${JSON.stringify(path)}, d = new D(p + '.live');
       d.exec(fs.readFileSync(0, 'utf8'));
       const add = d.prepare("insert into stored_events values(?,?,'t:A','{}')");
       add.run('a', 1); add.run('a', 2);
       d.pragma('cache_size = 1'); d.exec('begin');
       for (let i = 3; i < 3000; i++) add.run('a', i);
       for (const s of ['', '-journal']) fs.copyFileSync(p + '.live' + s, p + s);
       d.exec('rollback'); d.close(); fs.rmSync(p + '.live');`,
      ],
      {
        input:
          'create table stored_events(originator_id text, originator_version integer, topic text, state blob, primary key(originator_id, originator_version))',
      },
    );
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('base64'));
    expect(readdirSync(folder)).toEqual(['x', 'x-journal']);
    const log = await openLog(path);
    expect(log.index.length).toBe(2);
    expect(log.summary().notes.join(' ')).toContain('rolled back in a private copy');
    log.close();
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('base64'))).toEqual(before);
  });

  it('opens up to a damaged page and again behind it, with the damage as a problem', async () => {
    const bytes = readFileSync(emmett);
    // Page 20 and its neighbours lie in the middle of emt_messages.
    bytes.fill(0xee, 4096 * 19, 4096 * 22);
    const log = await openLog(scratch.write('hole.sqlite', bytes));
    expect(log.index.length).toBeGreaterThan(200);
    expect(log.index.length).toBeLessThan(471);
    expect(log.envelope(0).globalPosition).toBe('1');
    expect(log.envelope(log.index.length - 1).globalPosition).toBe('471');
    expect(log.index.problems[0]).toMatchObject({
      place: expect.stringContaining('emt_messages, from global_position'),
      reason: expect.stringContaining('rows are read again from'),
    });
    log.close();
  });

  it('opens what is left of a file that was cut off', async () => {
    const bytes = readFileSync(emmett);
    const log = await openLog(scratch.write('cut.sqlite', bytes.subarray(0, Math.floor(bytes.length * 0.6))));
    expect(log.index.length).toBeGreaterThan(100);
    expect(log.index.length).toBeLessThan(471);
    expect(log.index.problems[0]?.reason).toContain('cut off');
    expect(log.index.problems.some(({ reason }) => reason.includes('damaged here'))).toBe(true);
    log.close();
  });

  it('is called unreadable when not even its tables can be listed', async () => {
    const bytes = readFileSync(emmett);
    bytes.fill(0xee, 100, 4096);
    await expect(openLog(scratch.write('torn.sqlite', bytes))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('SQLite cannot'),
      data: { advice: expect.stringContaining('.recover') },
    });
  });
});

it('removes private copies when the process ends without closing', () => {
  const temporary = join(scratch.folder, 'temporary');
  mkdirSync(temporary);
  const entry = join(import.meta.dirname, '../../../../../electron/worker/openedLog.ts');
  const store = join(stores, 'json-lines/marten-orders.gz');
  const code = `import { readdirSync } from 'node:fs';
    import { OpenedLog } from ${JSON.stringify(pathToFileURL(entry).href)};
    await OpenedLog.open(${JSON.stringify(store)}, { signal: new AbortController().signal, report() {} });
    console.log(readdirSync(process.env.TMPDIR).length);
    process.exit(0);`;
  const env = { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' });
  expect(printed.trim()).toBe('1');
  expect(privateFolders(temporary, '')).toEqual([]);
});
