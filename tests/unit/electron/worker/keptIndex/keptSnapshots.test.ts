import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KeptIndexes, type KeptIndexOptions } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { factsOf, statesOf, sumProjection } from '../../../../builders/keptStates.ts';
import { settle } from '../../../../builders/logContent.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';

const scratch = scratchFolder();
const EVENTS = 12_000;
const notes = ['', 'ö漢', '\\ud83d\\ude00', 'a\\n\\"b', '\\ud800'];
const line = (i: number): string =>
  `{"streamId":"s-${i % 2}","type":"T","eventId":"e-${i}","data":{"n":${i % 97},"note":"${notes[i % 5]}"}}\n`;
const lines = (from = 0, count = EVENTS): string => Array.from({ length: count }, (_, i) => line(from + i)).join('');

const cache = (): string => mkdtempSync(join(scratch.folder, 'cache-'));
const keptIn = (folder: string, options: Partial<KeptIndexOptions> = {}): KeptIndexes =>
  new KeptIndexes({ folder, fewestEvents: 1, ...options });
const snapshotFiles = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.states'))
    .map((name) => join(folder, name));

async function storeOf(text: string, path = join(mkdtempSync(join(scratch.folder, 'store-')), 'log.jsonl')) {
  writeFileSync(path, text);
  return settle(path);
}

/** A store whose projection was folded to the end, with its file of snapshots. */
async function foldedStore() {
  const folder = cache();
  const kept = keptIn(folder);
  const path = await storeOf(lines());
  await statesOf(path, kept, { points: [-1] });
  const [file] = snapshotFiles(folder);
  return { folder, kept, path, file: file! };
}

describe('kept snapshots', () => {
  it('spare the next opening the fold, at every point', async () => {
    const { kept, path } = await foldedStore();
    for (const state of await statesOf(path, kept, { points: [-1, 5000, 123, 11_899] })) {
      expect(state.folded).toBeLessThanOrEqual(100);
      expect(state.fromSnapshot).not.toBeNull();
    }
  });

  it('are kept of a fold that somebody broke off or asked for half of, as far as it came', async () => {
    const folder = cache();
    const kept = keptIn(folder);
    const path = await storeOf(lines());
    await statesOf(path, kept, { points: [10_500] });
    const [state] = await statesOf(path, kept, { points: [-1] });
    expect(state).toMatchObject({ fromSnapshot: 10_499, folded: EVENTS - 10_500 });
  });

  it('are kept of the merge where a stream is long', async () => {
    const folder = cache();
    const kept = keptIn(folder);
    const path = await storeOf(lines().replaceAll('"s-1"', '"s-0"'));
    const asked = { reducer: 'merge', partition: 's-0', points: [-1] };
    const [first] = await statesOf(path, kept, asked);
    const [second] = await statesOf(path, kept, asked);
    expect(factsOf([second!])).toEqual(factsOf([first!]));
    expect(second!.folded).toBeLessThanOrEqual(100);
  });

  it('lie in the cache folder alone, for nobody else to read, and not for a short fold', async () => {
    const { path, file, kept } = await foldedStore();
    expect(readdirSync(join(path, '..'))).toEqual(['log.jsonl']);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = await storeOf(lines(0, 5000));
    const folder = cache();
    await statesOf(other, keptIn(folder), { points: [-1] });
    expect(snapshotFiles(folder)).toEqual([]);
    await statesOf(other, null, { points: [-1] });
    expect(await kept.clear()).toMatchObject({ files: 2, snapshotFiles: 1 });
    expect(existsSync(file)).toBe(false);
  });

  it('of other code, another spacing and the merge are other files', async () => {
    const { folder, kept, path } = await foldedStore();
    const twice = sumProjection.replace('s.sum +', 's.sum + 2 *');
    const asked = { points: [-1], source: twice };
    const [doubled] = await statesOf(path, kept, asked);
    expect(doubled).toMatchObject({ fromSnapshot: null, folded: EVENTS });
    expect(factsOf([doubled!])).toEqual(factsOf(await statesOf(path, null, asked)));
    expect(await statesOf(path, kept, { points: [-1], every: 70 })).toMatchObject([{ fromSnapshot: null }]);
    expect(snapshotFiles(folder)).toHaveLength(3);
    expect(await statesOf(path, kept, { points: [-1], every: 0 })).toMatchObject([{ fromSnapshot: null }]);
    expect(snapshotFiles(folder)).toHaveLength(3);
    for (const source of [sumProjection, twice]) {
      expect((await statesOf(path, kept, { points: [-1], source }))[0]!.folded).toBeLessThanOrEqual(100);
    }
  });

  it('have the keys of a projection that names its partitions, whatever these are called', async () => {
    const source = `export const initialState = () => 0;
export const evolve = (s, e) => s + e.data.n;
export const partitionBy = (e) => (e.data.n % 5 === 0 ? null : e.data.note);
`;
    const folder = cache();
    const path = await storeOf(lines());
    const points = [...notes.keys(), 11_001, -1];
    const ofEvents = { points, source };
    const first = await statesOf(path, keptIn(folder), ofEvents);
    expect(new Set(first.map(({ partition }) => partition)).size).toBeGreaterThan(3);
    const [file] = snapshotFiles(folder);
    expect(statSync(file!).size).toBeGreaterThan(4 * EVENTS);
    const named = { points: [-1], partition: first[1]!.partition, source };
    for (const asked of [ofEvents, named]) {
      const truth = factsOf(await statesOf(path, null, asked));
      expect(factsOf(await statesOf(path, keptIn(folder), asked))).toEqual(truth);
    }
    appendFileSync(path, line(4) + line(3));
    await settle(path);
    expect(factsOf(await statesOf(path, keptIn(folder), ofEvents))).toEqual(
      factsOf(await statesOf(path, null, ofEvents)),
    );
  });

  it('go out first where they were not used for longest', async () => {
    const { folder, kept, path, file } = await foldedStore();
    const longAgo = new Date(Date.now() - 1e7);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), longAgo, longAgo);
    await statesOf(path, kept, { points: [100] }); // Used, index and snapshots.
    utimesSync(file, longAgo, longAgo);
    const total = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const budget = 2 * total - statSync(file).size / 2;
    await statesOf(await storeOf(lines(7)), keptIn(folder, { budget }), { points: [-1] });
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('that cannot be written are said', async () => {
    const folder = join(cache(), 'a file');
    writeFileSync(folder, 'where the folder should be');
    const path = await storeOf(lines(0, 10));
    const keeping = (await keptIn(folder).begin(path, ''))!;
    expect(await keeping.snapshots('f', 'r').write({ shelves: [], keys: null })).toMatch(
      /^Snapshots could not be kept for the next opening: /,
    );
  });
});

