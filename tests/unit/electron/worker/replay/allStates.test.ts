import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notOverwritten } from '../../../../../electron/worker/replay/merge/notOverwritten.ts';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import type { Progress } from '../../../../../shared/protocol/requests.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, bankKurrent, calm } from './bank.ts';

// The law: the states of all are the states of each, to the order of keys and the digits of numbers.

async function expectSame(replay: Replay, reducer: string, ordinal: number): Promise<void> {
  const { total, states } = await replay.allStates(reducer, ordinal, Number.POSITIVE_INFINITY, calm);
  expect(states).toHaveLength(total);
  for (const { partition, events, lastOrdinal, state, failure } of states) {
    const one = await replay.stateAt({ reducer, partition }, ordinal, calm);
    expect({ events, lastOrdinal, state, failure }).toEqual({
      events: one.eventsBefore,
      lastOrdinal: one.lastOrdinal,
      state: one.state,
      failure: one.failure,
    });
  }
}

const { leaf, object } = fc.letrec<{ leaf: string; object: string }>((tie) => ({
  leaf: fc.constantFrom('1', '2', '"x"', '"é\\"}"', '[]', '[{"a":null}]', 'true', '12345678901234567890.10', ' 3 '),
  object: fc
    .array(
      fc.tuple(
        fc.constantFrom('"a"', '"b"', '"c"', '"1"', '"é"', '"__proto__"', '"\\u0061"', '" "'),
        fc.oneof(
          { weight: 6, arbitrary: tie('leaf') },
          { weight: 3, arbitrary: tie('object') },
          { weight: 1, arbitrary: fc.constant('null') },
        ),
      ),
      { maxLength: 3, depthIdentifier: 'payload' },
    )
    .map((members) => `{ ${members.map(([key, value]) => `${key}: ${value}`).join(', ')} }`),
}));

const deep = `{"a":${'['.repeat(2500)}${']'.repeat(2500)}}`;
const payload = fc.oneof(
  { weight: 20, arbitrary: object },
  { weight: 2, arbitrary: leaf },
  { weight: 1, arbitrary: fc.constantFrom('null', 'no JSON', '', deep) },
);

describe('the states of all partitions', () => {
  it('are those of each where a projection fails, wherever batches end', async () => {
    const event = fc.record({
      stream: fc.constantFrom('s-1', 's-2', 's-3'),
      type: fc.oneof({ weight: 8, arbitrary: fc.constant('T') }, { weight: 1, arbitrary: fc.constant('Broken') }),
      // A batch ends with such a record.
      isLarge: fc.boolean(),
    });
    const source = `export const initialState = () => 0;
export const evolve = (n, { type }) => { if (type === 'Broken') throw new Error('broken'); return n + 1; };`;
    const folded = async (events: readonly { stream: string; type: string; isLarge: boolean }[]): Promise<void> => {
      const log = eventLog(events.map(({ stream, type }) => ({ stream, type })));
      for (const [i, { isLarge }] of events.entries()) if (isLarge) log.index.columns.placeLength[i] = 1 << 20;
      const replay = new Replay(log);
      await replay.addProjection('p.js', source);
      let breaths = 0;
      const breathe = (): undefined => {
        if (++breaths > 40 * events.length) throw new Error('It goes round and round.');
      };
      const { states } = await replay.allStates('p.js', events.length - 1, Infinity, { ...calm, breathe });
      for (const { partition, state, failure } of states) {
        const one = await replay.stateAt({ reducer: 'p.js', partition }, events.length - 1, calm);
        expect({ state, failure }).toEqual({ state: one.state, failure: one.failure });
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 30 }), folded), { numRuns: 60 });
  });

  it('are those of each under the merge reducer, whatever the payloads', async () => {
    const event = fc.record({ stream: fc.constantFrom('s-1', 's-2', 's-3'), text: payload });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 60 }), fc.nat(), async (events, at) => {
        const replay = new Replay(eventLog(events.map((one) => ({ type: 'T', ...one }))));
        await expectSame(replay, 'merge', at % events.length);
      }),
      { numRuns: 300 },
    );
  });

  it('are those of each where a few shapes come again and again', async () => {
    const shapes = ['{"a":1,"b":{"c":1}}', '{"b":{"d":2},"e":3}', '{"e":4,"a":5}', '{"b":{}}', '{"b":7}', '{"a":null}'];
    const event = fc.record({ stream: fc.constantFrom('s-1', 's-2'), text: fc.constantFrom(...shapes) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 80 }), async (events) => {
        const replay = new Replay(eventLog(events.map((one) => ({ type: 'T', ...one }))));
        await expectSame(replay, 'merge', events.length - 1);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a state per key', 'bank.projection.js', bankDecider],
    ['a KurrentDB projection', 'kurrent.projection.js', bankKurrent],
    ['a state per stream', 'p.js', 'export const initialState = () => 0; export const evolve = (state) => state + 1;'],
    ['one state', 'p.js', 'fromAll().when({ $init: () => ({ n: 0 }), $any: (state) => ({ n: state.n + 1 }) });'],
    [
      'a projection that fails',
      'p.js',
      'export const initialState = () => 0; export const evolve = (state, event) => { if (event.globalPosition === "5") throw new Error("no"); return state + 1; };',
    ],
  ])('are those of each with %s', async (_what, name, source) => {
    const replay = new Replay(eventLog(bankEvents));
    await replay.addProjection(name, source);
    for (let ordinal = -1; ordinal < bankEvents.length; ordinal++) await expectSame(replay, name, ordinal);
  });

  it('leave out partitions that have not begun, and come in the order of their beginning', async () => {
    const log = eventLog(['b', 'a', 'b', 'c'].map((stream): TestEvent => ({ stream, type: 'T', data: { stream } })));
    const { total, states } = await new Replay(log).allStates('merge', 2, 10, calm);
    expect(total).toBe(2);
    expect(states.map(({ partition, events, lastOrdinal }) => [partition, events, lastOrdinal])).toEqual([
      ['b', 2, 2],
      ['a', 1, 1],
    ]);
  });

  it('are the first of them where only some are asked for', async () => {
    const log = eventLog(['b', 'a', 'c'].map((stream): TestEvent => ({ stream, type: 'T', data: { stream } })));
    const { total, states } = await new Replay(log).allStates('merge', 2, 2, calm);
    expect([total, states.map(({ state }) => state)]).toEqual([3, ['{"stream":"b"}', '{"stream":"a"}']]);
  });
});

