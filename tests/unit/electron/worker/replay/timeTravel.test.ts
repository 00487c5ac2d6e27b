import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type BisectQuestion, bisect } from '../../../../../electron/worker/replay/questions/bisect.ts';
import { compareStates } from '../../../../../electron/worker/replay/questions/compare.ts';
import { partitionsPage } from '../../../../../electron/worker/replay/questions/partitionTable.ts';
import { shownOrigins } from '../../../../../electron/worker/replay/questions/shownState.ts';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { watchTracks } from '../../../../../electron/worker/replay/series.ts';
import { compileCondition, compileExpression } from '../../../../../shared/expression/evaluate.ts';
import { type JsonValue, parseJson, stringifyJson } from '../../../../../shared/json.ts';
import type { PartitionsPage, PartitionsRequest } from '../../../../../shared/model/partitions.ts';
import { pointerKeys, valueAt } from '../../../../../shared/statePath.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { calm } from './bank.ts';

// The law of all of it: an answer is what a plain fold over the events says, with snapshots and without.

const decider = `
const shared = { balance: 0, items: [] };
export const initialState = () => shared;
export const evolve = (state, { type, data }) => {
  if (type === 'Broken') { state.balance = 1e6; throw new Error('broken'); }
  if (type === 'Item') {
    const others = state.items.filter(({ sku }) => sku !== data.sku);
    return { ...state, items: data.n > 5 ? others : [{ sku: data.sku, n: data.n }, ...others] };
  }
  state.balance += data.n;
  return state;
};`;
const sources: Record<string, string> = {
  'stream.js': decider,
  'key.js': `${decider}\nexport const partitionBy = ({ data }) => (data.n === 0 ? null : data.sku);`,
  'single.js':
    'fromAll().when({ $init: () => ({ balance: 0 }), Money: (s, e) => { s.balance += e.data.n; s.last = e.streamId; } })',
};
const reducers = ['merge', ...Object.keys(sources)];

const event = (broken: number): fc.Arbitrary<TestEvent> =>
  fc.record({
    stream: fc.constantFrom('a-1', 'a-2', 'b-1', 'b-2'),
    type: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('Money', 'Item') },
      { weight: broken, arbitrary: fc.constant('Broken') },
    ),
    data: fc.record({ n: fc.integer({ min: -9, max: 9 }), sku: fc.constantFrom('x', 'y', 'z') }),
  });
const events = fc.oneof(
  fc.array(event(0), { minLength: 1, maxLength: 40 }),
  fc.array(event(1), { minLength: 1, maxLength: 40 }),
);

async function replays(log: readonly TestEvent[], reducer: string): Promise<Replay[]> {
  const all = [{ snapshotEvery: 0 }, { snapshotEvery: 3 }].map((options) => new Replay(eventLog(log), options));
  const source = sources[reducer];
  if (source !== undefined) for (const replay of all) await replay.addProjection(reducer, source);
  return all;
}

interface Step {
  readonly ordinal: number;
  readonly state: JsonValue;
}

/** What a plain fold says: of every partition the state after each of its events, as far as it does not fail. */
async function plainly(log: readonly TestEvent[], reducer: string): Promise<Map<string, Step[]>> {
  const [replay] = await replays(log, reducer);
  const partitions = new Map<string, Step[]>();
  for (let ordinal = 0; ordinal < log.length; ordinal++) {
    const { partition, state, failure, lastOrdinal } = await replay!.stateAt(
      { reducer, partition: null },
      ordinal,
      calm,
    );
    if (lastOrdinal !== ordinal) continue;
    const steps = partitions.get(partition) ?? [];
    partitions.set(partition, steps);
    if (failure === null) steps.push({ ordinal, state: parseJson(state!) });
  }
  return partitions;
}

const conditions = [
  'state.balance < 0',
  'state.items.length >= 2 or state.n > 3',
  'not state.items[0].n',
  'state.sku == "x"',
];

function plainCrossings(steps: readonly Step[], where: string) {
  const holds = compileCondition(where);
  let before = false;
  return steps.flatMap(({ ordinal, state }) => {
    const now = holds(state);
    const crosses = now !== before;
    before = now;
    return crosses ? [{ ordinal, holds: now }] : [];
  });
}

