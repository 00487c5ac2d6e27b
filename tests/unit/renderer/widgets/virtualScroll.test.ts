import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampTop,
  scrollHeight,
  scrollTopOf,
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
