import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffBetween } from '../../../../../electron/worker/replay/questions/diffBetween.ts';
import { shownOrigins } from '../../../../../electron/worker/replay/questions/shownState.ts';
import { valueHistory } from '../../../../../electron/worker/replay/questions/valueHistory.ts';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { createBreathe } from '../../../../../electron/worker/turns/breathe.ts';
import type { StateAt } from '../../../../../shared/model/state.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, bankKurrent, calm } from './bank.ts';

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
const merge = (partition: string | null) => ({ reducer: 'merge', partition });

/** What an answer says, without how it was come by. */
const facts = ({ folded, fromSnapshot, elapsedMs, ...rest }: StateAt) => rest;

describe('the bank story', () => {
  it.each([
    ['bank.projection.js', bankDecider],
    [
      'bank.projection.ts',
      bankDecider.replace('(state, event)', '(state: { owner: string | null; balance: number }, event: any)'),
    ],
    ['kurrent.projection.js', bankKurrent],
  ])('ends at 120 with %s', async (name, source) => {
    const replay = new Replay(eventLog(bankEvents));
    await replay.addProjection(name, source);
    const target = { reducer: name, partition: 'account-1' };
    const answer = await replay.stateAt(target, 5, calm);
    expect(answer.failure).toBeNull();
    expect(parsed(answer.state)).toEqual({ owner: 'Ann', balance: 120 });
    expect(answer.changes).toEqual([{ path: '/balance', from: '70', to: '120', ordinal: 5 }]);
    const history = await valueHistory(replay, target, '/balance', calm);
    expect(history).toMatchObject({ partition: 'account-1', folded: 4, failure: null });
    expect(history.changes.map(({ ordinal, type, from, to }) => [ordinal, type, from, to])).toEqual([
      [2, 'Deposited', '0', '100'],
      [4, 'Withdrawn', '100', '70'],
      [5, 'Deposited', '70', '120'],
    ]);
    expect(await shownOrigins(replay, { ...target, ordinal: 5, part: null }, calm)).toEqual({
      origins: [
        { path: '/owner', ordinal: 0 },
        { path: '/balance', ordinal: 5 },
      ],
    });
    expect((await diffBetween(replay, target, 0, 4, calm)).changes).toEqual([
      { path: '/balance', from: '0', to: '70', ordinal: 4 },
    ]);
    replay.close();
  });
});

