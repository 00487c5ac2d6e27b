import { describe, expect, it } from 'vitest';
import type { BatchOutcome } from '../../../../../../electron/worker/replay/reducer.ts';
import { loadProjection } from '../../../../../../electron/worker/replay/sandbox/projectionFile.ts';
import { defaultLimits, SandboxEngine } from '../../../../../../electron/worker/replay/sandbox/sandbox.ts';

/** Time enough for a busy machine, on which memory that is touched first takes seconds; what never ends is stopped sooner. */
const AMPLE_MS = 40_000;
const SHORT_MS = 300;

const engine = (callMs = AMPLE_MS): SandboxEngine => new SandboxEngine({ ...defaultLimits, callMs });

/** The fields of an event in the order of `sandboxEvents`. */
const event = (data: unknown, type = 'Happened'): string[] =>
  [type, data, null, 's-1', 1, null, '1', '2026-01-01T00:00:00.000Z', null].map((field) => JSON.stringify(field));

const documented = {
  type: 'Happened',
  data: { a: 1 },
  metadata: null,
  streamId: 's-1',
  streamRevision: 1,
  globalPosition: '1',
  recordedAt: '2026-01-01T00:00:00.000Z',
  schemaVersion: null,
  eventId: null,
};

/** Folds three events with `evolve`'s body and answers what became of it; all states are asked for. */
async function outcome(
  body: string,
  before = '',
  events = [event(1), event(2), event(3)],
  callMs = AMPLE_MS,
): Promise<BatchOutcome> {
  const source = `${before}\nexport const initialState = () => null;\nexport const evolve = (state, event) => { ${body} };`;
  const reducer = await loadProjection('p.projection.js', source, engine(callMs));
  const run = await reducer.begin(null);
  try {
    return run.fold(events.map(String), [0, 1, 2]);
  } finally {
    run.close();
  }
}

const result = async (expression: string): Promise<unknown> => {
  const { states, failure } = await outcome(`return ${expression}`);
  if (failure) throw new Error(failure.message);
  return JSON.parse(states[2]!.text);
};

