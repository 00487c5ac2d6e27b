import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptIndexes } from '../../electron/worker/keptIndex/keptIndexes.ts';
import { serve } from '../../electron/worker/serve.ts';
import { SideFiles } from '../../electron/worker/sideFiles/sideFiles.ts';
import { type Client, createClient } from '../../shared/protocol/client.ts';
import type { Grant } from '../../shared/protocol/control.ts';
import { emitterPort } from '../../shared/protocol/emitterPort.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
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
    await client.call('integrity.run', {});
    appendFileSync(join(folder, ref), `${line(10)}\n${line(12)}\n`);
    await expect.poll(() => notices.at(-1)).toEqual({ events: 12, complete: true });
    expect(await client.call('store.summary', {})).toMatchObject({ events: 12, live: { newEvents: 2 } });
    expect(await client.call('events.count', { query: 'type:Deposited' })).toMatchObject({ scanned: 12, matched: 7 });
    expect((await client.call('integrity.run', {})).checks.length).toBeGreaterThan(0);
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
    expect(await client.call('cache.clear', {})).toEqual({ files: 1, bytes: expect.any(Number) });
    expect(await client.call('events.records', { query: 'type:Deposited', offset: 0, limit: 500 })).toEqual(events);
    expect(await client.call('cache.clear', {})).toEqual({ files: 0, bytes: 0 });
  });

  it('are not made of a copy that ends with the host', async () => {
    const ref = store('upload.jsonl', 40);
    const path = join(folder, ref);
    grants.set(ref, { ref, path, name: ref, passing: true });
    await settle(path);
    await keep(ref);
    expect(await client.call('cache.clear', {})).toEqual({ files: 0, bytes: 0 });
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
