import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampTop,
  mostRows,
  movedSlots,
  type ScrollGeometry,
  scrollHeight,
  scrollTopOf,
  slotOf,
  tallest,
  topToShow,
  virtualTopOf,
  visibleRows,
} from '../../../../renderer/widgets/virtualScroll.ts';

const geometry = fc.record({
  count: fc.integer({ min: 1, max: 60_000_000 }),
  rowHeight: fc.constant(27),
  viewport: fc.integer({ min: 100, max: 2000 }),
});

describe('a list of any length', () => {
  it('fits what a browser can scroll, and reaches its first and last row', () => {
    fc.assert(
      fc.property(geometry, (g) => {
        expect(scrollHeight(g)).toBeLessThanOrEqual(tallest);
        const bottom = Math.max(0, scrollHeight(g) - g.viewport);
        expect(visibleRows(clampTop(virtualTopOf(0, g), g), g, 0).first).toBe(0);
        expect(visibleRows(clampTop(virtualTopOf(bottom, g), g), g, 0).end).toBe(g.count);
      }),
    );
  });
  it('finds its way back from a scroll position', () => {
    fc.assert(
      fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (g, share) => {
        const top = clampTop(share * g.count * g.rowHeight, g);
        expect(virtualTopOf(scrollTopOf(top, g), g)).toBeCloseTo(top, 3);
      }),
    );
  });
  it('brings any row into view, and does not move for one that is', () => {
    fc.assert(
      fc.property(geometry, fc.nat(), fc.constantFrom('nearest' as const, 'center' as const), (g, n, align) => {
        const index = n % g.count;
        const top = topToShow(index, 0, g, align);
        const { first, end } = visibleRows(top, g, 0);
        expect(first <= index && index < end).toBe(true);
        expect(topToShow(index, top, g, align)).toBe(top);
      }),
    );
  });
});

describe('rows that keep their elements', () => {
  const walk = fc.tuple(
    geometry,
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 }),
  );
  const overscan = 6;

  /** The rows and slots of each window as a list is moved about. */
  const windowsOf = ([g, shares]: [ScrollGeometry, number[]]): { row: number; slot: number }[][] => {
    let slots = { first: 0, end: 0, base: 0 };
    return shares.map((share) => {
      const { first, end } = visibleRows(clampTop(share * g.count * g.rowHeight, g), g, overscan);
      slots = movedSlots(slots, first, end);
      return Array.from({ length: end - first }, (_, i) => ({
        row: first + i,
        slot: slotOf(first + i, slots, mostRows(g, overscan)),
      }));
    });
  };

  it('never share one', () => {
    fc.assert(
      fc.property(walk, (walked) => {
        for (const rows of windowsOf(walked)) expect(new Set(rows.map(({ slot }) => slot)).size).toBe(rows.length);
      }),
    );
  });
  it('have the same one as long as windows overlap, and take those of the rows before, in order, after a jump', () => {
    fc.assert(
      fc.property(walk, (walked) => {
        let before: { row: number; slot: number }[] | undefined;
        for (const rows of windowsOf(walked)) {
          const known = new Map(before?.map(({ row, slot }) => [row, slot]));
          const kept = rows.filter(({ row }) => known.has(row));
          for (const { row, slot } of kept) expect(slot).toBe(known.get(row));
          if (before && kept.length === 0) {
            const both = Math.min(before.length, rows.length);
            expect(rows.slice(0, both).map(({ slot }) => slot)).toEqual(before.slice(0, both).map(({ slot }) => slot));
          }
          before = rows;
        }
      }),
    );
  });
});
