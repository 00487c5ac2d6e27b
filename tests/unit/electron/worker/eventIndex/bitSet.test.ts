import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitSet } from '../../../../../electron/worker/eventIndex/bitSet.ts';

const membersOf = (set: BitSet): number[] => {
  const members: number[] = [];
  for (let i = set.next(-1); i >= 0; i = set.next(i)) members.push(i);
  return members;
};

const sized = fc.integer({ min: 1, max: 1700 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    a: fc.uniqueArray(fc.integer({ min: 0, max: size - 1 })),
    b: fc.uniqueArray(fc.integer({ min: 0, max: size - 1 })),
  }),
);

const ascending = (values: Iterable<number>): number[] => [...values].sort((x, y) => x - y);

describe('BitSet', () => {
  it('combines as sets of numbers do', () => {
    fc.assert(
      fc.property(sized, ({ size, a, b }) => {
        const [left, right] = [new Set(a), new Set(b)];
        const [x, y] = [BitSet.of(size, a), BitSet.of(size, b)];
        expect(membersOf(x.and(y))).toEqual(ascending(a.filter((one) => right.has(one))));
        expect(membersOf(x.or(y))).toEqual(ascending(new Set([...left, ...right])));
        expect(membersOf(x.andNot(y))).toEqual(ascending(a.filter((one) => !right.has(one))));
        expect(membersOf(x.not())).toEqual(membersOf(BitSet.full(size).andNot(x)));
        expect(membersOf(x.not().not())).toEqual(ascending(left));
      }),
    );
  });

  it('counts, ranks, selects and steps as a sorted list does', () => {
    fc.assert(
      fc.property(sized, fc.integer({ min: -2, max: 1800 }), ({ size, a }, at) => {
        const sorted = ascending(a);
        const set = BitSet.of(size, a);
        expect(set.count).toBe(sorted.length);
        expect(set.isEmpty).toBe(sorted.length === 0);
        expect(set.rank(at)).toBe(sorted.filter((member) => member <= at).length);
        expect(set.has(at)).toBe(sorted.includes(at));
        expect(set.next(Math.max(-1, at))).toBe(sorted.find((member) => member > Math.max(-1, at)) ?? -1);
        expect(set.previous(at)).toBe(sorted.findLast((member) => member < at) ?? -1);
        expect(set.countIn(at, size >> 1)).toBe(sorted.filter((member) => member >= at && member < size >> 1).length);
        const visited: number[] = [];
        set.forEach(Math.max(0, at), size - 1, (member) => visited.push(member));
        expect(visited).toEqual(sorted.filter((member) => member >= at && member < size - 1));
        for (const [k, member] of sorted.entries()) expect(set.select(k)).toBe(member);
        expect(set.select(sorted.length)).toBe(-1);
        expect(set.select(-1)).toBe(-1);
        expect([...set.slice(1, 3)]).toEqual(sorted.slice(1, 4));
      }),
    );
  });

  it('makes ranges and keeps its members when it is resized', () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: -5, max: 310 }),
        fc.integer({ min: -5, max: 310 }),
        (size, from, to) => {
          const expected = Array.from({ length: size }, (_, i) => i).filter((i) => i >= from && i < to);
          const set = BitSet.range(size, from, to);
          expect(membersOf(set)).toEqual(expected);
          expect(membersOf(set.resized(size + 40))).toEqual(expected);
          expect(membersOf(set.resized(size >> 1))).toEqual(expected.filter((i) => i < size >> 1));
        },
      ),
    );
  });

  it('combines sets of different size: past its end nothing is in a set', () => {
    const short = BitSet.of(3, [0, 2]);
    const long = BitSet.of(100, [2, 99]);
    expect(membersOf(short.and(long))).toEqual([2]);
    expect(membersOf(short.or(long))).toEqual([0, 2, 99]);
    expect(membersOf(long.andNot(short))).toEqual([99]);
  });

  it('refuses an ordinal that it has no place for', () => {
    expect(() => new BitSet(3).add(3)).toThrow(RangeError);
  });
});
