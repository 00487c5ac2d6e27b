import { describe, expect, it } from 'vitest';
import { curveOf, stretchesOf } from '../../../../../../renderer/panels/explore/tracks/trackPath.ts';
import type { WatchTrack } from '../../../../../../shared/model/watch.ts';

const track = (fields: Partial<WatchTrack>): WatchTrack => ({
  expression: 'state.n',
  kind: 'number',
  min: [],
  max: [],
  last: [],
  text: [],
  changes: [],
  lowest: null,
  highest: null,
  ...fields,
});

describe('the curve of a watch', () => {
  it('goes in steps from column to column, the largest value at the top', () => {
    const curve = curveOf(
      track({ min: [0, 0, 10], max: [0, 10, 10], last: [0, 10, 10], lowest: 0, highest: 10 }),
      8,
      20,
    );
    expect(curve.line).toBe('M0 20H8V0H16H24');
    expect(curve.band).toBe('M12 20V0');
    expect(curve.zeroY).toBeNull();
  });

  it('breaks where there is no value, and marks zero where it is crossed', () => {
    const curve = curveOf(
      track({ min: [-5, null, 5], max: [-5, null, 5], last: [-5, null, 5], lowest: -5, highest: 5 }),
      10,
      20,
    );
    expect(curve.line).toBe('M0 20H10M20 0H30');
    expect(curve.zeroY).toBe(10);
  });

  it('lies in the middle where nothing ever changed, and is nothing without numbers', () => {
    expect(curveOf(track({ min: [3], max: [3], last: [3], lowest: 3, highest: 3 }), 10, 20).line).toBe('M0 10H10');
    expect(curveOf(track({}), 10, 20).line).toBe('');
  });
});

it('equal texts side by side are one stretch', () => {
  expect(stretchesOf(track({ text: [null, '"a"', '"a"', '"b"', null] }), 10)).toEqual([
    { x0: 10, x1: 30, text: '"a"' },
    { x0: 30, x1: 40, text: '"b"' },
  ]);
});