describe('projection code in the sandbox', () => {
  it.each([
    ['the global object', "Object.getOwnPropertyNames(new Function('return this')())"],
    ['a function constructor', "(() => {}).constructor('return Object.getOwnPropertyNames(globalThis)')()"],
    ["the host's values", "[].constructor.constructor('return Object.getOwnPropertyNames(globalThis)')()"],
  ])('finds nothing of the host through %s', async (_way, expression) => {
    const names = (await result(expression)) as string[];
    for (const name of ['process', 'require', 'fetch', 'setTimeout', 'WebAssembly', 'performance', 'std', 'os']) {
      expect(names).not.toContain(name);
    }
  });

  it.each(['Date.now()', 'new Date()', 'Date()', 'Reflect.construct(Date, [])', 'new (new Date(0).constructor)()'])(
    'has no clock: %s',
    async (expression) => {
      await expect(result(expression)).rejects.toThrow(/no clock: take the time from the event/);
    },
  );

  it('has no randomness', async () => {
    await expect(result('Math.random()')).rejects.toThrow(/no randomness/);
  });

  it('computes with dates in UTC wherever it runs', async () => {
    expect(
      await result(`[
        new Date(2026, 5, 7, 8).toISOString(), new Date('2026-06-07').getTime(), new Date('2026-06-07T08:00:00').toISOString(),
        new Date('2026-06-07T08:00:00+02:00').getHours(), new Date(0).getTimezoneOffset(), Date.UTC(1970, 0, 2),
        new Date(new Date(5)).getTime(), new Date(0) instanceof Date, String(new Date(0)),
      ]`),
    ).toEqual([
      '2026-06-07T08:00:00.000Z',
      Date.UTC(2026, 5, 7),
      '2026-06-07T08:00:00.000Z',
      6,
      0,
      86_400_000,
      5,
      true,
      'Thu, 01 Jan 1970 00:00:00 GMT',
    ]);
  });

  it.each([
    ['an endless loop', 'for (;;);', /did not end within 0.3 s/],
    ['an endless loop that catches', 'for (;;) { try { for (;;); } catch {} }', /did not end within/],
    ['an endless regular expression', "return /(a+)+$/.test('a'.repeat(50) + 'b');", /did not end within/],
    ['too much memory', 'const a = []; for (;;) a.push(new ArrayBuffer(2 ** 20));', /more memory than the 64 MB/],
    ['a huge text', "return 'x'.repeat(2 ** 29);", /more memory|too long|invalid/i],
    ['a huge state', "return Array.from({ length: 100 }, () => 'x'.repeat(2 ** 20));", /more memory/],
    ['deep recursion', 'const f = () => f() + 1; return f();', /recurses too deeply/],
    [
      'a state nested too deeply',
      'let s = []; for (let i = 0; i < 3000; i++) s = [s]; return s;',
      /nested deeper than 2,000/,
    ],
    [
      'a far too deep state',
      'let s = []; for (let i = 0; i < 100000; i++) s = [s]; return s;',
      /nested too deeply|more memory/,
    ],
    ['a thrown error', "throw new Error('no such account')", /^no such account \(line 3\)$/],
    ['a thrown text', "throw 'out'", /^out$/],
    ['a thrown hostile object', 'throw { get message() { for (;;); } }', /./],
    ['nothing returned', 'state', /evolve returned nothing/],
    ['a promise', 'return Promise.resolve(1)', /The state holds a Promise/],
    ['a Map', 'return { seen: new Map() }', /The state holds a Map under "seen"/],
    ['a Date', 'return { at: new Date(0) }', /The state holds a Date under "at"/],
    ['a function', 'return { f() {} }', /holds a function under "f"/],
    ['a bigint', 'return { n: 1n }', /holds a bigint under "n"/],
    ['NaN', 'return { n: 0 / 0 }', /holds NaN under "n"/],
    ['a cycle', 'const a = {}; a.a = a; return a;', /circular|nested too deeply/i],
  ])('ends with a clear failure at its event: %s', async (_what, body, message) => {
    const never = message.source.includes('did not end') || body.includes('get message');
    const callMs = never ? SHORT_MS : AMPLE_MS;
    const { failure } = await outcome(`if (event.data < 2) return 'fine'; ${body}`, '', undefined, callMs);
    // -1 where the engine broke: the fold then finds the event by going one by one.
    expect([1, -1]).toContain(failure?.index);
    expect(failure?.message).toMatch(message);
    // The worker lives on, and so does the next projection.
    expect(await result('event.data')).toBe(3);
  });

  it('starts every fold in a fresh world', async () => {
    const source = `
      let calls = 0;
      export const initialState = () => ({});
      export const evolve = (state, event) => {
        const seen = [calls++, {}.polluted ?? null, [].map === 7];
        Object.prototype.polluted = 'yes';
        Array.prototype.map = 7;
        JSON.parse = JSON.stringify = () => '"mine"';
        return { seen: state.seen ?? seen };
      };`;
    const reducer = await loadProjection('p.projection.js', source, engine());
    for (let i = 0; i < 3; i++) {
      const run = await reducer.begin(null);
      const { states } = run.fold([event(1), event(2)].map(String), [1]);
      run.close();
      expect(states[0]!.text).toBe('{"seen":[0,null,false]}');
    }
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('refuses an event that is too large for it, and says so', async () => {
    const { failure } = await outcome('return event.data.length', '', [event('x'.repeat(70 * 2 ** 20))]);
    expect(failure).toMatchObject({ index: 0, message: expect.stringMatching(/more memory than the 64 MB/) });
    expect(await result('event.data')).toBe(3);
  });

  it('takes an event of 5 MB', async () => {
    const { states } = await outcome('return event.data.length', '', [event('é'.repeat(5 * 2 ** 20))]);
    expect(states[0]?.text).toBe(String(5 * 2 ** 20));
  });

  it('sees an event with its members in the order that is documented', async () => {
    const { states } = await outcome('return JSON.stringify(event)', '', [event({ a: 1 })]);
    expect(JSON.parse(JSON.parse(states[0]!.text))).toEqual(documented);
    expect(Object.keys(JSON.parse(JSON.parse(states[0]!.text)))).toEqual(Object.keys(documented));
  });

  it('sees hostile payloads as plain data', async () => {
    const payload = '{"__proto__":{"admin":true},"constructor":1}';
    const { states, failure } = await outcome(
      'return { admin: ({}).admin ?? null, keys: Object.keys(event.data) }',
      '',
      [event(0).with(1, payload)],
    );
    expect(failure).toBeNull();
    expect(states[0]!.text).toBe('{"admin":null,"keys":["__proto__","constructor"]}');
  });
});
