import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { encode as msgpack } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptIndexes } from '../../electron/worker/keptIndex/keptIndexes.ts';
import { serve } from '../../electron/worker/serve.ts';
import { SideFiles } from '../../electron/worker/sideFiles/sideFiles.ts';
import type { EncodingRule } from '../../shared/model/encoding.ts';
import { type Client, createClient } from '../../shared/protocol/client.ts';
import type { Grant } from '../../shared/protocol/control.ts';
import { emitterPort } from '../../shared/protocol/emitterPort.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { withDamage } from '../builders/keptFile.ts';
import { settle } from '../builders/logContent.ts';

// The worker's core over a real message channel, as every host uses it.

let folder: string;
let grants: Map<string, Grant>;
let client: Client;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
  grants = new Map();
  const { port1, port2 } = new MessageChannel();
  serve(emitterPort(port1), grants, {
    kept: new KeptIndexes({ folder: join(folder, 'cache'), fewestEvents: 1 }),
    sides: new SideFiles(join(folder, 'data')),
  });
  client = createClient(emitterPort(port2));
});

afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

const line = (i: number): string =>
  JSON.stringify({
    globalPosition: i + 1,
    streamId: `account-${i % 7}`,
    streamRevision: Math.floor(i / 7) + 1,
    type: i % 2 === 0 ? 'Deposited' : 'Withdrawn',
    recordedAt: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
    eventId: `e-${i}`,
    correlationId: `c-${i % 3}`,
    data: { amount: i },
  });

/** Writes a log of `count` events and lets the worker open it. */
function store(name: string, count: number): string {
  const path = join(folder, name);
  writeFileSync(path, Array.from({ length: count }, (_, i) => `${line(i)}\n`).join(''));
  grants.set(name, { ref: name, path, name });
  return name;
}

const open = (ref: string, signal?: AbortSignal) => client.call('store.open', { ref, cache: false }, { signal });

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof InspectorError ? error.code : String(error)),
  );

describe('where schema versions are taken from', () => {
  const typesOf = async () => (await client.call('schema.report', { from: null })).versionsFrom;

  it('is remembered for the store and its copies, until it is forgotten', async () => {
    await open(store('a.jsonl', 20));
    expect(await client.call('schema.chosen', {})).toEqual({ from: null });
    expect(await typesOf()).toBe('store');
    await client.call('schema.choose', { from: 'data.amount' });
    expect(await typesOf()).toBe('data.amount');
    await open(store('copy.jsonl', 30));
    expect(await typesOf()).toBe('data.amount');
    expect((await client.call('schema.report', { from: 'store' })).versionsFrom).toBe('store');
    await client.call('schema.choose', { from: null });
    expect(await typesOf()).toBe('store');
  });

  it('is refused when it is no place', async () => {
    await open(store('a.jsonl', 3));
    expect(await codeOf(client.call('schema.choose', { from: 'somewhere' }))).toBe('bad-request');
    expect(await client.call('schema.chosen', {})).toEqual({ from: null });
  });
});

