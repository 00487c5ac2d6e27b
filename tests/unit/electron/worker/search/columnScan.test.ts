import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BitSet } from '../../../../../electron/worker/eventIndex/bitSet.ts';
import { IntegerColumn, NO_POSITION } from '../../../../../electron/worker/eventIndex/integerColumn.ts';
import { StringTable } from '../../../../../electron/worker/eventIndex/stringTable.ts';
import { byColumn, byDictionary, byIntegers, bySpan } from '../../../../../electron/worker/search/columnScan.ts';

/** The set is of `length` ordinals and holds those that pass. */
function expectMembers(set: BitSet, length: number, passes: (ordinal: number) => boolean): void {
  expect(set.size).toBe(length);
  const members: number[] = [];
  for (let i = set.next(-1); i >= 0; i = set.next(i)) members.push(i);
  expect(members).toEqual(Array.from({ length }, (_, i) => i).filter(passes));
  expect(set.count).toBe(members.length);
}

/** Columns are longer than the log; what lies behind it is garbage. */
const within = <T>(values: readonly T[], share: number): number => Math.floor(values.length * share);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const upTo200 = { maxLength: 200 };

describe('a scan of a column', () => {
  it('finds the events whose dictionary entry passes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), upTo200),
        fc.array(fc.boolean(), { minLength: 6 }),
        share,
        (numbers, passing, s) => {
          const table = new StringTable();
          for (let n = 0; n < 6; n++) table.intern(`entry ${n}`);
          const length = within(numbers, s);
          const set = byDictionary(table, Uint32Array.from(numbers), length, (text, n) => {
            expect(text).toBe(`entry ${n}`);
            return passing[n]!;
          });
          expectMembers(set, length, (i) => passing[numbers[i]!]!);
        },
      ),
    );
  });

  it('finds the events in a span of time, and none without a time', () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.NaN));
    const bound = fc.oneof(fc.integer({ min: -1, max: 21 }), fc.constantFrom(-Infinity, Infinity));
    fc.assert(
      fc.property(fc.array(time, upTo200), bound, bound, share, (times, low, high, s) => {
        const length = within(times, s);
        expectMembers(bySpan(Float64Array.from(times), length, low, high), length, (i) => {
          return times[i]! >= low && times[i]! < high;
        });
      }),
    );
  });

  it('finds the events in a span of integers, and none without one', () => {
    const small = fc.oneof(
      fc.bigInt({ min: -3n, max: 20n }),
      fc.constantFrom(NO_POSITION, 2n ** 31n - 1n, 1n - 2n ** 31n),
    );
    const large = fc.constantFrom(2n ** 63n - 1n, NO_POSITION + 1n, 2n ** 53n, 2n ** 53n + 1n);
    const bound = fc.option(fc.oneof(small, large, fc.constantFrom(2n ** 70n, -(2n ** 70n), -(2n ** 31n))));
    const values = fc.oneof(fc.array(small, upTo200), fc.array(fc.oneof(small, large), upTo200));
    fc.assert(
      fc.property(values, bound, bound, share, (integers, low, high, s) => {
        const column = new IntegerColumn(new Int32Array(integers.length));
        for (const [i, integer] of integers.entries()) column.setBigInt(i, integer);
        const length = within(integers, s);
        expectMembers(byIntegers(column, length, low, high), length, (i) => {
          const value = integers[i]!;
          return value !== NO_POSITION && (low === null || value >= low) && (high === null || value <= high);
        });
      }),
    );
  });

  it('finds the events that pass any test', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), upTo200), (passing) => {
        expectMembers(
          byColumn(passing.length, (i) => passing[i]!),
          passing.length,
          (i) => passing[i]!,
        );
      }),
    );
  });
});
