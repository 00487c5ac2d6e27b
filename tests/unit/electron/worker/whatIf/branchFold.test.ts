import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { BranchFold } from '../../../../../electron/worker/whatIf/branchFold.ts';
import { lendReducer } from '../../../../../electron/worker/whatIf/lentReducer.ts';
import type { BranchEdit, ScratchEvent } from '../../../../../shared/model/branch.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, bankKurrent, calm } from '../replay/bank.ts';

const scratch = (streamId: string, type: string, data: unknown): ScratchEvent => ({
  streamId,
  type,
  payload: JSON.stringify(data),
  metadata: null,
  schemaVersion: null,
});

async function branchOf(events: readonly TestEvent[], edits: readonly BranchEdit[], source = bankDecider, every = 100) {
  const log = eventLog(events);
  const replay = new Replay(log, { snapshotEvery: every });
  await replay.addProjection('bank.projection.js', source);
  const fold = (reducer: string): BranchFold => new BranchFold(log, lendReducer(replay, reducer, -1), edits, every);
  return { log, replay, fold, bank: fold('bank.projection.js') };
}

const stateOf = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

describe.each([
  ['a decider', bankDecider],
  ['a KurrentDB projection', bankKurrent],
])('a branch folded by %s', (_name, source) => {
  it('leaves out what is dropped', async () => {
    const { bank } = await branchOf(bankEvents, [{ kind: 'drop', ordinal: 4 }], source);
    const at = await bank.at('account-1', 5, calm);
    expect(at.shown).toMatchObject({ real: { events: 4 }, branch: { events: 3 }, folded: 1 });
    expect(stateOf(at.shown!.branch.state)).toEqual({ owner: 'Ann', balance: 150 });
    expect(at.shown!.changes).toEqual([{ path: '/balance', real: '120', branch: '150' }]);
    expect(at).toMatchObject({ touched: 1, compared: 1, problems: [] });
  });

  it('stands beside another branch in place of reality', async () => {
    const { bank, log, replay } = await branchOf(bankEvents, [{ kind: 'drop', ordinal: 4 }], source);
    const lent = lendReducer(replay, 'bank.projection.js', -1);
    const other = new BranchFold(log, lent, [
      { kind: 'edit', ordinal: 2, event: { payload: '{"amount":10}' } },
      { kind: 'drop', ordinal: 99 },
    ]);
    const at = await bank.at('account-1', 5, calm, other);
    expect(at.shown).toMatchObject({ real: { events: 4 }, branch: { events: 3 } });
    expect(at.shown!.changes).toEqual([{ path: '/balance', real: '30', branch: '150' }]);
    expect(at.otherProblems).toMatchObject([{ edit: 1 }]);
    const same = await bank.at('account-1', 5, calm, bank);
    expect(same.shown!.changes).toEqual([]);
  });

  it('has edited events in their place and inserted ones behind theirs, in the order of the list', async () => {
    const edits: BranchEdit[] = [
      { kind: 'edit', ordinal: 2, event: { payload: '{"amount":10}' } },
      { kind: 'insert', after: 2, event: scratch('account-1', 'Opened', { owner: 'Eve' }) },
      { kind: 'insert', after: 2, event: scratch('account-1', 'Opened', { owner: 'Zoe' }) },
    ];
    const { bank } = await branchOf(bankEvents, edits, source);
    expect(stateOf((await bank.compare('account-1', 5, calm)).branch.state)).toEqual({ owner: 'Zoe', balance: 30 });
    expect(stateOf((await bank.compare('account-1', 1, calm)).branch.state)).toEqual({ owner: 'Ann', balance: 0 });
  });

  it('moves events along the log and from stream to stream', async () => {
    const edits: BranchEdit[] = [
      { kind: 'move', ordinal: 2, after: 5 },
      { kind: 'edit', ordinal: 2, event: { streamId: 'account-2' } },
    ];
    const { bank } = await branchOf(bankEvents, edits, source);
    expect(
      (await bank.at(null, 5, calm)).partitions.map(({ partition, branch }) => [partition, stateOf(branch.state)]),
    ).toEqual([
      ['account-1', { owner: 'Ann', balance: 20 }],
      ['account-2', { owner: 'Bob', balance: 107 }],
    ]);
    expect(stateOf((await bank.compare('account-2', 4, calm)).branch.state)).toEqual({ owner: 'Bob', balance: 7 });
  });

  it('may begin a stream that the log does not have', async () => {
    const edits: BranchEdit[] = [
      { kind: 'insert', after: -1, event: scratch('account-9', 'Opened', { owner: 'Kim' }) },
    ];
    const { bank } = await branchOf(bankEvents, edits, source);
    const { real, branch, changes } = await bank.compare('account-9', 5, calm);
    expect(real).toEqual({ events: 0, state: null, failure: null });
    expect(stateOf(branch.state)).toEqual({ owner: 'Kim', balance: 0 });
    expect(changes).toHaveLength(1);
  });
});