describe('a store that opens from its kept index', () => {
  const timeline = {
    axis: 'time',
    from: null,
    to: null,
    width: 50,
    columnWidth: 1,
    stackBy: 'type',
    squeezeIdle: false,
    query: '',
  } as const;
  const openKept = (ref: string) => client.call('store.open', { ref, cache: true });
  const cache = (): string[] => readdirSync(join(folder, 'cache')).filter((name) => name.endsWith('.index'));

  async function keptOnce(count: number): Promise<string> {
    const ref = store('a.jsonl', count);
    await settle(join(folder, ref));
    expect((await openKept(ref)).fromKeptIndex).toBe(false);
    await expect.poll(() => existsSync(join(folder, 'cache')) && cache().length).toBe(1);
    return ref;
  }

  /** What a page asks for, all at once. */
  const askAll = () =>
    Promise.all([
      client.call('timeline.buckets', timeline),
      client.call('timeline.buckets', { ...timeline, stackBy: 'category' }),
      client.call('timeline.buckets', { ...timeline, query: 'type:Deposited' }),
      client.call('events.page', { query: '', offset: 0, limit: 20 }),
      client.call('events.count', { query: 'data.amount:>1000' }),
      client.call('log.facets', { query: '' }),
      client.call('log.point', { point: 'end' }),
      client.call('streams.page', { filter: '', sort: 'events', offset: 0, limit: 10 }),
      client.call('state.at', { reducer: 'merge', partition: 'account-3', ordinal: 3000 }).then(({ state }) => state),
    ]);

  it('answers whatever is asked at once like a scan, however early', async () => {
    const ref = await keptOnce(4000);
    const truth = await askAll();
    for (let i = 0; i < 3; i++) {
      expect((await openKept(ref)).fromKeptIndex).toBe(true);
      expect(await askAll()).toEqual(truth);
    }
  });

  it('says how long it took once all of it is there', async () => {
    const ref = await keptOnce(4000);
    const told = new Promise((resolve) => client.on('log.changed', resolve));
    expect((await openKept(ref)).indexedInMs).toBeNull();
    await told;
    await expect.poll(async () => (await client.call('store.summary', {})).indexedInMs).not.toBeNull();
  });

  it('can be closed, or left for another one, while it comes in', async () => {
    const ref = await keptOnce(4000);
    const truth = await askAll();
    await openKept(ref);
    const asked = codeOf(client.call('events.page', { query: '', offset: 0, limit: 20 }));
    await client.call('store.close', {});
    expect(['cancelled', 'no error']).toContain(await asked);
    await openKept(ref);
    const left = codeOf(client.call('events.page', { query: '', offset: 0, limit: 20 }));
    await openKept(ref);
    expect(['cancelled', 'no error']).toContain(await left);
    expect(await askAll()).toEqual(truth);
  });

  it('is read again where the kept index is damaged, and says so', async () => {
    const ref = await keptOnce(4000);
    const truth = await askAll();
    const file = join(folder, 'cache', cache()[0]!);
    writeFileSync(file, withDamage(readFileSync(file), 'column:streamRevision'));
    expect((await openKept(ref)).events).toBe(4000);
    expect(await askAll()).toEqual(truth);
    const { notes, fromKeptIndex } = await client.call('store.summary', {});
    expect([fromKeptIndex, notes.at(-1)]).toEqual([false, expect.stringContaining('was damaged: it was made anew')]);
  });
});

describe('what may be opened', () => {
  it('is only what was granted', async () => {
    store('a.jsonl', 3);
    expect(await codeOf(open(join(folder, 'a.jsonl')))).toBe('not-allowed');
    expect(await codeOf(open('b.jsonl'))).toBe('not-allowed');
    expect(await open('a.jsonl')).toMatchObject({ events: 3, complete: true });
  });

  it('says that nothing is open before and after', async () => {
    expect(await codeOf(client.call('store.summary', {}))).toBe('not-open');
    await open(store('a.jsonl', 3));
    await client.call('store.close', {});
    expect(await codeOf(client.call('events.count', { query: '' }))).toBe('not-open');
  });

  it('says that a granted file has gone', async () => {
    grants.set('gone', { ref: 'gone', path: join(folder, 'gone.jsonl'), name: 'gone.jsonl' });
    expect(await codeOf(open('gone'))).toBe('not-found');
  });
});

