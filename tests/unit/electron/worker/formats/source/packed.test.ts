import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { prepareSource } from '../../../../../../electron/worker/formats/source.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';
import { zipFile } from '../../../../../builders/zipFile.ts';

const scratch = scratchFolder();
const emmett = join(import.meta.dirname, '../../../../../fixtures/stores/emmett-sqlite/emmett-0.42.4-bank.sqlite');
const lines = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `{"streamId":"s","type":"T","data":{"n":${from + i}}}\n`).join('');
/** Lines that hardly compress, so that a file cut in half still holds many. */
const noise = (count: number): string =>
  Array.from({ length: count }, (_, i) => `{"streamId":"s","type":"T","data":{"n":${Math.sin(i)}}}\n`).join('');
const skippable = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const tight = { freeBytes: 1 << 20, ratio: 100, files: 10 };

describe('a zstd file', () => {
  it('is read in all its frames, and skippable frames are skipped', async () => {
    const frames = [skippable, zstdCompressSync(lines(2)), skippable, zstdCompressSync(lines(3, 2)), skippable];
    const log = await openLog(scratch.write('frames', Buffer.concat(frames)));
    expect(log.summary()).toMatchObject({ events: 5, problems: 0 });
    expect(log.summary().notes.join(' ')).toContain('compressed with zstd');
    log.close();
  });

  it('may have thousands of short frames', async () => {
    const frames = Array.from({ length: 2000 }, (_, i) => zstdCompressSync(lines(1, i)));
    const log = await openLog(scratch.write('short', Buffer.concat(frames)));
    expect(log.index.length).toBe(2000);
    expect(log.event(1999).payload).toEqual({ kind: 'json', text: '{"n":1999}' });
    log.close();
  });

  it('is read as far as it goes when it ends early, or is followed by something else', async () => {
    const whole = zstdCompressSync(noise(30_000));
    const log = await openLog(scratch.write('cut.zst', whole.subarray(0, whole.length >> 1)));
    expect(log.index.length).toBeGreaterThan(1000);
    expect(log.index.length).toBeLessThan(30_000);
    expect(log.index.problems[0]?.reason).toContain('damaged or ends early');
    log.close();
    const followed = await openLog(
      scratch.write('more.zst', Buffer.concat([zstdCompressSync(lines(4)), Buffer.alloc(9)])),
    );
    expect(followed.index.length).toBe(4);
    expect(followed.index.problems[0]?.reason).toContain('damaged');
    followed.close();
  });

  it('is refused when it unpacks to far more than it could be', async () => {
    const path = scratch.write('bomb.zst', zstdCompressSync(Buffer.alloc(8 << 20)));
    await expect(prepareSource(path, scanContext(), { limits: tight })).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringMatching(/^The zstd file of .* stopped/),
    });
  });
});

