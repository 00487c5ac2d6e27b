import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, type EventNumbers, learnTotals } from '../../../../../electron/worker/integrity/runningTotals.ts';

const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** Accounts with money in and out, and statements of what that comes to. */
function accounts(moves: readonly (readonly number[])[]): EventNumbers[][] {
  return moves.map((amounts) => {
    let balance = 0;
    return amounts.flatMap((amount, i): EventNumbers[] => {
      balance = cents(balance + amount);
      const move = { type: amount < 0 ? 'Out' : 'In', numbers: { amount: Math.abs(amount), fee: 3 } };
      return i % 3 === 2 ? [move, { type: 'Stated', numbers: { balance } }] : [move];
    });
  });
}

const moves = fc.array(
  fc.array(
    fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 100),
    { minLength: 6, maxLength: 12 },
  ),
  {
    minLength: 6,
    maxLength: 12,
  },
);

const learnt = (streams: readonly EventNumbers[][]) => learnTotals(streams, () => undefined);

describe('a running total', () => {
  it('is learnt from what adds up, and finds what does not', async () => {
    await fc.assert(
      fc.asyncProperty(moves, fc.double({ min: 1, max: 1e6, noNaN: true }).map(cents), async (lists, lost) => {
        const streams = accounts(lists);
        const rule = (await learnt(streams)).find(({ type }) => type === 'Stated');
        expect(rule).toMatchObject({ field: 'balance', fits: rule!.stated });
        for (const events of streams) expect(differences(rule!, events).every(({ off }) => off === 0)).toBe(true);

        // Money that came in at the beginning, of which the event is lost.
        const hole = accounts([[lost, ...lists[0]!]])[0]!.slice(1);
        expect(differences(rule!, hole)[0]!.off).toBeCloseTo(lost, 6);
      }),
      { numRuns: 25 },
    );
  });

  it('is not learnt from numbers that never change, only repeat another, or are rare', async () => {
    const same = Array.from({ length: 9 }, () => [{ type: 'T', numbers: { a: 5, b: 5 } }]);
    expect(await learnt(same)).toEqual([]);
    const copies = Array.from({ length: 9 }, (_, i) => [{ type: 'T', numbers: { a: i, b: i } }]);
    expect(await learnt(copies)).toEqual([]);
    expect(await learnt(accounts([[1, 2, 3]]))).toEqual([]);
    expect(await learnt([])).toEqual([]);
  });

  it('may be stated by the very events that it is made of', async () => {
    const streams = Array.from({ length: 4 }, (_, s) => {
      let stock = 0;
      return Array.from({ length: 5 }, (_, i) => {
        const quantity = s + i + 1;
        stock += quantity;
        return { type: 'Received', numbers: { quantity, stock } };
      });
    });
    const rule = (await learnt(streams)).find(({ field }) => field === 'stock');
    expect(rule).toMatchObject({ terms: [{ type: 'Received', field: 'quantity', sign: 1 }], stated: 20, fits: 20 });
  });
});