describe('an open store', () => {
  beforeEach(() => open(store('a.jsonl', 100)));

  it('pages what matches, by envelope and in full', async () => {
    const page = await client.call('events.page', { query: 'type:Deposited', offset: 10, limit: 5 });
    expect(page).toMatchObject({ scanned: 100, matched: 50, offset: 10, complete: true });
    expect(page.rows.map(({ ordinal }) => ordinal)).toEqual([20, 22, 24, 26, 28]);
    const records = await client.call('events.records', { query: '', offset: 98, limit: 50 });
    expect(records.rows.map(({ eventId }) => eventId)).toEqual(['e-98', 'e-99']);
  });

  it.each([
    { offset: -1, limit: 5 },
    { offset: 0.5, limit: 5 },
    { offset: 0, limit: Number.NaN },
  ])('refuses the page %o', async (page) =>
    expect(await codeOf(client.call('events.page', { query: '', ...page }))).toBe('bad-request'),
  );

  it('locates an event among the matches and among all', async () => {
    expect(await client.call('events.locate', { query: 'type:Deposited', ordinal: 21 })).toEqual({
      index: 10,
      exact: false,
      previous: 20,
      next: 22,
    });
    expect(await client.call('events.locate', { query: '', ordinal: 99 })).toEqual({
      index: 99,
      exact: true,
      previous: 98,
      next: null,
    });
    expect(await client.call('events.locate', { query: 'stream:nobody', ordinal: 5 })).toEqual({
      index: -1,
      exact: false,
      previous: null,
      next: null,
    });
  });

  it('finds events of the same correlation', async () => {
    const { ordinals } = await client.call('events.correlated', { ordinal: 4 });
    expect(ordinals).toEqual(Array.from({ length: 33 }, (_, i) => 1 + 3 * i));
  });

  it('answers not-found for an event that does not exist', async () => {
    expect(await codeOf(client.call('events.get', { ordinal: 100 }))).toBe('not-found');
    expect(await codeOf(client.call('events.get', { ordinal: -1 }))).toBe('not-found');
  });

  it('gives way to another store, and cancels what ran on the first', async () => {
    const running = codeOf(client.call('schema.report', { from: null }));
    const other = await open(store('b.jsonl', 5));
    expect(other).toMatchObject({ name: 'b.jsonl', events: 5 });
    expect(['cancelled', 'no error']).toContain(await running);
    expect(await client.call('store.summary', {})).toMatchObject({ name: 'b.jsonl' });
  });
});

describe('opening', () => {
  it('is answered from what is there while the index fills, and ends with a complete notice', async () => {
    const notices: boolean[] = [];
    client.on('log.changed', ({ complete }) => notices.push(complete));
    const whole = open(store('big.jsonl', 60_000));
    const early = await Promise.race([
      new Promise<number>((resolve) => {
        const stop = client.on('log.changed', ({ complete }) => {
          stop();
          if (!complete) void client.call('events.count', { query: '' }).then(({ scanned }) => resolve(scanned));
        });
      }),
      whole.then(({ events }) => events),
    ]);
    expect(early).toBeGreaterThan(0);
    expect(await whole).toMatchObject({ events: 60_000, complete: true });
    expect(notices.at(-1)).toBe(true);
  });

  it('shows what is appended, and says when the file is no longer the one that was opened', async () => {
    const ref = store('live.jsonl', 10);
    const notices: { events: number; stopped?: string }[] = [];
    client.on('log.changed', (notice) => notices.push(notice));
    expect(await open(ref)).toMatchObject({ live: { state: 'following' } });
    await client.call('events.count', { query: 'amount' });
    await client.call('integrity.run', { depth: 'all' });
    appendFileSync(join(folder, ref), `${line(10)}\n${line(12)}\n`);
    await expect.poll(() => notices.at(-1)).toEqual({ events: 12, complete: true });
    expect(await client.call('store.summary', {})).toMatchObject({ events: 12, live: { newEvents: 2 } });
    expect(await client.call('events.count', { query: 'type:Deposited' })).toMatchObject({ scanned: 12, matched: 7 });
    expect((await client.call('integrity.run', { depth: 'all' })).checks.length).toBeGreaterThan(0);
    expect((await client.call('store.memory', {})).index).toBeGreaterThan(0);
    writeFileSync(join(folder, ref), `${line(0)}\n`);
    await expect.poll(() => notices.at(-1)?.stopped).toContain('shorter');
    expect(await client.call('store.summary', {})).toMatchObject({ events: 12, live: { state: 'stopped' } });
  });

  it('can be cancelled, and leaves nothing open', async () => {
    const abort = new AbortController();
    const call = codeOf(open(store('big.jsonl', 60_000), abort.signal));
    abort.abort();
    expect(await call).toBe('cancelled');
    // The worker sees the cancel at its next breath: a call after it waits its turn.
    await expect.poll(() => codeOf(client.call('store.summary', {}))).toBe('not-open');
  });

  it('is overtaken by the next', async () => {
    const first = codeOf(open(store('big.jsonl', 60_000)));
    expect(await open(store('small.jsonl', 2))).toMatchObject({ name: 'small.jsonl', events: 2 });
    expect(await first).toBe('cancelled');
    expect(await client.call('store.summary', {})).toMatchObject({ name: 'small.jsonl' });
  });
});

