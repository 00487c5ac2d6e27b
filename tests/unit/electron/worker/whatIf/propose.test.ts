import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { BranchFold } from '../../../../../electron/worker/whatIf/branchFold.ts';
import { lendReducer } from '../../../../../electron/worker/whatIf/lentReducer.ts';
import { propose } from '../../../../../electron/worker/whatIf/propose.ts';
import type { BranchEdit, Proposals } from '../../../../../shared/model/branch.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, calm } from '../replay/bank.ts';

async function ask(
  want: unknown,
  { events = bankEvents, edits = [] as BranchEdit[], source = bankDecider, reducer = 'bank.projection.js' } = {},
): Promise<Proposals> {
  const log = eventLog(events);
  const replay = new Replay(log);
  await replay.addProjection('bank.projection.js', source);
  const question = { partition: 'account-1', ordinal: events.length - 1, edits, want: JSON.stringify(want) };
  return propose(log, lendReducer(replay, reducer, -1), question, calm);
}

const found = ({ proposals }: Proposals): unknown[] =>
  proposals.map(({ events }) => events.map(({ type, payload }) => [type, JSON.parse(payload)]));

describe('putting a state right', () => {
  it('finds the events that add or take away, the plain one first', async () => {
    const answer = await ask({ balance: 100 });
    expect(answer.wanted).toEqual([{ path: '/balance', has: '120', wants: '100' }]);
    expect(found(answer)).toEqual([[['Withdrawn', { amount: 20 }]], [['Deposited', { amount: -20 }]]]);
    expect(answer.proposals[0]).toMatchObject({ sideEffects: 0, caveats: [] });
    expect(answer.proposals[1]!.caveats[0]).toContain('negative');
  });

  it('finds the type that sets a field', async () => {
    expect(found(await ask({ owner: 'Zoe' }))).toEqual([[['Opened', { owner: 'Zoe' }]]]);
  });

  it('takes several events where none does it alone', async () => {
    const answer = await ask({ owner: 'Zoe', balance: 100 });
    expect(answer.proposals).toHaveLength(1);
    expect(answer.proposals[0]!.events.map(({ type }) => type).sort()).toEqual(['Opened', 'Withdrawn']);
    expect(JSON.parse(answer.proposals[0]!.state)).toEqual({ owner: 'Zoe', balance: 100 });
  });

  it('starts from the branch that is shown', async () => {
    const answer = await ask({ balance: 150 }, { edits: [{ kind: 'drop', ordinal: 4 }] });
    expect(answer).toMatchObject({ wanted: [], proposals: [] });
  });

  it('works with the merge', async () => {
    expect(found(await ask({ owner: 'Zoe' }, { reducer: 'merge' }))).toEqual([[['Opened', { owner: 'Zoe' }]]]);
  });

  it('says what was tried where there is none', async () => {
    const answer = await ask({ limit: 7 });
    expect(answer.proposals).toEqual([]);
    expect(answer.tried).toEqual(['Opened', 'Deposited', 'Withdrawn']);
    expect(answer.untried).toBe(0);
  });

  it('refuses what is no state', async () => {
    await expect(ask(7)).rejects.toThrow('no object');
  });
});

const amount = fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100);
const rounding = bankDecider.replaceAll(
  /balance: (state\.balance [+-] event\.data\.amount)/g,
  'balance: Math.round(($1) * 100) / 100',
);

it('what is proposed gives the wanted state when it is applied', async () => {
  const cases = fc.record({
    amounts: fc.array(fc.tuple(fc.constantFrom('Deposited', 'Withdrawn'), amount), { minLength: 2, maxLength: 8 }),
    want: amount,
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ amounts, want }) => {
      const events: TestEvent[] = [
        { stream: 'account-1', type: 'Opened', data: { owner: 'Ann' } },
        ...amounts.map(([type, value]) => ({ stream: 'account-1', type, data: { amount: value } })),
      ];
      const log = eventLog(events);
      const replay = new Replay(log);
      await replay.addProjection('r.projection.js', rounding);
      const lent = lendReducer(replay, 'r.projection.js', -1);
      const ordinal = events.length - 1;
      const question = { partition: 'account-1', ordinal, edits: [], want: JSON.stringify({ balance: want }) };
      const { proposals, wanted } = await propose(log, lent, question, calm);
      if (wanted.length > 0) expect(proposals.length).toBeGreaterThan(0);
      for (const proposal of proposals) {
        const edits = proposal.events.map((event): BranchEdit => ({ kind: 'insert', after: ordinal, event }));
        const { branch } = await new BranchFold(log, lent, edits).compare('account-1', ordinal, calm);
        expect(branch.state).toBe(proposal.state);
        expect(JSON.parse(branch.state!)).toMatchObject({ balance: want });
      }
    }),
    { numRuns: 15 },
  );
});