describe.each(reducers)('with %s', (reducer) => {
  it('bisect finds every crossing, in one partition and in all', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.constantFrom(...conditions), async (log, where) => {
        const plain = await plainly(log, reducer);
        for (const replay of await replays(log, reducer)) {
          const question: BisectQuestion = { reducer, partition: null, where, from: 0, to: log.length - 1, limit: 1e6 };
          const all = await bisect(replay, question, calm);
          const expected = [...plain].flatMap(([partition, steps]) =>
            plainCrossings(steps, where).map((crossing) => ({ partition, ...crossing })),
          );
          expect(all.crossings.map(({ partition, ordinal, holds }) => ({ partition, ordinal, holds }))).toEqual(
            expected.sort((a, b) => a.ordinal - b.ordinal),
          );
          expect(all.first?.ordinal).toBe(expected.find(({ holds }) => holds)?.ordinal);
          expect(all.examined).toBe(plain.size);
          for (const [partition, steps] of plain) {
            const one = await bisect(replay, { ...question, partition }, calm);
            expect(one.crossings.map(({ ordinal, holds }) => ({ ordinal, holds }))).toEqual(
              plainCrossings(steps, where),
            );
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it('bisect within a range begins with the state that stands there', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.nat(), fc.nat(), async (log, a, b) => {
        const [from, to] = [a % log.length, b % log.length].sort((x, y) => x - y) as [number, number];
        const where = 'state.balance < 0 or state.n < 0';
        const plain = await plainly(log, reducer);
        const expected = [...plain.values()]
          .flatMap((steps) => plainCrossings(steps, where))
          .map(({ ordinal }) => ordinal)
          .filter((ordinal) => ordinal >= from && ordinal <= to);
        for (const replay of await replays(log, reducer)) {
          const { crossings } = await bisect(replay, { reducer, partition: null, where, from, to, limit: 1e6 }, calm);
          expect(crossings.map(({ ordinal }) => ordinal)).toEqual(expected.sort((x, y) => x - y));
        }
      }),
      { numRuns: 5 },
    );
  });

  it('a watch has the smallest, largest and last value of every column', async () => {
    const expressions = ['state.balance', 'state.items.length', 'state.items', 'state.n < 0'];
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(), { minLength: 2, maxLength: 9 }), async (log, cuts) => {
        const edges = cuts.map((n) => n % (log.length + 1)).sort((a, b) => a - b);
        const plain = await plainly(log, reducer);
        for (const replay of await replays(log, reducer)) {
          for (const [partition, steps] of plain) {
            const target = { reducer, partition, ordinal: log.length - 1 };
            // Twice: the second time from what was kept.
            await watchTracks(replay, target, expressions.slice(0, 1), edges, calm);
            const { tracks } = await watchTracks(replay, target, expressions, edges, calm);
            for (const track of tracks) {
              const evaluate = compileExpression(track.expression);
              const numbers = (from: number, to: number) => {
                const standing = steps.findLast(({ ordinal }) => ordinal < from);
                return [...(standing ? [standing] : []), ...steps.filter((s) => s.ordinal >= from && s.ordinal < to)]
                  .map(({ state }) => evaluate(state))
                  .map((value) => (typeof value === 'boolean' ? Number(value) : value));
              };
              edges.slice(1).forEach((edge, column) => {
                const values = numbers(edges[column]!, edge);
                const all = values.filter((value) => typeof value === 'number');
                expect(track.min[column]).toBe(all.length === 0 ? null : Math.min(...all));
                expect(track.max[column]).toBe(all.length === 0 ? null : Math.max(...all));
                const last = values.at(-1);
                expect(track.last[column]).toBe(typeof last === 'number' ? last : null);
                if (typeof last === 'object' && last !== null) expect(track.text[column]).toContain('[');
              });
            }
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it('the table of partitions is that of the states at the point, wherever it was before', async () => {
    const request: PartitionsRequest = {
      reducer,
      ordinal: 0,
      sort: { by: 'value', expression: 'state.balance', descending: true },
      name: '',
      where: '',
      offset: 0,
      limit: 100,
      whole: true,
    };
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), async (log, points) => {
        for (const [i, replay] of (await replays(log, reducer)).entries()) {
          // Folding ahead makes it quicker and changes no answer.
          if (i === 1) await replay.loaded(reducer, -1).board.prepare(calm);
          for (const ordinal of points.map((n) => n % log.length)) {
            const expected = await replay.allStates(reducer, ordinal, 1e6, calm);
            const byName = new Map(expected.states.map((state) => [state.partition, state]));
            for (const sort of [request.sort, { by: 'partition', descending: false } as const]) {
              const page = await partitionsPage(replay, { ...request, ordinal, sort }, calm);
              expect(page.total).toBe(expected.total);
              expect(page.rows).toHaveLength(expected.total);
              for (const { partition, events: count, lastOrdinal, state, failure } of page.rows) {
                const one = byName.get(partition)!;
                expect({ partition, events: count, lastOrdinal, state, failure }).toEqual(one);
              }
            }
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it('the origin of a leaf is the last event that gave it its value', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), async (log, points) => {
        const plain = await plainly(log, reducer);
        for (const replay of await replays(log, reducer)) {
          for (const ordinal of points.map((n) => n % log.length)) {
            const { partition } = await replay.stateAt({ reducer, partition: null }, ordinal, calm);
            const steps = (plain.get(partition) ?? []).filter((step) => step.ordinal <= ordinal);
            if (steps.length === 0) continue;
            const { origins } = await shownOrigins(replay, { reducer, partition, ordinal, part: null }, calm);
            const last = steps.at(-1)!.state;
            for (const { path, ordinal: by } of origins) {
              const value = valueAt(last, pointerKeys(path)!);
              const at = steps.findIndex((step) => step.ordinal === by);
              // A list's items keep their identity: there the value is looked for by it.
              const item = /^\/items\/(\d+)\/(\w+)$/.exec(path);
              const sku = item && (valueAt(last, ['items', item[1]!, 'sku']) as string);
              const keys = item ? ['items', `[sku=${JSON.stringify(sku)}]`, item[2]!] : pointerKeys(path)!;
              const valueIn = (step: Step | undefined) => step && stringifyJson(valueAt(step.state, keys) ?? '(none)');
              expect(valueIn(steps[at])).toBe(stringifyJson(value!));
              expect(valueIn(steps[at - 1])).not.toBe(valueIn(steps[at]));
              for (const later of steps.slice(at)) expect(valueIn(later)).toBe(valueIn(steps[at]));
            }
          }
        }
      }),
      { numRuns: 5 },
    );
  });
});

describe('the table of partitions', () => {
  const log = eventLog(
    ['ann', 'bob', 'cy', 'ann', 'bob'].map((stream, i) => ({ stream, type: 'Money', data: { n: i - 2, who: stream } })),
  );
  const request: PartitionsRequest = {
    reducer: 'merge',
    ordinal: 4,
    sort: { by: 'partition', descending: false },
    name: '',
    where: '',
    offset: 0,
    limit: 10,
    whole: false,
  };
  const names = async (change: Partial<PartitionsRequest>) =>
    (await partitionsPage(new Replay(log), { ...request, ...change }, calm)).rows.map(({ partition }) => partition);

  it('is sorted, filtered and cut', async () => {
    expect(await names({})).toEqual(['ann', 'bob', 'cy']);
    expect(await names({ sort: { by: 'last', descending: true } })).toEqual(['bob', 'ann', 'cy']);
    expect(await names({ sort: { by: 'value', expression: 'state.n', descending: true } })).toEqual([
      'bob',
      'ann',
      'cy',
    ]);
    expect(await names({ sort: { by: 'value', expression: 'state.gone', descending: true } })).toEqual([
      'ann',
      'bob',
      'cy',
    ]);
    expect(await names({ name: 'B' })).toEqual(['bob']);
    expect(await names({ where: 'state.n < 2' })).toEqual(['ann', 'cy']);
    expect(await names({ offset: 1, limit: 1 })).toEqual(['bob']);
    expect(await names({ ordinal: 1 })).toEqual(['ann', 'bob']);
    await expect(names({ where: 'state.n <' })).rejects.toMatchObject({ code: 'bad-query' });
  });

  it('tells of a page as far as it is folded, the partitions with the fewest events first', async () => {
    let soFar: (() => PartitionsPage) | undefined;
    const seen: string[][] = [];
    const known = ({ rows }: PartitionsPage): string[] =>
      rows.filter(({ values }) => values !== null).map(({ partition }) => partition);
    const breathe = () => void (soFar && seen.push(known(soFar())));
    const long = eventLog(
      Array.from({ length: 60 }, (_, i) => ({ stream: i < 57 ? 'long' : `short-${i}`, type: 'T', data: { i } })),
    );
    const page = await partitionsPage(new Replay(long), { ...request, ordinal: 59 }, { ...calm, breathe }, (begun) => {
      soFar = begun;
      seen.push(known(begun()));
    });
    expect(seen[0]).toEqual([]);
    expect(seen).toContainEqual(['short-57', 'short-58', 'short-59']);
    expect(known(page)).toEqual(['long', 'short-57', 'short-58', 'short-59']);
  });

  it('says what was left out, and which fields there are', async () => {
    const page = await partitionsPage(new Replay(log), { ...request, where: 'state.n > 0', limit: 1 }, calm);
    expect(page).toMatchObject({ total: 3, matched: 2, fields: ['n', 'who'] });
    expect(page.rows).toEqual([
      { partition: 'ann', events: 2, lastOrdinal: 3, values: { n: '1', who: '"ann"' }, failure: null },
    ]);
  });
});

describe('a bisect', () => {
  it('takes any number to begin with, and says of what point to end with there is no event', async () => {
    const replay = new Replay(eventLog([{ stream: 'a', type: 'Money', data: { n: 1 } }]));
    const question = { reducer: 'merge', partition: null, where: 'state.n > 0', from: -1e15, to: 0, limit: 1 };
    expect((await bisect(replay, question, calm)).crossings).toMatchObject([{ ordinal: 0, holds: true }]);
    await expect(bisect(replay, { ...question, to: 1e15 }, calm)).rejects.toMatchObject({ code: 'bad-point' });
  });

  it('of many partitions gives way while it looks at them', async () => {
    const replay = new Replay(
      eventLog(Array.from({ length: 5000 }, (_, i) => ({ stream: `s-${i}`, type: 'Money', data: { n: i % 2 } }))),
    );
    const looks = vi.spyOn(replay.loaded('merge', -1).partitions, 'at');
    let atOnce = 0;
    const breathe = (): undefined => {
      atOnce = Math.max(atOnce, looks.mock.calls.length);
      looks.mockClear();
    };
    const question = { reducer: 'merge', partition: null, where: 'state.n > 0', from: 0, to: 4999, limit: 10 };
    const { ever, partitions } = await bisect(replay, question, { ...calm, breathe });
    breathe();
    expect(atOnce).toBeLessThan(2000);
    expect(ever).toBe(2500);
    expect(partitions.map(({ partition }) => partition)).toEqual(
      [1, 3, 5, 7, 9, 11, 13, 15, 17, 19].map((i) => `s-${i}`),
    );
  });
});

describe('a comparison', () => {
  const bank = eventLog([
    { stream: 'a', type: 'Money', data: { n: 5 } },
    { stream: 'b', type: 'Money', data: { n: 5 } },
    { stream: 'a', type: 'Money', data: { n: 1 } },
    { stream: 'b', type: 'Item', data: { sku: 'x', n: 2 } },
  ]);
  const replay = new Replay(bank);
  const at = (reducer: string, partition: string, ordinal: number) => ({ reducer, partition, ordinal });

  it('of one partition at two points names the event between them', async () => {
    const { left, right, changes } = await compareStates(replay, at('merge', 'a', 0), at('merge', 'a', 3), calm);
    expect([left.events, right.events]).toEqual([1, 2]);
    expect(changes).toEqual([{ path: '/n', from: '5', to: '1', ordinal: 2 }]);
  });

  it('of two streams at one point names the event that set it', async () => {
    const { changes } = await compareStates(replay, at('merge', 'a', 3), at('merge', 'b', 3), calm);
    expect(changes).toEqual([
      { path: '/n', from: '1', to: '2', ordinal: 3 },
      { path: '/sku', from: null, to: '"x"', ordinal: 3 },
    ]);
  });

  it('of two projections over the same history', async () => {
    await replay.addProjection('one.js', decider);
    await replay.addProjection('two.js', decider.replace('+= data.n', '+= 2 * data.n'));
    const { changes } = await compareStates(replay, at('one.js', 'a', 3), at('two.js', 'a', 3), calm);
    expect(changes).toEqual([{ path: '/balance', from: '6', to: '12', ordinal: 2 }]);
    await replay.addProjection('three.js', decider.replace("type === 'Broken'", "type === 'Money'"));
    await expect(compareStates(replay, at('one.js', 'a', 3), at('three.js', 'a', 3), calm)).rejects.toMatchObject({
      code: 'bad-projection',
    });
  });
});