describe('projections beside the store', () => {
  it('are loaded; one that fails is listed and the store opens', async () => {
    writeFileSync(
      join(folder, 'sum.projection.js'),
      'export const initialState = () => 0;\nexport const evolve = (s, e) => s + e.data.amount;\n',
    );
    writeFileSync(join(folder, 'broken.projection.js'), 'export const evolve = (;\n');
    await open(store('a.jsonl', 8));
    const { reducers, failures } = await client.call('projections.list', {});
    expect(reducers.map(({ id }) => id)).toEqual(['merge', 'sum.projection.js']);
    expect(failures).toMatchObject([{ name: 'broken.projection.js' }]);
    const target = { reducer: 'sum.projection.js', partition: 'account-0' };
    expect(await client.call('state.at', { ...target, ordinal: 7 })).toMatchObject({ state: '7', eventsTotal: 2 });
  });
});

describe('kept indexes', () => {
  const keep = (ref: string) => client.call('store.open', { ref, cache: true });

  it('are neither read nor written without being asked for', async () => {
    const ref = store('a.jsonl', 40);
    await settle(join(folder, ref));
    await open(ref);
    expect(existsSync(join(folder, 'cache'))).toBe(false);
    await keep(ref);
    await client.call('store.close', {});
    expect(await client.call('cache.clear', {})).toMatchObject({ files: 1 });
    await keep(ref);
    await expect.poll(() => keep(ref)).toMatchObject({ fromKeptIndex: true });
    expect(await open(ref)).toMatchObject({ fromKeptIndex: false });
  });

  it('open the store as a scan does, and are cleared while it stays open', async () => {
    const ref = store('a.jsonl', 400);
    await settle(join(folder, ref));
    const { indexedInMs: _, fromKeptIndex, ...scanned } = await keep(ref);
    expect(fromKeptIndex).toBe(false);
    const events = await client.call('events.records', { query: 'type:Deposited', offset: 0, limit: 500 });
    await expect.poll(() => keep(ref)).toMatchObject({ ...scanned, fromKeptIndex: true });
    expect(await client.call('cache.clear', {})).toEqual({ files: 1, snapshotFiles: 0, bytes: expect.any(Number) });
    expect(await client.call('events.records', { query: 'type:Deposited', offset: 0, limit: 500 })).toEqual(events);
    expect(await client.call('cache.clear', {})).toEqual({ files: 0, snapshotFiles: 0, bytes: 0 });
  });

  it('are not made of a copy that ends with the host', async () => {
    const ref = store('upload.jsonl', 40);
    const path = join(folder, ref);
    grants.set(ref, { ref, path, name: ref, passing: true });
    await settle(path);
    await keep(ref);
    expect(await client.call('cache.clear', {})).toEqual({ files: 0, snapshotFiles: 0, bytes: 0 });
  });

  it('that cannot be written are a note in the summary, and the page is told to look', async () => {
    const ref = store('a.jsonl', 40);
    await settle(join(folder, ref));
    writeFileSync(join(folder, 'cache'), 'a file where the folder should be');
    let told = 0;
    client.on('log.changed', ({ complete }) => complete && told++);
    await keep(ref);
    await expect.poll(() => told).toBe(2);
    const { notes } = await client.call('store.summary', {});
    expect(notes.at(-1)).toMatch(/^The index could not be kept/);
  });
});

