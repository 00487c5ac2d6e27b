import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast, atMost, comparisonCells, isReached, ratioAtMost } from '../../perf/comparison.ts';
import { median, percentile, shortNumber, summarize, summaryText, tableText } from '../../perf/statistics.ts';

const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });

describe('median and percentile', () => {
  it('take the middle, and the nearest rank', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(percentile([10, 30, 20, 40], 50)).toBe(20);
    expect(percentile([10, 30, 20, 40], 95)).toBe(40);
    expect(percentile([10, 30, 20, 40], 0)).toBe(10);
  });

  it('leave the values as they were, and know nothing of nothing', () => {
    const given = [3, 1, 2];
    median(given);
    expect(given).toEqual([3, 1, 2]);
    expect(() => median([])).toThrow(RangeError);
    expect(() => percentile([], 95)).toThrow(RangeError);
  });

  it('have half of the values, or the share asked for, at or below them', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 100 }), (given, p) => {
        const found = percentile(given, p);
        const atOrBelow = given.filter((value) => value <= found).length;
        expect(given).toContain(found);
        expect(atOrBelow / given.length).toBeGreaterThanOrEqual(p / 100 - 1e-9);
        const middle = median(given);
        expect(given.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(given.length);
        expect(given.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(given.length);
      }),
    );
  });
});

describe('the text of a figure', () => {
  it('has three significant digits', () => {
    expect([0, 0.01234, 4.5678, 45.678, 456.78, 12_345, 1_234_567].map(shortNumber)).toEqual([
      '0',
      '0.0123',
      '4.57',
      '45.7',
      '457',
      '12,300',
      '1,230,000',
    ]);
  });

  it('names spread, count and percentile, and turns long times into seconds', () => {
    expect(summaryText(summarize([12], 'ms'))).toBe('12.0 ms');
    expect(summaryText(summarize([6200, 6100, 6500], 'ms'))).toBe('6.20 s (6.10–6.50, 3 runs)');
    expect(summaryText(summarize([1, 2, 3, 4], 'ms', { counted: 'points', p: 95 }))).toBe(
      'p95 4.00 ms (1.00–4.00, 4 points)',
    );
  });

  it('stands in a table whose columns are aligned', () => {
    expect(
      tableText(
        ['what', ''],
        [
          ['a', 'b'],
          ['longer', 'c'],
        ],
      ),
    ).toBe(['| what   |     |', '| ------ | --- |', '| a      | b   |', '| longer | c   |'].join('\n'));
  });
});

describe('a goal', () => {
  const ours = summarize([200], 'ms');
  const peer = { name: 'other', figure: summarize([400], 'ms') };

  it('is judged by our figure or by the ratio, and not at all without the peer', () => {
    const comparison = { what: 'it', ours, peer, goals: [] };
    expect(isReached(comparison, atMost(199))).toBe(false);
    expect(isReached(comparison, atLeast(200))).toBe(true);
    expect(isReached(comparison, ratioAtMost(0.5))).toBe(true);
    expect(isReached({ ...comparison, peer: null }, ratioAtMost(0.5))).toBeNull();
  });

  it('is shown with its verdict beside figure and ratio', () => {
    expect(comparisonCells({ what: 'it', ours, peer, goals: [atMost(100), ratioAtMost(1)] })).toEqual([
      'it',
      '200 ms',
      'other: 400 ms',
      '0.500 ×',
      '✗ ≤ 100 ms, ✓ ≤ 1 ×',
    ]);
  });
});