describe('a branch', () => {
  it('follows the key of a projection', async () => {
    const byOwner = `
      export const initialState = () => 0;
      export const evolve = (state, event) => state + (event.data.amount ?? 0);
      export const partitionBy = (event) => event.data.owner ?? null;`;
    const events: TestEvent[] = [
      { stream: 's', type: 'Paid', data: { owner: 'Ann', amount: 1 } },
      { stream: 's', type: 'Paid', data: { owner: 'Bob', amount: 2 } },
    ];
    const edits: BranchEdit[] = [{ kind: 'edit', ordinal: 1, event: { payload: '{"owner":"Ann","amount":5}' } }];
    const { bank } = await branchOf(events, edits, byOwner);
    const { partitions } = await bank.at(null, 1, calm);
    expect(partitions.map(({ partition, real, branch }) => [partition, real.state, branch.state])).toEqual([
      ['Bob', '2', null],
      ['Ann', '1', '6'],
    ]);
  });

  it('says which edits do not apply, and folds the others', async () => {
    const edits: BranchEdit[] = [
      { kind: 'drop', ordinal: 99 },
      { kind: 'edit', ordinal: 2, event: { payload: '{amount}' } },
      { kind: 'drop', ordinal: 4 },
      { kind: 'edit', ordinal: 4, event: { payload: '{}' } },
      { kind: 'drop', ordinal: 4 },
      { kind: 'move', ordinal: 1, after: 1 },
    ];
    const { bank } = await branchOf(bankEvents, edits);
    const { problems, shown } = await bank.at('account-1', 5, calm);
    expect(problems.map(({ edit }) => edit)).toEqual([0, 1, 3, 4, 5]);
    expect(problems[0]!.message).toContain('There is no event #99');
    expect(problems[1]!.message).toContain('payload is not JSON');
    expect(shown!.changes).toEqual([{ path: '/balance', real: '120', branch: '150' }]);
  });

  it('names the place of an event that a reducer fails on', async () => {
    const edits: BranchEdit[] = [{ kind: 'edit', ordinal: 4, event: { payload: 'null' } }];
    const { bank } = await branchOf(bankEvents, edits);
    const { branch, real } = await bank.compare('account-1', 5, calm);
    expect(real.failure).toBeNull();
    expect(branch.failure).toMatchObject({ ordinal: 4 });
    expect(stateOf(branch.state)).toEqual({ owner: 'Ann', balance: 100 });
  });
});

const testEvent = fc.record({
  stream: fc.constantFrom('a', 'b', 'c'),
  type: fc.constantFrom('Opened', 'Deposited', 'Withdrawn'),
  data: fc.record({ owner: fc.constantFrom('x', 'y'), amount: fc.integer({ min: -9, max: 9 }) }),
});
const logs = fc.array(testEvent, { minLength: 1, maxLength: 30 });
const reducers = ['merge', 'bank.projection.js'];