describe('kept snapshots', () => {
  const sum = 'export const initialState = () => 0;\nexport const evolve = (s, e) => s + e.data.amount;\n';
  const ordinal = 83_999;
  /** The last state of a projection over the longest stream, after an opening. */
  const stateAfter = async (ref: string, cache: boolean) => {
    await client.call('store.open', { ref, cache });
    await client.call('projections.add', { name: 'sum.js', source: sum });
    const { state, folded } = await client.call('state.at', { reducer: 'sum.js', partition: null, ordinal });
    return { state, folded };
  };

  it('spare a fold at the next opening, are neither read nor written without being asked for, and are cleared', async () => {
    const ref = store('a.jsonl', ordinal + 1);
    await settle(join(folder, ref));
    const whole = await stateAfter(ref, false);
    expect(whole.folded).toBe(12_000);
    await client.call('store.close', {});
    expect(await client.call('cache.clear', {})).toMatchObject({ files: 0 });
    expect(await stateAfter(ref, true)).toEqual(whole);
    await expect.poll(async () => (await client.call('store.memory', {})).keptSnapshots).toBeGreaterThan(1000);
    expect(await stateAfter(ref, false)).toEqual(whole);
    expect((await client.call('store.memory', {})).keptSnapshots).toBe(0);
    const again = await stateAfter(ref, true);
    expect(again.state).toBe(whole.state);
    expect(again.folded).toBeLessThanOrEqual(100);

    await client.call('encodings.set', { rules: [{ type: 'Deposited', encoding: 'json' }] });
    const { folded } = await client.call('state.at', { reducer: 'sum.js', partition: null, ordinal });
    expect(folded).toBe(12_000);

    await client.call('store.close', {});
    expect(await client.call('cache.clear', {})).toMatchObject({ files: 3, snapshotFiles: 2 });
  });
});

