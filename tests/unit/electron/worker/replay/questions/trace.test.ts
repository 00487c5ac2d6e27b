import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dryRun } from '../../../../../../electron/worker/replay/questions/dryRun.ts';
import type { Reducer } from '../../../../../../electron/worker/replay/reducer.ts';
import { Replay } from '../../../../../../electron/worker/replay/replay.ts';
import { loadProjection } from '../../../../../../electron/worker/replay/sandbox/projectionFile.ts';
import { eventLog, type TestEvent } from '../../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, bankKurrent, calm } from '../bank.ts';

const run = (source: string, events: readonly TestEvent[] = bankEvents, ordinal = events.length - 1) => {
  const log = eventLog(events);
  return dryRun(new Replay(log), log, { name: 'p.js', source, partition: null, ordinal }, calm);
};

const printing = (statement: string): string => `
export const initialState = () => ({ n: 0, seen: [] });
export const evolve = (state, event) => {
  ${statement}
  return { n: state.n + 1, seen: [...state.seen, event.type] };
};`;

describe('what a projection prints', () => {
  it('is told event by event, with the values as they were', async () => {
    const { trace } = await run(printing('console.log(event.type, "after", state);'));
    expect(trace).toEqual({
      events: 4,
      unkept: 0,
      lines: [
        { ordinal: 0, type: 'Opened', text: 'Opened after { n: 0, seen: [] }' },
        { ordinal: 2, type: 'Deposited', text: 'Deposited after { n: 1, seen: ["Opened"] }' },
        { ordinal: 4, type: 'Withdrawn', text: 'Withdrawn after { n: 2, seen: ["Opened", "Deposited"] }' },
        {
          ordinal: 5,
          type: 'Deposited',
          text: 'Deposited after { n: 3, seen: ["Opened", "Deposited", "Withdrawn"] }',
        },
      ],
    });
  });

  it('is told for KurrentDB projections too, by console and by log', async () => {
    const source = bankKurrent.replace(
      's.owner = e.data.owner;',
      's.owner = e.data.owner; log("hello"); console.warn(s);',
    );
    const { trace } = await run(source);
    expect(trace?.lines.map(({ text }) => text)).toEqual([
      'hello',
      '{ owner: Ann, balance: 0 }'.replace('Ann', '"Ann"'),
    ]);
  });

  it('is nothing where the code cannot print', async () => {
    expect((await run(bankDecider)).trace).toBeNull();
  });

  it('shows what JSON does not know, and is cut where it is long', async () => {
    const { trace } = await run(
      printing(
        'if (event.type === "Opened") { console.log(undefined, null, 1n, () => 1, new Date(0), new Error("no")); console.log("x".repeat(9999)); const a = {}; a.a = a; console.log(a); }',
      ),
    );
    const [plain, long, circle] = trace!.lines.map(({ text }) => text);
    expect(plain).toBe('undefined null 1 (function) 1970-01-01T00:00:00.000Z no');
    expect(long).toMatch(/^x{2000}…$/);
    expect(circle).toContain('{…}');
  });

  it('says how many lines were too many', async () => {
    const { trace } = await run(printing('for (let i = 0; i < 600; i++) console.log(i);'));
    expect(trace!.lines.length).toBe(1000);
    expect(trace!.lines.length + trace!.unkept).toBe(4 * 600);
    expect(trace!.lines.at(-1)?.ordinal).toBeGreaterThan(0);
  });

  it('is kept up to the event that throws', async () => {
    const { state, trace } = await run(
      printing('console.log(event.type); if (event.type === "Withdrawn") throw new Error("enough");'),
    );
    expect(state.failure).toMatchObject({ ordinal: 4, message: expect.stringContaining('enough'), line: 4 });
    expect(trace?.lines.map(({ text }) => text)).toEqual(['Opened', 'Deposited', 'Withdrawn']);
  });

  it('never changes a state, whatever is printed and however events are handed over', async () => {
    const statements = [
      'console.log(state, event);',
      'console.log(JSON.stringify(state)); console.error(event.data);',
      'const o = { get n() { state.n += 100; return 1; }, toJSON() { state.n += 1000; return {}; } }; console.log(o, [o]);',
      'console.log(); console.info(state.seen, state.seen.length, undefined);',
      'log?.(state);',
    ];
    const event = fc.record({
      stream: fc.constantFrom('a', 'b'),
      type: fc.constantFrom('X', 'Y', 'Z'),
      data: fc.jsonValue() as fc.Arbitrary<unknown>,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(...statements),
        async (events, statement) => {
          const silent = await run(printing(''), events);
          const loud = await run(printing(statement.replace('log?.', 'console.log?.')), events);
          expect(loud.state.state).toBe(silent.state.state);
          const log = eventLog(events);
          const ordinals = events.map((_, i) => i);
          const reducer = await loadProjection('p.js', printing(statement.replace('log?.', 'console.log?.')));
          expect(await batched(reducer, log, ordinals, events.length)).toEqual(
            await batched(reducer, log, ordinals, 1),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** Lines and failures of a trace that gets `size` events at a time. */
async function batched(reducer: Reducer, log: ReturnType<typeof eventLog>, ordinals: number[], size: number) {
  const run = await reducer.begin(null);
  const lines: [number, string][] = [];
  for (let at = 0; at < ordinals.length; at += size) {
    const { printed } = run.trace!(reducer.read(log, ordinals.slice(at, at + size)));
    for (const { index, text } of printed) lines.push([at + index, text]);
  }
  run.close();
  return lines;
}

describe('a dry run', () => {
  it('becomes no reducer, and begins from what an earlier run of the same code left', async () => {
    const log = eventLog(Array.from({ length: 300 }, () => ({ stream: 's', type: 'T' })));
    const replay = new Replay(log);
    const draft = { name: 'p.js', source: printing(''), partition: null };
    const first = await dryRun(replay, log, { ...draft, ordinal: 299 }, calm);
    const again = await dryRun(replay, log, { ...draft, ordinal: 298 }, calm);
    expect(first.state.folded).toBe(300);
    expect(again.state.folded).toBeLessThan(200);
    expect(replay.reducers().map(({ id }) => id)).toEqual(['merge']);
    const other = await dryRun(replay, log, { ...draft, source: `${draft.source}\n`, ordinal: 299 }, calm);
    expect(other.state.folded).toBe(300);
  });

  it('shows the chosen stream where there is a state per stream, else what the event belongs to', async () => {
    const log = eventLog(bankEvents);
    const replay = new Replay(log);
    const draft = { name: 'p.js', source: bankDecider, partition: 'account-2', ordinal: 5 };
    expect((await dryRun(replay, log, draft, calm)).state.partition).toBe('account-2');
    const byType = `${bankDecider}\nexport const partitionBy = (event) => event.type;`;
    expect((await dryRun(replay, log, { ...draft, source: byType }, calm)).state.partition).toBe('Deposited');
    expect((await dryRun(replay, log, { ...draft, partition: 'nowhere' }, calm)).state.partition).toBe('account-1');
  });

  it.each([
    ['p.js', 'while (true);'],
    ['p.ts', 'type A = { b: string };\n  let n: number = 0; while (true) n++;'],
  ])('stops a loop without end soon, at its event and function: %s', async (name, statement) => {
    const log = eventLog(bankEvents);
    const draft = { name, source: printing(statement), partition: null, ordinal: 5 };
    const { state } = await dryRun(new Replay(log), log, draft, calm);
    expect(state.failure).toMatchObject({
      ordinal: 0,
      message: expect.stringContaining('did not end within 0.4 s'),
      line: 3,
    });
  });

  it('says where code that does not load is wrong', async () => {
    await expect(run('export const initialState = () => 1;\nexport const evolve = (s => s;')).rejects.toMatchObject({
      code: 'bad-projection',
      data: { line: 2 },
    });
  });
});