describe('a replay of everything', () => {
  const log = eventLog(
    Array.from({ length: 500 }, (_, i): TestEvent => ({ stream: `s-${i % 50}`, type: 'T', data: { i } })),
  );

  it('says how far it is', async () => {
    const seen: Progress[] = [];
    const breathe = (progress: Progress): undefined => void seen.push(progress);
    await new Replay(log).allStates('merge', 499, 50, { ...calm, breathe });
    expect(new Set(seen.map(({ phase }) => phase))).toEqual(new Set(['replay']));
    expect(seen.at(-1)).toMatchObject({ total: 500, unit: 'events' });
    expect(seen.filter(({ done }) => done === 500).length).toBeGreaterThan(0);
  });

  it('ends where it is cancelled', async () => {
    const stop = new Error('stopped');
    let breaths = 0;
    const breathe = (): Promise<void> | undefined => (++breaths > 3 ? Promise.reject(stop) : undefined);
    await expect(new Replay(log).allStates('merge', 499, 50, { ...calm, breathe })).rejects.toBe(stop);
    expect(breaths).toBe(4);
  });
});

describe('the events that a merge needs', () => {
  const needed = async (...payloads: string[]): Promise<number[]> => {
    const log = eventLog(payloads.map((text): TestEvent => ({ stream: 's', type: 'T', text })));
    const marks = await notOverwritten(log, payloads.length - 1, calm);
    return [...marks.keys()].filter((ordinal) => marks[ordinal] === 1);
  };

  it('are the first and the last of each shape', async () => {
    expect(await needed('{"a":1}', '{"a":2}', '{"b":1}', '{"a":"x"}', '{"b":[2]}', '{"b":3}')).toEqual([0, 2, 3, 5]);
  });

  it('are told apart by objects inside, and by the order of names', async () => {
    const [flat, nested, turned] = ['{"a":1,"o":{"b":1}}', '{"a":1,"o":{"c":1}}', '{"o":{"b":1},"a":1}'];
    expect(await needed(flat, nested, turned, flat, nested, turned, flat)).toEqual([0, 1, 2, 4, 5, 6]);
  });

  it('are all up to an event that removes a name, has one twice, or turns an object into something else', async () => {
    for (const odd of ['{"a":null}', '{"a":1,"a":2}', '{"\\u0061":1}', '{"a":{"b":1}}']) {
      expect(await needed('{"a":1}', '{"a":2}', odd, '{"a":3}', '{"a":4}', '{"a":5}')).toEqual([0, 1, 2, 3, 5]);
    }
  });

  it('are none that leave the state as it is', async () => {
    expect(await needed('null', 'no JSON', '{"a":1}')).toEqual([2]);
  });
});