describe('mapping', () => {
  const strange = (i: number): string => JSON.stringify({ k: 'Moved', o: `crate-${i % 3}`, w: { n: i } });
  const write = (name: string, from: number): string => {
    const path = join(folder, name);
    writeFileSync(path, Array.from({ length: 12 }, (_, i) => `${strange(from + i)}\n`).join(''));
    grants.set(name, { ref: name, path, name });
    return name;
  };

  it('looks into a store, shows the first records, opens it, and opens the next of its shape by itself', async () => {
    const ref = write('first', 0);
    expect(await codeOf(open(ref))).toBe('not-a-store');
    const inspected = await client.call('mapping.inspect', { ref });
    expect(inspected).toMatchObject({
      files: [],
      remembered: false,
      choices: [{ title: 'JSON Lines' }, { title: 'JSON' }],
    });
    const mapping = { ...inspected.mapping!, fields: { type: 'k', stream: 'o', payload: 'w' } };
    const preview = await client.call('mapping.preview', { ref, mapping });
    expect(preview).toMatchObject({ opens: true, errors: [], columns: ['k', 'o', 'w'] });
    expect(preview.rows[1]).toMatchObject({ values: { type: 'Moved', stream: 'crate-1', payload: '{"n":1}' } });
    const opened = await client.call('store.open', { ref, cache: false, mapping, remember: true });
    expect(opened).toMatchObject({ format: 'mapped', events: 12, mapping });

    const other = write('other', 100);
    const again = await open(other);
    expect(again).toMatchObject({ format: 'mapped', mapping, formatName: 'mapped: JSON Lines' });
    expect(again.notes[0]).toMatch(/remembered|mapped before/);
    expect(await client.call('mapping.inspect', { ref: other })).toMatchObject({ remembered: true, mapping });
    expect(await client.call('mapping.forget', { ref: other })).toEqual({ forgotten: true });
    expect(await client.call('mapping.forget', { ref: other })).toEqual({ forgotten: false });
    expect(await codeOf(open(ref))).toBe('not-a-store');
  });

  it('says that what is remembered is damaged, opens as if nothing was, and forgets it', async () => {
    const ref = write('first', 0);
    const { mapping } = await client.call('mapping.inspect', { ref });
    await client.call('store.open', { ref, cache: false, mapping: mapping!, remember: true });
    const [kept] = readdirSync(join(folder, 'data')).map((name) => join(folder, 'data', name, 'mapping.json'));
    const damage = /^The mapping that is remembered for its layout is not used: .* is not JSON\.$/;
    writeFileSync(kept!, '{"eventloupe":');
    const refused = await open(ref).catch((error: InspectorError) =>
      error.data?.rejections?.map(({ reason }) => reason),
    );
    expect(refused).toContainEqual(expect.stringMatching(damage));
    const inspected = await client.call('mapping.inspect', { ref });
    expect(inspected).toMatchObject({ remembered: false, mapping, damage: expect.stringMatching(damage) });

    // The same where a format of its own reads the store.
    const known = store('known.jsonl', 20);
    const own = (await client.call('mapping.inspect', { ref: known })).mapping!;
    await client.call('store.open', { ref: known, cache: false, mapping: own, remember: true });
    for (const name of readdirSync(join(folder, 'data'))) {
      writeFileSync(join(folder, 'data', name, 'mapping.json'), '{"eventloupe":"mapping","version":99}');
    }
    const opened = await open(known);
    expect(opened).toMatchObject({ format: 'json-lines', events: 20 });
    expect(opened.notes).toContainEqual(expect.stringMatching(/^The mapping that is remembered for its layout is not/));
    expect(await client.call('mapping.forget', { ref: known })).toEqual({ forgotten: true });
    expect((await open(known)).notes).toEqual(opened.notes.filter((note) => !note.startsWith('The mapping')));
  });

  it('forgets nothing of what was kept by another mapping of the same store', async () => {
    const ref = write('kept', 0);
    await settle(join(folder, ref));
    const source = { kind: 'json-lines' } as const;
    const by = (type: string) => ({ eventloupe: 'mapping', version: 1, source, fields: { type } }) as const;
    const first = await client.call('store.open', { ref, cache: true, mapping: by('k') });
    const second = await client.call('store.open', { ref, cache: true, mapping: by('o') });
    expect([first.fromKeptIndex, second.fromKeptIndex]).toEqual([false, false]);
    expect((await client.call('log.facets', { query: '' })).types).toHaveLength(3);
    const again = () => client.call('store.open', { ref, cache: true, mapping: by('k') });
    await expect.poll(again).toMatchObject({ fromKeptIndex: true });
    expect((await client.call('log.facets', { query: '' })).types).toHaveLength(1);
  });

  it('names the files of a folder to choose from, and looks into none that was not granted', async () => {
    mkdirSync(join(folder, 'both'));
    writeFileSync(join(folder, 'both', 'a.jsonl'), `${strange(1)}\n`);
    writeFileSync(join(folder, 'both', 'b.csv'), 'x,y\n1,2\n');
    grants.set('both', { ref: 'both', path: join(folder, 'both'), name: 'both' });
    const found = await client.call('mapping.inspect', { ref: 'both' });
    expect(found).toMatchObject({ files: ['a.jsonl', 'b.csv'], choices: [], mapping: null });
    const one = await client.call('mapping.inspect', { ref: 'both', file: 'a.jsonl' });
    expect(one.mapping!.source).toEqual({ kind: 'json-lines', file: 'a.jsonl' });
    expect(await client.call('store.open', { ref: 'both', cache: false, mapping: one.mapping! })).toMatchObject({
      events: 1,
    });
    expect(await codeOf(client.call('mapping.inspect', { ref: 'elsewhere' }))).toBe('not-allowed');
    expect(await codeOf(client.call('mapping.preview', { ref: 'both', mapping: {} as never }))).toBe('bad-mapping');
  });
});

