import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { KeptIndexes, type KeptIndexOptions } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { RememberedMappings } from '../../../../../electron/worker/mapping/rememberedMappings.ts';
import { OpenedLog } from '../../../../../electron/worker/openedLog.ts';
import { MAPPING_VERSION, type Mapping } from '../../../../../shared/model/mapping.ts';
import { headOf } from '../../../../builders/keptFile.ts';
import { type Opening, openOnce, settle } from '../../../../builders/logContent.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';
import { emmettLayout, writeSqlite } from '../../../../builders/sqliteStore.ts';

const scratch = scratchFolder();

const line = (i: number): string =>
  JSON.stringify({
    streamId: `s-${i % 17}`,
    streamRevision: Math.floor(i / 17),
    type: i % 3 === 0 ? 'Placed' : 'Paid',
    recordedAt: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
    eventId: `e-${i}`,
    data: { i },
  });
const lines = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `${line(from + i)}\n`).join('');

const keptIn = (folder: string, options: Partial<KeptIndexOptions> = {}): KeptIndexes =>
  new KeptIndexes({ folder, fewestEvents: 1, ...options });
const cache = (): string => mkdtempSync(join(scratch.folder, 'cache-'));
const place = (name: string): string => join(mkdtempSync(join(scratch.folder, 'store-')), name);

async function writeStore(content: string | Uint8Array, path = place('log.jsonl')): Promise<string> {
  writeFileSync(path, content);
  return settle(path);
}

/** A store with its kept index, and that file. */
async function keptStore(content: string | Uint8Array = lines(300)) {
  const folder = cache();
  const kept = keptIn(folder);
  const path = await writeStore(content);
  const first = await openOnce(path, kept);
  expect(first).toMatchObject({ fromKept: false, note: null });
  const [name] = readdirSync(folder);
  return { folder, kept, path, first, file: join(folder, name!) };
}

describe('a kept index', () => {
  it.each([
    ['lines that cannot be read', Buffer.from(`${lines(20)}{"streamId":\n${lines(5)}nonsense\n\0\0\n`)],
    [
      'bytes that are not UTF-8',
      Buffer.concat([Buffer.from(lines(9)), Buffer.from('{"streamId":"\xff","type":"T","data":1}\n', 'latin1')]),
    ],
    [
      'names beyond Latin-1 and half a surrogate pair',
      '{"streamId":"\\ud800ö漢","type":"Größe","data":{}}\n'.repeat(3) + lines(4),
    ],
    ['a name that is empty', '{"streamId":"a","type":"T","schemaVersion":"","data":{}}\n'.repeat(3)],
    ['one event', lines(1)],
    ['times that go back, and none', `${lines(5, 50)}${lines(5)}{"streamId":"s","type":"T","data":{}}\n`],
    ['UTF-16', Buffer.from(`\ufeff${lines(40)}`, 'utf16le')],
    ['gzip', gzipSync(lines(400))],
    ['gzip that ends early', gzipSync(lines(4000)).subarray(0, 9000)],
    [
      'numbers of 64 bits',
      '{"streamId":"s","streamRevision":9007199254740993,"globalPosition":-4611686018427387905,"type":"T","data":{}}\n{"streamId":"s","streamRevision":1,"globalPosition":9223372036854775807,"type":"T","data":{}}\n',
    ],
  ])('gives the same as a scan: %s', async (_, content) => {
    const { path, kept, first } = await keptStore(content);
    const second = await openOnce(path, kept);
    expect(second.fromKept).toBe(true);
    expect(second.content).toEqual(first.content);
    expect((await openOnce(path, null)).content).toEqual(first.content);
  });

  it('is found under every way to write the path, and by another process of the same user', async () => {
    const { path, folder } = await keptStore();
    const around = join(path, '..', '..', path.split('/').at(-2)!, 'log.jsonl');
    expect((await openOnce(around, keptIn(folder))).fromKept).toBe(true);
  });

  it('lies in the cache folder alone, for nobody else to read', async () => {
    const { path, file } = await keptStore();
    expect(readdirSync(join(path, '..'))).toEqual(['log.jsonl']);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is not made for a small store', async () => {
    const folder = cache();
    const path = await writeStore(lines(9));
    await openOnce(path, keptIn(folder, { fewestEvents: 10 }));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not made of a source that has changed just now', async () => {
    const folder = cache();
    const path = place('log.jsonl');
    const later = new Date(Date.now() + 60_000);
    writeFileSync(path, lines(50));
    utimesSync(path, later, later);
    expect(await openOnce(path, keptIn(folder))).toMatchObject({ note: null });
    // Whether the file was a moment old by then is the machine's affair; what is kept must be right.
    expect((await openOnce(path, keptIn(folder))).content.info.events).toBe(50);
  });
});