describe('a zip file', () => {
  it('with one file is that file, whatever is passed over beside it', async () => {
    const path = scratch.write(
      'one.zip',
      zipFile([
        { name: '__MACOSX/._orders.jsonl', content: 'x' },
        { name: 'export/orders.jsonl', content: lines(5) },
        { name: 'export/README.md', content: 'about' },
      ]),
    );
    const log = await openLog(path);
    expect(log.summary()).toMatchObject({ name: 'one.zip', events: 5, problems: 0 });
    const notes = log.summary().notes.join(' ');
    expect(notes).toContain('export/orders.jsonl is read');
    expect(notes).toContain('__MACOSX/._orders.jsonl (hidden), export/README.md (a description)');
    expect(log.live).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('private copy') });
    log.close();
  });

  it('with several is a folder; stored, deflated, gzip and zstd inside', async () => {
    const path = scratch.write(
      'parts.zip',
      zipFile([
        { name: 'part-10.jsonl', content: lines(1, 6) },
        { name: 'part-9.jsonl.gz', content: gzipSync(lines(2, 4)), stored: true },
        { name: 'part-8.jsonl.zst', content: zstdCompressSync(lines(2, 2)) },
        { name: 'part-7.jsonl', content: lines(2), stored: true },
      ]),
    );
    const log = await openLog(path);
    const payloads = log.reader.readPayloads(log.index, [0, 1, 2, 3, 4, 5, 6]);
    expect(payloads).toEqual(Array.from({ length: 7 }, (_, n) => `{"n":${n}}`));
    expect(log.summary().problems).toBe(0);
    log.close();
  });

  it('may hold a SQLite store', async () => {
    const path = scratch.write('db.zip', zipFile([{ name: 'bank.sqlite', content: readFileSync(emmett) }]));
    const log = await openLog(path);
    expect(log.summary()).toMatchObject({ format: 'emmett-sqlite', events: 471 });
    log.close();
  });

  it('takes names as labels alone, so that none leads out of the private folder', async () => {
    const path = scratch.write(
      'slip.zip',
      zipFile([
        { name: '../../../../tmp/part-1.jsonl', content: lines(1) },
        { name: '/tmp/part-2.jsonl', content: lines(1, 1) },
        { name: 'C:\\tmp\\part-3.jsonl', content: lines(1, 2) },
      ]),
    );
    const log = await openLog(path);
    expect(log.index.length).toBe(3);
    expect(log.summary().notes.join(' ')).toContain('tmp/part-1.jsonl, tmp/part-2.jsonl, tmp/part-3.jsonl.');
    log.close();
  });

  it('keeps what can be read of damaged, encrypted and strange entries, each a problem', async () => {
    const path = scratch.write(
      'mixed.zip',
      zipFile([
        { name: 'part-1.jsonl', content: lines(3) },
        { name: 'part-2.jsonl', content: lines(3, 3), crc: 1 },
        { name: 'part-3.jsonl', content: lines(3, 6), encrypted: true },
        { name: 'part-4.jsonl', content: lines(3, 9), method: 97 },
        { name: 'part-5.jsonl', content: '/etc/passwd', mode: 0o120777 },
      ]),
    );
    const log = await openLog(path);
    expect(log.index.length).toBe(6);
    expect(log.index.problems).toEqual([
      { place: 'part-2.jsonl', reason: expect.stringMatching(/checksum.*bytes of it were read/), ordinal: null },
      { place: 'part-3.jsonl', reason: 'It is encrypted.', ordinal: null },
      { place: 'part-4.jsonl', reason: expect.stringContaining('method 97'), ordinal: null },
    ]);
    expect(log.summary().notes.join(' ')).toContain('1 link in the archive was passed over');
    log.close();
  });

  it('is read up to where it was cut off, without its directory', async () => {
    const whole = zipFile([
      { name: 'part-1.jsonl', content: lines(3), stored: true },
      { name: 'part-2.jsonl', content: lines(4, 3) },
      { name: 'part-3.jsonl', content: noise(3000) },
    ]);
    const log = await openLog(scratch.write('cut.zip', whole.subarray(0, whole.length >> 1)));
    expect(log.index.length).toBeGreaterThan(500);
    expect(log.index.length).toBeLessThan(3000);
    expect(log.index.problems.map(({ place }) => place).slice(0, 2)).toEqual([
      'the end of the archive',
      'part-3.jsonl',
    ]);
    log.close();
  });

  it.each([
    ['is encrypted', [{ name: 'a.jsonl', content: lines(1), encrypted: true }], 'unreadable', 'an encrypted zip file'],
    ['is empty', [], 'not-a-store', 'nothing in it'],
    [
      'holds an archive',
      [{ name: 'b.zip', content: zipFile([{ name: 'a', content: 'a' }]) }],
      'not-a-store',
      'No file',
    ],
  ])('is refused in words when it %s', async (_what, entries, code, message) => {
    const opening = openLog(scratch.write('refused.zip', zipFile(entries)));
    await expect(opening).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('is refused when it unpacks to far more than it could be, or holds too many files', async () => {
    const bomb = zipFile(Array.from({ length: 8 }, (_, i) => ({ name: `${i}`, content: Buffer.alloc(1 << 20) })));
    const opening = prepareSource(scratch.write('bomb.zip', bomb), scanContext(), { limits: tight });
    await expect(opening).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringContaining('stopped'),
    });
    const many = zipFile(Array.from({ length: 11 }, (_, i) => ({ name: `${i}`, content: 'a' })));
    const manyOpening = prepareSource(scratch.write('many.zip', many), scanContext(), { limits: tight });
    await expect(manyOpening).rejects.toMatchObject({ message: expect.stringContaining('more than 10 files') });
  });
});

describe('other packings', () => {
  it.each([
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), 'a 7z archive'],
    ['xz', Buffer.from('fd377a585a000004', 'hex'), 'packed with xz'],
    ['bzip2', Buffer.from('425a6839314159265359', 'hex'), 'packed with bzip2'],
    ['tar in gzip', gzipSync(Buffer.concat([Buffer.alloc(257, 97), Buffer.from('ustar\0' + '00')])), 'a tar archive'],
    ['gzip in gzip', gzipSync(gzipSync(lines(1))), 'packed twice'],
    ['zip in gzip', gzipSync(zipFile([{ name: 'a', content: lines(1) }])), 'packed twice'],
  ])('are named: %s', async (_what, content, message) => {
    const opening = openLog(scratch.write('packed', content));
    await expect(opening).rejects.toMatchObject({
      code: 'not-a-store',
      message: expect.stringContaining(message),
      data: { advice: expect.stringMatching(/npack/) },
    });
  });
});

describe('a log in a binary file', () => {
  const fixtures = join(import.meta.dirname, '../../../../../fixtures/stores');
  const logs = ['kafka-log', 'kurrentdb-chunks', 'axon-server', 'nats-jetstream'].flatMap((format) =>
    readdirSync(join(fixtures, format), { recursive: true, encoding: 'utf8' })
      .map((name) => join(fixtures, format, name))
      .filter((path) => statSync(path).isFile() && /\.(log|\d{6}|events|blk)$/.test(path)),
  );

  it.each(logs)('%s holds the same events when it is packed', async (path) => {
    const bytes = readFileSync(path);
    const plain = await openLog(path);
    const { events, problems } = plain.summary();
    const all = Array.from({ length: events }, (_, i) => i);
    const content = plain.events(all);
    plain.close();
    expect(events).toBeGreaterThan(0);
    for (const packed of [gzipSync(bytes), zstdCompressSync(bytes)]) {
      const log = await openLog(scratch.write(basename(path), packed));
      expect(log.summary()).toMatchObject({ events, problems });
      expect(log.events(all)).toEqual(content);
      log.close();
    }
  });
});
