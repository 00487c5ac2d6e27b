import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenColumnWidth } from '../../../../../../renderer/panels/explore/timeline/layout.ts';
import {
  idleCuts,
  movedRange,
  ordinalAtX,
  valueAtX,
  xOfOrdinal,
  xOfValue,
} from '../../../../../../renderer/panels/explore/timeline/scale.ts';
import type { TimelineBuckets } from '../../../../../../shared/model/timeline.ts';

/** Two busy stretches with an hour of idle time cut out between them. */
const buckets: TimelineBuckets = {
  axis: 'time',
  from: 0,
  to: 5_000e6,
  segments: [
    { x0: 0, x1: 480, from: 0, to: 700e6, idleBefore: 0 },
    { x0: 520, x1: 1000, from: 4_300e6, to: 5_000e6, idleBefore: 3_600e6 },
  ],
  columnWidth: 100,
  firstOrdinal: [0, 4, 4, 8, 20, 20, 30, 31, 50, 90, 100],
  series: [],
  peak: 40,
  events: 100,
  withoutTime: 0,
  complete: true,
};

describe('places on the timeline', () => {
  it('lead to a value and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (x) => {
        expect(xOfValue(valueAtX(x, buckets), buckets)).toBeCloseTo(x, 4);
      }),
    );
  });
  it('lead to an event and back to its column', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), (ordinal) => {
        expect(ordinalAtX(xOfOrdinal(ordinal, buckets), buckets)).toBe(ordinal);
      }),
    );
  });
  it('take the last event before where there is none', () => {
    expect(ordinalAtX(150, buckets)).toBe(3);
    expect(ordinalAtX(-5, buckets)).toBe(0);
    expect(ordinalAtX(5000, buckets)).toBe(99);
  });
  it('say when an event is out of view', () => {
    const later = { ...buckets, firstOrdinal: buckets.firstOrdinal.map((o) => o + 10) };
    expect(xOfOrdinal(9, later)).toBe(-1);
    expect(xOfOrdinal(110, later)).toBeGreaterThan(1000);
  });
  it('tell how much idle time was cut where', () => {
    expect(idleCuts(buckets.segments)).toEqual([{ x0: 480, x1: 520, micros: 3_600e6 }]);
  });
});

describe('movedRange', () => {
  it('zooms in round its anchor and out to all again', () => {
    const half = movedRange(buckets, null, { factor: 0.5, anchor: 0 })!;
    expect(half.from).toBe(0);
    expect(xOfValue(half.to, buckets)).toBeCloseTo(500);
    expect(movedRange(buckets, half, { factor: 2, anchor: 0 })).toBeNull();
  });
  it('pans, but never out of the log', () => {
    const half = movedRange(buckets, null, { factor: 0.5, anchor: 0 })!;
    expect(xOfValue(movedRange(buckets, half, { shift: 0.2 })!.from, buckets)).toBeCloseTo(100);
    expect(xOfValue(movedRange(buckets, half, { shift: 9 })!.to, buckets)).toBeCloseTo(1000);
  });
  it('keeps a range that can be drawn, however often it zooms in', () => {
    let range = movedRange(buckets, null, { factor: 0.5 });
    for (let i = 0; i < 60; i++) range = movedRange(buckets, range, { factor: 0.5, anchor: 0.3 });
    expect(range!.to - range!.from).toBeGreaterThan(50);
  });
});

it('fills the plot with whole columns, so that the newest one is no narrower than the others', () => {
  for (const width of [1, 7, 996, 1412, 2532]) {
    const even = evenColumnWidth(width, 8);
    expect(width / even).toBeCloseTo(Math.round(width / even), 9);
    if (width > 64) expect(Math.abs(even - 8)).toBeLessThan(0.6);
  }
});