describe('with, without, and with other kept snapshots', () => {
  type Change = (place: { path: string; file: string }, n: number) => void;
  const files: readonly [string, Change][] = [
    ['nothing', () => {}],
    ['no file', ({ file }) => rmSync(file)],
    [
      'a byte of the file',
      ({ file }, n) =>
        edit(file, (bytes) => {
          bytes[n % bytes.length]! ^= 1 + (n % 255);
        }),
    ],
    ['the file cut off', ({ file }, n) => edit(file, (bytes) => bytes.subarray(0, n % bytes.length))],
    ['the file longer', ({ file }) => appendFileSync(file, 'x')],
    ['another version', ({ file }) => edit(file, (bytes) => void bytes.writeUInt32LE(bytes.readUInt32LE(8) - 1, 8))],
    ['a whole file of something else', ({ file }) => copyFileSync(foreign.file, file)],
  ];
  const stores: readonly [string, Change][] = [
    ['an event in the middle, the time put back', ({ path }) => rewrite(path, 6000)],
    ['an event at the front, the time put back', ({ path }) => rewrite(path, 1)],
    ['an event behind the last', ({ path }) => appendFileSync(path, line(3))],
    ['fewer events', ({ path }) => writeFileSync(path, lines(0, EVENTS - 1))],
    ['another store in its place', ({ path }) => writeFileSync(path, lines(1))],
  ];
  let place: Awaited<ReturnType<typeof foldedStore>>;
  let whole: Buffer;
  let foreign: { file: string };
  beforeAll(async () => {
    place = await foldedStore();
    whole = readFileSync(place.file);
    foreign = await foldedStore();
  });

  it.each(files)('states are equal: %s', async (what, change) => {
    const points = fc.array(fc.integer({ min: 0, max: EVENTS - 1 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(points, fc.nat(), async (asked, n) => {
        writeFileSync(place.file, whole);
        change(place, n);
        const found = await statesOf(place.path, place.kept, { points: asked });
        expect(factsOf(found)).toEqual(await statesWithout(place.path, asked));
        expect(found[0]!.fromSnapshot === null).toBe(what !== 'nothing' || asked[0]! < 100);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it.each(stores)('states are equal: %s', async (_what, change) => {
    const own = await foldedStore();
    change(own, 0);
    await settle(own.path);
    const points = [EVENTS - 2, 6100, 3];
    const found = await statesOf(own.path, own.kept, { points });
    expect(factsOf(found)).toEqual(await statesWithout(own.path, points));
    expect(found[0]!.fromSnapshot).toBeNull();
    // What was folded now takes the place of the older one.
    expect((await statesOf(own.path, own.kept, { points }))[0]!.folded).toBeLessThanOrEqual(100);
    expect(snapshotFiles(own.folder)).toHaveLength(1);
  });
});

const statesWithout = async (path: string, points: readonly number[]) =>
  factsOf(await statesOf(path, null, { points, every: 0 }));

function edit(file: string, change: (bytes: Buffer) => Buffer | undefined): void {
  const bytes = readFileSync(file);
  writeFileSync(file, change(bytes) ?? bytes);
}

/** Other bytes of the same length at event `n`. */
function rewrite(path: string, n: number): void {
  const { atime, mtime } = statSync(path);
  const text = readFileSync(path, 'utf8');
  const digit = `"e-${n}","data":{"n":${Math.floor((n % 97) / 10) || ''}`;
  writeFileSync(path, text.replace(new RegExp(`${digit}\\d`), `${digit}${(n + 1) % 7}`));
  expect(readFileSync(path, 'utf8')).not.toBe(text);
  utimesSync(path, atime, mtime);
}
