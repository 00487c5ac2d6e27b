import { describe, expect, it } from 'vitest';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, bankKurrent, calm } from './bank.ts';

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

describe('the bank story', () => {
  it.each([
    ['bank.projection.js', bankDecider],
    [
      'bank.projection.ts',
      bankDecider.replace('(state, event)', '(state: { owner: string | null; balance: number }, event: any)'),
    ],
    ['bank.kurrent.projection.js', bankKurrent],
  ])('ends at 120 with %s', async (name, source) => {
    const replay = new Replay(eventLog(bankEvents));
    await replay.addProjection(name, source);
    const answer = await replay.stateAt({ reducer: name, partition: 'account-1' }, 5, calm);
    expect(answer.failure).toBeNull();
    expect(parsed(answer.state)).toEqual({ owner: 'Ann', balance: 120 });
    expect(answer.changes).toEqual([{ path: '/balance', from: '70', to: '120', ordinal: 5 }]);
    const history = await replay.history({ reducer: name, partition: 'account-1' }, '/balance', calm);
    expect(history.changes.map(({ to }) => to)).toEqual(['100', '70', '120']);
    replay.close();
  });
});
