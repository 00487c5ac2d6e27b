import { expect, test } from 'vitest';
import { dayTicks } from '../../../../renderer/widgets/dayTicks.ts';

const hours = (...at: number[]): number[] => at.map((hour) => Date.UTC(2026, 2, 2, hour) * 1000);

test('a label stands at the first edge of each new day', () => {
  const edges = hours(20, 23, 26, 29, 50);
  const ticks = dayTicks(edges, 'utc')!;
  expect(ticks.at).toEqual([edges[2], edges[4]]);
  expect(ticks.at.map(ticks.format)).toEqual(['Mar 3', 'Mar 4']);
});

test('less than two days are left to the clock', () => {
  expect(dayTicks(hours(1, 2, 3), 'utc')).toBeNull();
  expect(dayTicks(hours(20, 26), 'utc')).toBeNull();
  expect(dayTicks([], 'utc')).toBeNull();
});

test('no more labels than fit', () => {
  const edges = Array.from({ length: 60 }, (_, day) => Date.UTC(2026, 2, 1 + day) * 1000);
  expect(dayTicks(edges, 'utc')!.at.length).toBeLessThanOrEqual(9);
});
