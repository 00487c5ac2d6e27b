import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IntegerColumn, NO_POSITION } from '../../../../../electron/worker/eventIndex/integerColumn.ts';

const small = fc.oneof(fc.bigInt({ min: -(2n ** 31n), max: 2n ** 31n - 1n }), fc.constant(NO_POSITION));
const any = fc.oneof(
  small,
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 31n, -(2n ** 31n), -(2n ** 31n) - 1n, 2n ** 32n, 2n ** 53n, -1n, 2n ** 63n - 1n),
);

function columnOf(values: readonly bigint[]): IntegerColumn {
  const column = new IntegerColumn(new Int32Array(values.length));
  for (const [i, value] of values.entries()) column.setBigInt(i, value);
  return column;
}

it('gives back every integer that was put in, before and after it became wide', () => {
  fc.assert(
    fc.property(fc.array(any, { minLength: 1 }), fc.nat(20), (values, more) => {
      const column = columnOf(values);
      const grown = column.resized(values.length + more);
      for (const [i, value] of values.entries()) {
        expect(column.at(i)).toBe(value);
        expect(grown.at(i)).toBe(value);
        expect(column.number(i)).toBe(value === NO_POSITION ? Number.NaN : Number(value));
        expect(column.text(i)).toBe(value === NO_POSITION ? null : String(value));
        for (const [j, other] of values.entries()) expect(column.isLarger(i, j)).toBe(value > other);
      }
      const taken = new IntegerColumn(column.array);
      expect(values.map((_, i) => taken.at(i))).toEqual(values);
    }),
  );
});

it('takes four bytes each as long as that is enough', () => {
  expect(columnOf([0n, -1n, NO_POSITION, 2n ** 31n - 1n]).array.BYTES_PER_ELEMENT).toBe(4);
  expect(columnOf([0n, 2n ** 31n]).array.BYTES_PER_ELEMENT).toBe(8);
});

it('takes offsets beyond 32 bits', () => {
  const offsets = [0, 5, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 7, 2 ** 52 + 1];
  const column = new IntegerColumn(new Int32Array(offsets.length));
  for (const [i, offset] of offsets.entries()) column.setNumber(i, offset);
  expect(offsets.map((_, i) => column.number(i))).toEqual(offsets);
});
