import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inSlices, sortInSlices } from '../../../../../electron/worker/turns/slices.ts';

describe('inSlices', () => {
  it('works on everything once, in order, and says after each piece how far it is', async () => {
    const pieces: [number, number][] = [];
    const said: number[] = [];
    const pause = (done: number): undefined => void said.push(done);
    await inSlices(10, pause, (from, to) => pieces.push([from, to]), 4);
    expect(pieces).toEqual([
      [0, 4],
      [4, 8],
      [8, 10],
    ]);
    expect(said).toEqual([4, 8, 10]);
    await inSlices(0, pause, () => expect.unreachable('there is nothing to work on'));
  });

  it('ends where a pause is broken off', async () => {
    const pieces: number[] = [];
    const pause = (done: number): Promise<void> | undefined =>
      done === 4 ? Promise.reject(new Error('cancelled')) : undefined;
    await expect(inSlices(10, pause, (from) => pieces.push(from), 2)).rejects.toThrow('cancelled');
    expect(pieces).toEqual([0, 2]);
  });
});

describe('sortInSlices', () => {
  it('sorts as sort does, and leaves equal ones in their order', async () => {
    const lengths = [0, 1, 2, 1023, 1024, 1025, 2048, 3071, 5000, 9000];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lengths),
        fc.integer(),
        fc.integer({ min: 1, max: 400 }),
        async (length, seed, keys) => {
          // Few keys for many numbers: most are equal to some.
          const keyOf = (n: number): number => (Math.imul(n ^ seed, 0x9e3779b1) >>> 8) % keys;
          const byKey = (a: number, b: number): number => keyOf(a) - keyOf(b);
          const numbers = Uint32Array.from({ length }, (_, i) => i);
          await sortInSlices(numbers, byKey, () => undefined);
          expect(numbers).toEqual(Uint32Array.from({ length }, (_, i) => i).sort(byKey));
        },
      ),
    );
  });

  it('compares hardly any with distant ones where all are in order already', async () => {
    let compared = 0;
    const compare = (a: number, b: number): number => {
      if (a >>> 10 !== b >>> 10) compared++;
      return a - b;
    };
    const numbers = Uint32Array.from({ length: 9000 }, (_, i) => i);
    await sortInSlices(numbers, compare, () => undefined);
    expect(compared).toBeLessThan(20);
    expect(numbers).toEqual(Uint32Array.from({ length: 9000 }, (_, i) => i));
  });
});
