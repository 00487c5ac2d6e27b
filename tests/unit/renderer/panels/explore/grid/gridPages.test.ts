import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askedRows, holdsRows } from '../../../../../../renderer/panels/explore/grid/gridPages.ts';

it('asks for the rows, a window more on both sides, and the same while the list moves by a row', () => {
  expect(askedRows({ first: 500, end: 525 })).toEqual({ offset: 460, limit: 100 });
  expect(askedRows({ first: 501, end: 526 })).toEqual({ offset: 460, limit: 100 });
  expect(askedRows({ first: 0, end: 25 })).toEqual({ offset: 0, limit: 60 });
});

it('has the rows that were asked for, and those a page up and down', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), fc.nat(80), (count, start, window) => {
      const first = Math.min(start, count);
      const end = Math.min(count, first + window);
      const { offset, limit } = askedRows({ first, end });
      const page = { offset, rows: Array.from({ length: Math.max(0, Math.min(count, offset + limit) - offset) }) };
      expect(holdsRows(page, { first, end })).toBe(true);
      const above = Math.max(0, first - (end - first));
      expect(holdsRows(page, { first: above, end: Math.min(count, end + (end - first)) })).toBe(true);
    }),
  );
});

it('lacks what is outside of its page', () => {
  const page = { offset: 20, rows: Array.from({ length: 40 }) };
  expect(holdsRows(undefined, { first: 0, end: 0 })).toBe(false);
  expect(holdsRows(page, { first: 19, end: 30 })).toBe(false);
  expect(holdsRows(page, { first: 30, end: 61 })).toBe(false);
  expect(holdsRows(page, { first: 20, end: 60 })).toBe(true);
});