describe('a changed source', () => {
  const changes: [string, (path: string) => void][] = [
    [
      'other bytes of the same length at the front',
      (path) => rewrite(path, (text) => text.replace('Placed', 'Plated')),
    ],
    [
      'other bytes of the same length in the middle',
      (path) => rewrite(path, (text) => text.replace('"e-1500"', '"e-9999"')),
    ],
    [
      'other bytes of the same length, and the time put back',
      (path) => {
        const { atime, mtime } = statSync(path);
        rewrite(path, (text) => text.replace('"e-1500"', '"e-9999"'));
        utimesSync(path, atime, mtime);
      },
    ],
    ['an event behind the last', (path) => appendFileSync(path, `${line(3000)}\n`)],
    ['fewer events', (path) => rewrite(path, (text) => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1))],
    [
      'another file in its place',
      (path) => {
        writeFileSync(`${path}.new`, lines(3000, 1));
        renameSync(`${path}.new`, path);
      },
    ],
    ['a new time', (path) => utimesSync(path, new Date(), new Date(Date.now() - 1000))],
  ];

  it.each(changes)('is noticed: %s', async (_, change) => {
    const { path, kept } = await keptStore(lines(3000));
    change(path);
    await settle(path);
    const after = await openOnce(path, kept);
    expect(after.fromKept).toBe(false);
    expect(after.content).toEqual((await openOnce(path, null)).content);
    expect(await openOnce(path, kept)).toMatchObject({ fromKept: true, content: after.content });
  });

  it('is noticed: rows in the -wal beside it', async () => {
    const path = place('store.sqlite');
    const insert = 'INSERT INTO emt_messages(stream_id, stream_position) VALUES (?, ?)';
    writeSqlite(path, `PRAGMA journal_mode = wal; ${emmettLayout}`, [[insert, 's', 1]]);
    const kept = keptIn(cache());
    expect((await openOnce(await settle(path), kept)).fromKept).toBe(false);
    expect((await openOnce(path, kept)).fromKept).toBe(true);
    writeFileSync(`${path}-wal`, 'not even one');
    await settle(path);
    expect((await openOnce(path, kept)).fromKept).toBe(false);
    expect((await openOnce(path, kept)).fromKept).toBe(true);
  });
});