describe('the state at a point', () => {
  const replay = new Replay(eventLog(bankEvents));

  it('is that of the stream of the event at the point, the event included', async () => {
    const answer = await replay.stateAt(merge(null), 4, calm);
    expect(answer).toMatchObject({
      partition: 'account-1',
      reducer: { id: 'merge', kind: 'merge' },
      at: { ordinal: 4, globalPosition: '5', recordedAt: '2026-01-01T00:00:05.000Z' },
      folded: 3,
      fromSnapshot: null,
      eventsBefore: 3,
      eventsTotal: 4,
      failure: null,
      lastOrdinal: 4,
      changes: [{ path: '/amount', from: '100', to: '30', ordinal: 4 }],
      next: { ordinal: 5, type: 'Deposited', recordedAt: '2026-01-01T00:00:06.000Z' },
    });
    expect(parsed(answer.state)).toEqual({ owner: 'Ann', amount: 30 });
  });

  it('is the last one before, where the event at the point belongs to another stream', async () => {
    const answer = await replay.stateAt(merge('account-1'), 3, calm);
    expect(answer).toMatchObject({ at: { ordinal: 3 }, lastOrdinal: 2, eventsBefore: 2, next: { ordinal: 4 } });
  });

  it('is null before the first event', async () => {
    expect(await replay.stateAt(merge('account-2'), 0, calm)).toMatchObject({
      state: null,
      lastOrdinal: null,
      eventsBefore: 0,
      eventsTotal: 2,
      changes: [],
      next: { ordinal: 1 },
    });
    expect(await replay.stateAt(merge('account-2'), -1, calm)).toMatchObject({ state: null, at: null });
    expect(await replay.stateAt(merge(null), -1, calm)).toMatchObject({ state: null, eventsTotal: 0 });
  });

  it('is refused for what is not there', async () => {
    await expect(replay.stateAt(merge('account-9'), 0, calm)).rejects.toMatchObject({ code: 'not-found' });
    await expect(replay.stateAt({ reducer: 'gone', partition: null }, 0, calm)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(replay.stateAt(merge(null), 6, calm)).rejects.toMatchObject({ code: 'bad-point' });
    await expect(replay.stateAt(merge(null), 0.5, calm)).rejects.toMatchObject({ code: 'bad-point' });
    await expect(valueHistory(replay, merge('account-1'), 'balance', calm)).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  it('keeps digits that a double cannot hold', async () => {
    const log = eventLog([{ stream: 's', type: 'T', text: '{"id":9223372036854775807}' }]);
    expect((await new Replay(log).stateAt(merge('s'), 0, calm)).state).toBe('{"id":9223372036854775807}');
  });
});

const sumDecider = `
export const initialState = () => ({ n: 0, list: [] });
export const evolve = (state, event) => ({ ...state, n: state.n + event.data.n, list: [...state.list.slice(-3), event.data], [event.type]: event.streamRevision });`;
const mutating =
  '.when({ $init: () => ({ n: 0 }), A: (s, e) => { s.n += e.data.n; s.last = e.streamId; }, $any: (s) => { s.other = (s.other ?? 0) + 1; } })';
const sources: Record<string, string> = {
  decider: sumDecider,
  keyed: `${sumDecider}\nexport const partitionBy = (event) => event.data.n % 3 === 0 ? null : 'k' + event.data.n % 3;`,
  single: `fromAll()${mutating}`,
  category: `fromCategory('s')${mutating}`,
  throwing: `${sumDecider.replace('({ ...state', 'event.data.n === 19 ? boom() : ({ ...state')}\nexport const partitionBy = () => 'all';`,
  mutatingThrow:
    'fromAll().when({ $init: () => ({ n: 0 }), $any: (s, e) => { s.n += e.data.n; if (e.data.n === 19) throw new Error("boom"); } })',
};

const events: fc.Arbitrary<TestEvent[]> = fc.array(
  fc.record({
    stream: fc.constantFrom('s-1', 's-2', 't-1'),
    type: fc.constantFrom('A', 'B'),
    data: fc.record({ n: fc.integer({ min: 0, max: 20 }), a: fc.constantFrom(null, 1, { b: 1 }, { c: [1, 2] }) }),
  }),
  { minLength: 1, maxLength: 40 },
);

describe('snapshots', () => {
  it.each(['merge', ...Object.keys(sources)])(
    'change no answer of %s, whatever is asked in which order',
    async (reducer) => {
      await fc.assert(
        fc.asyncProperty(events, fc.array(fc.nat(), { maxLength: 6 }), async (log, points) => {
          const plain = new Replay(eventLog(log), { snapshotEvery: 0 });
          const quick = new Replay(eventLog(log), { snapshotEvery: 3 });
          const tight = new Replay(eventLog(log), { snapshotEvery: 2, snapshotBytes: 300 });
          const all = [plain, quick, tight];
          const source = sources[reducer];
          if (source !== undefined) for (const replay of all) await replay.addProjection(reducer, source);
          const target = { reducer, partition: null };
          for (const point of points.map((n) => n % log.length)) {
            const [expected, ...others] = await Promise.all(
              all.map(async (r) => facts(await r.stateAt(target, point, calm))),
            );
            for (const other of others) expect(other).toEqual(expected);
          }
          const last = log.length - 1;
          const asked = await Promise.all(
            all.map(async (r) => [
              await shownOrigins(r, { ...target, ordinal: last, part: null }, calm),
              await valueHistory(r, target, '/n', calm),
              await diffBetween(r, target, last >> 1, last, calm).catch((error: Error) => error.message),
            ]),
          );
          expect(asked[1]).toEqual(asked[0]);
          expect(asked[2]).toEqual(asked[0]);
          for (const replay of all) replay.close();
        }),
        { numRuns: 15 },
      );
    },
  );

  it('shorten the way', async () => {
    const log = eventLog(Array.from({ length: 1000 }, (_, i) => ({ stream: 's', type: 'T', data: { i } })));
    const replay = new Replay(log);
    expect(await replay.stateAt(merge('s'), 999, calm)).toMatchObject({ folded: 1000, fromSnapshot: null });
    expect(await replay.stateAt(merge('s'), 949, calm)).toMatchObject({
      folded: 50,
      fromSnapshot: 899,
      state: '{"i":949}',
    });
    expect(await replay.stateAt(merge('s'), 899, calm)).toMatchObject({ folded: 100, fromSnapshot: 799 });
  });

  it('of large states do not use up the memory of the sandbox', async () => {
    const log = eventLog(Array.from({ length: 60 }, (_, i) => ({ stream: 's', type: 'T', data: { i } })));
    const replay = new Replay(log, { snapshotEvery: 1 });
    await replay.addProjection(
      'p',
      "fromAll().when({ $init: () => ({ n: 0, text: 'x'.repeat(2 ** 20) }), T: (s) => { s.n++; } })",
    );
    const target = { reducer: 'p', partition: null };
    const answer = await replay.stateAt(target, 59, calm);
    expect(answer.failure).toBeNull();
    expect(answer.changes).toEqual([{ path: '/n', from: '59', to: '60', ordinal: 59 }]);
    expect((await replay.stateAt(target, 29, calm)).changes).toEqual([
      { path: '/n', from: '29', to: '30', ordinal: 29 },
    ]);
  });

  it('of a replaced projection are forgotten', async () => {
    const log = eventLog(Array.from({ length: 300 }, () => ({ stream: 's', type: 'T', data: {} })));
    const replay = new Replay(log);
    const counting = (step: number) =>
      `export const initialState = () => 0; export const evolve = (state) => state + ${step};`;
    const at = async () => (await replay.stateAt({ reducer: 'p', partition: 's' }, 299, calm)).state;
    await replay.addProjection('p', counting(1));
    expect(await at()).toBe('300');
    await replay.addProjection('p', counting(2));
    expect(await at()).toBe('600');
    await expect(replay.addProjection('p', 'export nonsense')).rejects.toMatchObject({ code: 'bad-projection' });
    expect(await at()).toBe('600');
    await expect(replay.addProjection('merge', counting(1))).rejects.toMatchObject({ code: 'bad-projection' });
  });
});

describe('a reducer that throws', () => {
  const log = eventLog(
    Array.from({ length: 500 }, (_, i) => ({ stream: 's', type: 'T', data: { n: i === 250 ? 19 : 1 } })),
  );
  it.each(['throwing', 'mutatingThrow'])('is a failure at its event, with the last good state: %s', async (name) => {
    const replay = new Replay(log);
    await replay.addProjection(name, sources[name]!);
    const target = { reducer: name, partition: null };
    expect(await replay.stateAt(target, 249, calm)).toMatchObject({ failure: null });
    for (const point of [499, 250, 499]) {
      const answer = await replay.stateAt(target, point, calm);
      expect(answer.failure).toMatchObject({ ordinal: 250, message: expect.stringContaining('boom') });
      expect(parsed(answer.state)).toMatchObject({ n: 250 });
      expect(answer.changes).toEqual([]);
    }
    const history = await valueHistory(replay, target, '/n', calm);
    expect(history.failure).toMatchObject({ ordinal: 250 });
    expect(history.changes).toHaveLength(250);
    await expect(diffBetween(replay, target, 0, 499, calm)).rejects.toThrow(/failed at event #250: .*boom/);
    expect((await diffBetween(replay, target, 0, 249, calm)).changes[0]).toMatchObject({
      path: '/n',
      to: '250',
      ordinal: 249,
    });
  });

  it('for its events only: another partition is not touched', async () => {
    const replay = new Replay(eventLog([...bankEvents, { stream: 'account-2', type: 'Broken' }]));
    await replay.addProjection('p', bankDecider.replace("case 'Opened'", "case 'Broken': return gone; case 'Opened'"));
    expect((await replay.stateAt({ reducer: 'p', partition: 'account-1' }, 6, calm)).failure).toBeNull();
    expect((await replay.stateAt({ reducer: 'p', partition: 'account-2' }, 6, calm)).failure).toMatchObject({
      ordinal: 6,
    });
  });

  it('is found one by one where the sandbox could not say which event it was', async () => {
    const replay = new Replay(eventLog([...bankEvents, { stream: 'account-1', type: 'Deep', data: {} }]));
    const deep = "case 'Deep': { let s = []; for (let i = 0; i < 50000; i++) s = [s]; return s; } case 'Opened'";
    await replay.addProjection('p', bankDecider.replace("case 'Opened'", deep));
    const answer = await replay.stateAt({ reducer: 'p', partition: 'account-1' }, 6, calm);
    expect(answer.failure?.ordinal).toBe(6);
    expect(parsed(answer.state)).toEqual({ owner: 'Ann', balance: 120 });
  });
});

describe('partitions', () => {
  it('by key collect events across streams; an event without a key belongs to none', async () => {
    const replay = new Replay(eventLog(bankEvents));
    await replay.addProjection(
      'p',
      `${bankDecider}export const partitionBy = (e) => e.type === 'Opened' ? null : e.type;`,
    );
    const at = (partition: string | null, ordinal: number) =>
      replay.stateAt({ reducer: 'p', partition }, ordinal, calm);
    expect(await at('Deposited', 5)).toMatchObject({
      partition: 'Deposited',
      eventsTotal: 3,
      state: '{"owner":null,"balance":157}',
    });
    expect(await at(null, 4)).toMatchObject({ partition: 'Withdrawn', eventsTotal: 1, lastOrdinal: 4 });
    expect(await at(null, 1)).toMatchObject({ partition: '', eventsTotal: 0, state: null });
    expect(await at('nobody', 5)).toMatchObject({ partition: 'nobody', eventsTotal: 0, state: null });
  });

  it('are not known from where partitionBy throws on', async () => {
    const replay = new Replay(eventLog(bankEvents));
    await replay.addProjection(
      'p',
      `${bankDecider}export const partitionBy = (e) => e.type === 'Withdrawn' ? oops : 'all';`,
    );
    const at = (ordinal: number) => replay.stateAt({ reducer: 'p', partition: 'all' }, ordinal, calm);
    expect(await at(3)).toMatchObject({ failure: null, eventsBefore: 4 });
    expect(await at(5)).toMatchObject({
      failure: { ordinal: 4, message: expect.stringContaining("'oops' is not defined") },
    });
  });

  it('single: one state over everything that is read', async () => {
    const replay = new Replay(eventLog(bankEvents));
    await replay.addProjection(
      'p',
      "fromCategory('account').when({ $init: () => 0, Deposited: (s, e) => s + e.data.amount })",
    );
    expect(await replay.stateAt({ reducer: 'p', partition: null }, 5, calm)).toMatchObject({
      partition: '',
      state: '157',
      eventsTotal: 6,
    });
  });
});

describe('what caused what', () => {
  const log = eventLog(
    [
      { a: { x: 1, y: 1 }, list: [1, 2] },
      { a: { x: 2 } },
      { a: null },
      { a: { y: 3 } },
      { list: [1, 5], b: { c: { d: 1 } } },
    ].map((data) => ({ stream: 's', type: 'T', data })),
  );
  const replay = new Replay(log, { snapshotEvery: 2 });

  it('names for each leaf the event that set it', async () => {
    const origins = async (at: number) =>
      Object.fromEntries(
        (await shownOrigins(replay, { ...merge('s'), ordinal: at, part: null }, calm)).origins.map((o) => [
          o.path,
          o.ordinal,
        ]),
      );
    // Backwards too: what was gathered for a later point answers for an earlier one.
    const at1 = { '/a/x': 1, '/a/y': 0, '/list/0': 0, '/list/1': 0 };
    expect(await origins(1)).toEqual(at1);
    expect(await Promise.all([origins(3), origins(4), origins(1)])).toContainEqual(at1);
    expect(await origins(2)).toEqual({ '/list/0': 0, '/list/1': 0 });
    expect(await origins(4)).toEqual({ '/a/y': 3, '/list/0': 0, '/list/1': 4, '/b/c/d': 4 });
  });

  it('names for each difference the event that touched it last, in either direction', async () => {
    const { changes } = await diffBetween(replay, merge('s'), 0, 4, calm);
    expect(changes).toEqual([
      { path: '/a/x', from: '1', to: null, ordinal: 2 },
      { path: '/a/y', from: '1', to: '3', ordinal: 3 },
      { path: '/list/1', from: '2', to: '5', ordinal: 4 },
      { path: '/b', from: null, to: '{"c":{"d":1}}', ordinal: 4 },
    ]);
    expect(
      (await diffBetween(replay, merge('s'), 4, 0, calm)).changes.map(({ path, from, to }) => [path, from, to]),
    ).toEqual([
      ['/list/1', '5', '2'],
      ['/a/y', '3', '1'],
      ['/a/x', null, '1'],
      ['/b', '{"c":{"d":1}}', null],
    ]);
    expect((await diffBetween(replay, merge('s'), 2, 2, calm)).changes).toEqual([]);
    expect((await diffBetween(replay, merge('s'), -1, 0, calm)).changes.map(({ path }) => path)).toEqual([
      '/a',
      '/list',
    ]);
  });
});

describe('long folds', () => {
  it('can be cancelled, and answer rightly afterwards', async () => {
    const log = eventLog(Array.from({ length: 5000 }, (_, i) => ({ stream: 's', type: 'T', data: { n: 1, i } })));
    const replay = new Replay(log);
    await replay.addProjection('keyed', sources.keyed!);
    for (const reducer of ['merge', 'keyed']) {
      const stop = new AbortController();
      let breaths = 0;
      const context = {
        signal: stop.signal,
        breathe: () => {
          if (++breaths === 2) stop.abort(new Error('enough'));
          stop.signal.throwIfAborted();
          return undefined;
        },
      };
      await expect(replay.stateAt({ reducer, partition: null }, 4999, context)).rejects.toThrow('enough');
      const answer = await replay.stateAt({ reducer, partition: null }, 4999, calm);
      expect(answer).toMatchObject({ eventsBefore: 5000, failure: null });
    }
  });

  it('let others have their turn and report how far they are', async () => {
    const log = eventLog(Array.from({ length: 3000 }, (_, i) => ({ stream: 's', type: 'T', data: { i } })));
    const seen: number[] = [];
    const { signal } = new AbortController();
    const breathe = createBreathe(signal, () => {});
    const context = {
      signal,
      breathe: (progress: Parameters<typeof breathe>[0]) => {
        seen.push(progress.done);
        expect(progress).toMatchObject({ phase: 'replay', total: 3000, unit: 'events' });
        return breathe(progress);
      },
    };
    await new Replay(log).stateAt(merge('s'), 2999, context);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(3000);
  });
});