describe('the encoding of payloads', () => {
  const base64 = (data: unknown): string => Buffer.from(msgpack(data)).toString('base64');
  const rule = { type: 'Moved', encoding: 'messagepack' } as const;

  function moves(name: string): string {
    const path = join(folder, name);
    const move = (n: number): string => `${JSON.stringify({ streamId: 's', type: 'Moved', data: base64({ n }) })}\n`;
    writeFileSync(path, [1, 2, 3, 4, 5].map(move).join(''));
    grants.set(name, { ref: name, path, name });
    return name;
  }

  const target = { reducer: 'merge', partition: 's' };
  const stateNow = async (): Promise<string | null> => (await client.call('state.at', { ...target, ordinal: 4 })).state;
  const matched = async (): Promise<number> => (await client.call('events.count', { query: 'data.n:>3' })).matched;
  const unreadable = async (): Promise<number> =>
    (await client.call('integrity.run', { depth: 'all' })).findings.filter(
      ({ checkId }) => checkId === 'unreadable-rows',
    ).length;

  it('changes every answer that is made of payloads, and is remembered', async () => {
    await open(moves('a.jsonl'));
    expect([await matched(), await stateNow(), await unreadable()]).toEqual([0, '{}', 0]);
    const summary = await client.call('encodings.set', { rules: [rule] });
    expect(summary.encodingChanges).toBe(1);
    expect([await matched(), await stateNow(), await unreadable()]).toEqual([2, '{"n":5}', 0]);
    await client.call('encodings.set', { rules: [{ ...rule, encoding: 'cbor' }] });
    expect([await matched(), await unreadable()]).toEqual([0, 5]);
    await client.call('encodings.set', { rules: [rule] });

    expect((await open(moves('copy.jsonl'))).notes).toContain('Payloads of Moved are read as MessagePack, as chosen.');
    expect([await matched(), await stateNow()]).toEqual([2, '{"n":5}']);
    expect((await client.call('encodings.list', {})).rules).toEqual([rule]);

    await client.call('encodings.set', { rules: [] });
    expect(await matched()).toBe(0);
    expect((await open('a.jsonl')).encodingChanges).toBe(0);
  });

  it('keeps projections that were added', async () => {
    await open(moves('a.jsonl'));
    const source = 'export const initialState = () => 0; export const evolve = (sum, e) => sum + (e.data.n ?? 0);';
    await client.call('projections.add', { name: 'sum.js', source });
    const sum = async () => (await client.call('state.at', { reducer: 'sum.js', partition: 's', ordinal: 4 })).state;
    expect(await sum()).toBe('0');
    await client.call('encodings.set', { rules: [rule] });
    expect(await sum()).toBe('15');
  });

  it('is given for one opening without being remembered, and goes before what is', async () => {
    await open(moves('a.jsonl'));
    await client.call('encodings.set', { rules: [{ type: null, encoding: 'binary' }] });
    const encodings = [rule];
    await client.call('store.open', { ref: 'a.jsonl', cache: false, encodings });
    expect(await matched()).toBe(2);
    await open('a.jsonl');
    expect((await client.call('encodings.list', {})).rules).toEqual([{ type: null, encoding: 'binary' }]);
  });

  it('is tried on one payload before it is chosen', async () => {
    await open(moves('a.jsonl'));
    const preview = (rule: EncodingRule) => client.call('encodings.preview', { ordinal: 0, rule });
    expect(await preview(rule)).toMatchObject({ problem: null, payload: { kind: 'json', text: '{"n":1}' } });
    expect(await preview({ type: null, encoding: 'avro' })).toEqual({
      problem: { field: 'schema', message: 'Give the schema of the writer.' },
      messages: [],
      payload: null,
    });
    const schema = 'syntax = "proto3"; message M { int64 n = 1; }';
    expect(await preview({ type: null, encoding: 'protobuf', schema })).toMatchObject({
      problem: { field: 'message' },
      messages: ['M'],
    });
    expect(await matched()).toBe(0);
  });

  it('is refused where it cannot be used, and nothing changes', async () => {
    await open(moves('a.jsonl'));
    await client.call('encodings.set', { rules: [rule] });
    const set = (rules: unknown) => client.call('encodings.set', { rules: rules as EncodingRule[] });
    for (const rules of [[{ type: 'Moved', encoding: 'avro' }], [rule, rule], [{ type: 'Moved' }], 'json', [null]]) {
      expect(await codeOf(set(rules))).toBe('bad-request');
    }
    expect(await matched()).toBe(2);
  });

  it('says so where what was remembered cannot be used, and opens', async () => {
    await open(moves('a.jsonl'));
    await client.call('encodings.set', { rules: [rule] });
    const [print] = readdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', print!, 'encodings.json'), '[{"type":"Moved","encoding":"morse"}]');
    expect((await open('a.jsonl')).notes).toContainEqual(expect.stringContaining('no encoding "morse"'));
  });
});