describe('a side file that is not right', () => {
  it('is refused when a single bit of it differs, wherever, and made anew', async () => {
    const { path, kept, file, first } = await keptStore(lines(120));
    const good = readFileSync(file);
    const step = Math.ceil(good.length / 60);
    for (let at = 0; at < good.length; at += step) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << (at % 8);
      writeFileSync(file, bad);
      const again = await openOnce(path, kept);
      expect([at, again.fromKept]).toEqual([at, false]);
      // A head that is not right is no index at all; of the rest somebody has heard by then.
      const notes = again.content.summary.notes.filter((note) => note.includes('was damaged'));
      expect([at, notes.length]).toEqual([at, at < headOf(good).at ? 1 : 0]);
      expect(withoutNotes(again.content)).toEqual(withoutNotes(first.content));
    }
    expect((await openOnce(path, kept)).fromKept).toBe(true);
  });

  it('is refused when it is cut off or longer', async () => {
    const { path, kept, file } = await keptStore();
    const good = readFileSync(file);
    const pieces = [0, 1, 15, 16, 17, 100, good.length >> 1, good.length - 1].map((end) => good.subarray(0, end));
    for (const bad of [...pieces, Buffer.concat([good, Buffer.from([0])])]) {
      writeFileSync(file, bad);
      expect([bad.length, (await openOnce(path, kept)).fromKept]).toEqual([bad.length, false]);
    }
  });

  it('is refused when it belongs to another store or another version, or is none at all', async () => {
    const { path, kept, file } = await keptStore();
    const other = await keptStore(lines(200));
    const older = readFileSync(file);
    older.writeUInt32LE(0, older.length - 12);
    for (const bad of [readFileSync(other.file), older, Buffer.alloc(4096), Buffer.from('{"a":1}\n'.repeat(99))]) {
      writeFileSync(file, bad);
      expect((await openOnce(path, kept)).fromKept).toBe(false);
    }
    expect((await openOnce(path, kept)).fromKept).toBe(true);
  });
});

describe('a mapping', () => {
  const mapping: Mapping = {
    eventloupe: 'mapping',
    version: MAPPING_VERSION,
    source: { kind: 'json-lines' },
    fields: { type: '/eventId', stream: '/type' },
  };

  it('that is remembered or forgotten after an index was kept is heeded', async () => {
    const sides = new Map<string, unknown>();
    const remembered = new RememberedMappings({
      read: (layout) => sides.get(layout) ?? null,
      write: (layout, _kind, value) => sides.set(layout, value),
    });
    const kept = keptIn(cache());
    const path = await writeStore(lines(40));
    const open = async (given: Mapping | null = null) => {
      const context = { signal: new AbortController().signal, report: () => {}, kept, remembered, mapping: given };
      const log = await OpenedLog.open(path, context);
      await log.kept;
      const { fromKeptIndex, format, streams } = log.summary();
      log.close();
      return { seen: [fromKeptIndex, format, streams, log.mapped?.remembered], layout: log.mapped?.layout };
    };
    const [detected, again] = [await open(), await open()];
    expect([detected.seen, again.seen]).toEqual([
      [false, 'json-lines', 17, undefined],
      [true, 'json-lines', 17, undefined],
    ]);
    const { seen, layout } = await open(mapping);
    expect(seen).toEqual([false, 'mapped', 2, false]);
    // What was kept for the other way to read it is still there.
    expect((await open()).seen).toEqual([true, 'json-lines', 17, undefined]);
    remembered.set(layout!, mapping);
    expect((await open()).seen).toEqual([false, 'mapped', 2, true]);
    expect(await open()).toEqual({ seen: [true, 'mapped', 2, true], layout });
    expect(await open(mapping)).toEqual({ seen: [true, 'mapped', 2, false], layout });
    remembered.set(layout!, null);
    expect((await open()).seen).toEqual([false, 'json-lines', 17, undefined]);
  });
});