describe('laws of branches', () => {
  it('a branch without edits is reality', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(), async (events, pick) => {
        const { fold, replay } = await branchOf(events, []);
        const ordinal = pick % events.length;
        for (const reducer of reducers) {
          const { shown, touched } = await fold(reducer).at(null, ordinal, calm);
          const real = await replay.stateAt({ reducer, partition: null }, ordinal, calm);
          expect(touched).toBe(0);
          expect(shown!.branch.state).toBe(real.state);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('dropping everything and inserting it again is reality', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(), async (events, pick) => {
        const edits = events.flatMap((event, ordinal): BranchEdit[] => [
          { kind: 'drop', ordinal },
          { kind: 'insert', after: ordinal, event: scratch(event.stream, event.type, event.data) },
        ]);
        const { fold } = await branchOf(events, edits);
        for (const reducer of reducers) {
          const { partitions } = await fold(reducer).at(null, pick % events.length, calm);
          expect(partitions.length).toBeGreaterThan(0);
          for (const { changes, real, branch } of partitions) {
            expect(changes).toEqual([]);
            expect(branch.state).toBe(real.state);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  const edit = (length: number): fc.Arbitrary<BranchEdit> => {
    const ordinal = fc.nat({ max: length - 1 });
    const after = fc.integer({ min: -1, max: length - 1 });
    const event = testEvent.map(({ stream, type, data }) => scratch(stream, type, data));
    return fc.oneof(
      fc.record({ kind: fc.constant('drop' as const), ordinal }),
      fc.record({ kind: fc.constant('edit' as const), ordinal, event }),
      fc.record({ kind: fc.constant('insert' as const), after, event }),
      fc.record({ kind: fc.constant('move' as const), ordinal, after }),
    );
  };

  it('is folded alike with and without snapshots, and as a log of its own would be', async () => {
    const cases = logs.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.array(edit(events.length), { maxLength: 8 }),
        fc.nat({ max: events.length - 1 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([events, edits, ordinal]) => {
        const plain = await branchOf(events, edits, bankDecider, 0);
        const kept = await branchOf(events, edits, bankDecider, 2);
        for (const stream of ['a', 'b', 'c']) await plainState(kept.replay, events, stream);
        const { problems } = plain.bank.plan;
        const applied = edits.filter((_, i) => !problems.some((problem) => problem.edit === i));
        for (const stream of ['a', 'b', 'c']) {
          const expected = await plain.bank.compare(stream, ordinal, calm);
          expect((await kept.bank.compare(stream, ordinal, calm)).branch).toEqual(expected.branch);
          // Once more at the end, and then again here: from what was kept.
          await kept.bank.compare(stream, events.length - 1, calm);
          expect((await kept.bank.compare(stream, ordinal, calm)).branch).toEqual(expected.branch);
          const own = written(events, applied, ordinal).filter((event) => event.stream === stream);
          const replay = new Replay(eventLog(own));
          await replay.addProjection('bank.projection.js', bankDecider);
          const alone =
            own.length === 0
              ? null
              : (await replay.stateAt({ reducer: 'bank.projection.js', partition: stream }, own.length - 1, calm))
                  .state;
          expect(expected.branch.state).toBe(alone);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Folds everything once, so that there are snapshots. */
const plainState = async (replay: Replay, events: readonly TestEvent[], stream: string): Promise<void> => {
  if (!events.some((event) => event.stream === stream)) return;
  await replay.stateAt({ reducer: 'bank.projection.js', partition: stream }, events.length - 1, calm);
};

/** The branch as a list of events, by the definition of the edits alone. */
function written(events: readonly TestEvent[], edits: readonly BranchEdit[], upTo: number): TestEvent[] {
  const asTest = (event: Partial<ScratchEvent>, of: TestEvent): TestEvent => ({
    stream: event.streamId ?? of.stream,
    type: event.type ?? of.type,
    data: event.payload === undefined ? of.data : JSON.parse(event.payload),
  });
  const now = events.map((event, ordinal) => {
    const change = edits.find((one) => one.kind === 'edit' && one.ordinal === ordinal);
    return change?.kind === 'edit' ? asTest(change.event, event) : event;
  });
  const list: TestEvent[] = [];
  for (let place = -1; place <= upTo; place++) {
    const leaves = edits.some((one) => (one.kind === 'drop' || one.kind === 'move') && one.ordinal === place);
    if (place >= 0 && !leaves) list.push(now[place]!);
    for (const one of edits) {
      if (one.kind === 'insert' && one.after === place) list.push(asTest(one.event, { stream: '', type: '' }));
      if (one.kind === 'move' && one.after === place) list.push(now[one.ordinal]!);
    }
  }
  return list;
}