describe('the cache folder', () => {
  it('that cannot be written is a note, and the store opens', async () => {
    const path = await writeStore(lines(50));
    const opening = await openOnce(path, keptIn(join(path, 'below-a-file')));
    expect(opening.note).toMatch(/^The index could not be kept for the next opening: .+\.$/);
    expect(opening.content.summary.notes).toContain(opening.note);
    expect(opening.content.info.notes).not.toContain(opening.note);
  });

  it('takes several writers of the same store at once', async () => {
    const folder = cache();
    const path = await writeStore(lines(3000));
    const openings = await Promise.all(Array.from({ length: 6 }, () => openOnce(path, keptIn(folder))));
    expect(openings.map(({ note }) => note)).toEqual(openings.map(() => null));
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await openOnce(path, keptIn(folder))).toMatchObject({ fromKept: true, content: openings[0]!.content });
  });

  it('keeps to its budget: what was not used for longest goes first', async () => {
    const folder = cache();
    const paths = [await writeStore(lines(300)), await writeStore(lines(300)), await writeStore(lines(300))] as const;
    await openOnce(paths[0], keptIn(folder));
    const [name] = readdirSync(folder);
    const budget = statSync(join(folder, name!)).size * 2.5;
    const kept = keptIn(folder, { budget });
    await openOnce(paths[1], kept);
    expect((await openOnce(paths[0], kept)).fromKept).toBe(true);
    await openOnce(paths[2], kept);
    expect(readdirSync(folder)).toHaveLength(2);
    const found = [];
    for (const path of [paths[0], paths[2]]) found.push((await openOnce(path, kept)).fromKept);
    expect(found).toEqual([true, true]);
    expect((await openOnce(paths[1], keptIn(folder, { budget: 1000 }))).note).toMatch(/more than 1\.0 kB\.$/);
  });

  it('loses what a killed writer left there, once it is old', async () => {
    const { folder, path, kept } = await keptStore();
    const nobody = join(folder, `${'0'.repeat(40)}.2147483647-00000000.part`);
    const fresh = join(folder, `${'1'.repeat(40)}.2147483647-00000000.part`);
    for (const part of [nobody, fresh]) writeFileSync(part, 'half');
    utimesSync(nobody, 0, 0);
    appendFileSync(path, `${line(1)}\n`);
    await openOnce(await settle(path), kept);
    expect([existsSync(nobody), existsSync(fresh)]).toEqual([false, true]);
  });

  it('is cleared of everything that is ours, and of nothing else', async () => {
    const { folder, path, kept, file } = await keptStore();
    copyFileSync(file, join(folder, `${'a'.repeat(40)}.7-01234567.part`));
    writeFileSync(join(folder, 'letter.index'), 'somebody else');
    mkdirSync(join(folder, 'folder'));
    const { size } = statSync(file);
    expect(await kept.clear()).toEqual({ files: 2, snapshotFiles: 0, bytes: 2 * size });
    expect(readdirSync(folder).sort()).toEqual(['folder', 'letter.index']);
    expect((await openOnce(path, kept)).fromKept).toBe(false);
    expect(await keptIn(join(folder, 'nowhere')).clear()).toEqual({ files: 0, snapshotFiles: 0, bytes: 0 });
  });
});

const withoutNotes = ({ summary, ...content }: Opening['content']) => ({
  ...content,
  summary: { ...summary, notes: [] },
});

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

describe('a kept index of several files', () => {
  it('holds while every file is what it was', async () => {
    const folder = mkdtempSync(join(scratch.folder, 'parts-'));
    const parts = ['part-1.jsonl', 'part-2.jsonl'].map((name) => join(folder, name));
    writeFileSync(parts[0]!, lines(100));
    writeFileSync(parts[1]!, lines(100, 90));
    await settle(folder);
    const kept = keptIn(cache());
    const first = await openOnce(folder, kept);
    const second = await openOnce(folder, kept);
    expect([first.fromKept, second.fromKept]).toEqual([false, true]);
    expect(second.content).toEqual(first.content);
    expect(second.content.summary.notes.join(' ')).toContain('overlap');

    const content = readFileSync(parts[1]!);
    content.write('7', content.length >> 1);
    writeFileSync(parts[1]!, content);
    await settle(folder);
    expect((await openOnce(folder, kept)).fromKept).toBe(false);
    expect((await openOnce(folder, kept)).fromKept).toBe(true);
    writeFileSync(join(folder, 'part-3.jsonl'), lines(5, 500));
    await settle(folder);
    expect((await openOnce(folder, kept)).fromKept).toBe(false);
  });

  it('is one of these very files', async () => {
    const paths = [await writeStore(lines(50), place('a.jsonl')), await writeStore(lines(50, 50), place('b.jsonl'))];
    const kept = keptIn(cache());
    await openOnce(paths, kept);
    expect((await openOnce(paths, kept)).fromKept).toBe(true);
    expect((await openOnce(paths[0]!, kept)).fromKept).toBe(false);
  });
});
