import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitSet } from '../../../../../electron/worker/eventIndex/bitSet.ts';
import { timelineBuckets } from '../../../../../electron/worker/summaries/timeline.ts';
import type { TimelineBuckets, TimelineRequest } from '../../../../../shared/model/timeline.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';

const request: TimelineRequest = {
  axis: 'time',
  from: null,
  to: null,
  width: 400,
  columnWidth: 4,
  stackBy: 'type',
  squeezeIdle: true,
  query: '',
};

const START = Date.parse('2026-01-01T00:00:00Z');
/** A log with an event at each of these minutes; `null` for no time. */
const atMinutes = (minutes: readonly (number | null)[], more: Partial<TestEvent> = {}) =>
  eventLog(
    minutes.map((minute) => ({
      stream: 's-1',
      type: 'A',
      at: minute === null ? null : new Date(START + minute * 60_000).toISOString(),
      ...more,
    })),
  ).index;

const totals = (buckets: TimelineBuckets): number[] =>
  Array.from({ length: buckets.firstOrdinal.length - 1 }, (_, c) =>
    buckets.series.reduce((sum, { counts }) => sum + counts[c]!, 0),
  );
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What holds of any answer. */
function assertWhole(buckets: TimelineBuckets, width: number): void {
  const columns = totals(buckets);
  expect(sum(columns)).toBe(buckets.events);
  expect(Math.max(...columns)).toBe(buckets.peak);
  for (const { counts } of buckets.series) expect(counts).toHaveLength(columns.length);
  expect(buckets.firstOrdinal).toEqual(buckets.firstOrdinal.toSorted((a, b) => a - b));
  const { segments } = buckets;
  expect(segments[0]).toMatchObject({ x0: 0, from: buckets.from, idleBefore: 0 });
  expect(segments.at(-1)).toMatchObject({ x1: width, to: buckets.to });
  for (const [i, { x0, x1, from, to, idleBefore }] of segments.entries()) {
    expect(x1).toBeGreaterThan(x0);
    expect(to).toBeGreaterThanOrEqual(from);
    if (i === 0) continue;
    expect(x0).toBeGreaterThan(segments[i - 1]!.x1);
    expect(idleBefore).toBeCloseTo(from - segments[i - 1]!.to, 3);
  }
}

describe('timelineBuckets', () => {
  it('stacks by version where there are more pairs of type and version than a table holds', () => {
    const events = Array.from({ length: 2100 }, (_, i) => ({
      stream: 's',
      type: `T${i}`,
      schemaVersion: String(i),
    }));
    const { index } = eventLog([...events, { stream: 's', type: 'T7', schemaVersion: '7' }]);
    const buckets = timelineBuckets(index, { ...request, stackBy: 'schemaVersion' }, null);
    assertWhole(buckets, request.width);
    expect(buckets.series.map(({ key, counts }) => [key, sum([...counts])]).slice(0, 1)).toEqual([['T7 v7', 2]]);
    expect(buckets.series.at(-1)).toMatchObject({ key: '', label: '2093 more' });
  });

  it('counts every event in range exactly once, whatever the times, the range and the filter', () => {
    const minute = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: -1e6, max: 1e6 }), fc.constant(null));
    fc.assert(
      fc.property(
        fc.array(minute, { minLength: 1, maxLength: 60 }),
        fc.record({
          axis: fc.constantFrom('time' as const, 'ordinal' as const),
          width: fc.integer({ min: 1, max: 1500 }),
          columnWidth: fc.integer({ min: 1, max: 9 }),
          squeezeIdle: fc.boolean(),
          stackBy: fc.constantFrom('type' as const, 'category' as const, 'schemaVersion' as const),
        }),
        fc.option(fc.tuple(fc.nat(60), fc.nat(60))),
        fc.option(fc.array(fc.nat(59))),
        (minutes, options, range, picked) => {
          const index = atMinutes(minutes);
          const set =
            picked &&
            BitSet.of(
              index.length,
              picked.map((i) => i % index.length),
            );
          const onTime = options.axis === 'time' && !Number.isNaN(index.firstTime);
          const unit = onTime ? 60e6 : 1;
          const from = range ? (onTime ? START * 1000 : 0) + Math.min(...range) * unit : null;
          const to = range ? (onTime ? START * 1000 : 0) + Math.max(...range) * unit : null;
          const buckets = timelineBuckets(index, { ...request, ...options, from, to }, set);
          assertWhole(buckets, Math.max(options.width, options.columnWidth));
          if (!range) expect(buckets.events).toBe(set ? set.count : index.length);
        },
      ),
    );
  });

  it('places events by their own time and maps columns to ordinals', () => {
    const buckets = timelineBuckets(atMinutes([0, 25, 50, 75, 100]), { ...request, squeezeIdle: false }, null);
    expect(totals(buckets).flatMap((count, column) => (count > 0 ? [column] : []))).toEqual([0, 25, 50, 75, 99]);
    expect(buckets.firstOrdinal.slice(0, 3)).toEqual([0, 1, 1]);
    expect(buckets.firstOrdinal.slice(25, 27)).toEqual([1, 2]);
    expect(buckets.firstOrdinal).toHaveLength(101);
    expect(buckets.firstOrdinal.at(-1)).toBe(5);
  });

  it('cuts out idle time and says how much', () => {
    const day = 24 * 60;
    const busy = Array.from({ length: 60 }, (_, i) => i);
    const buckets = timelineBuckets(atMinutes([...busy, ...busy.map((m) => m + day)]), request, null);
    expect(buckets.segments).toHaveLength(2);
    const idle = buckets.segments[1]!.idleBefore / 60e6;
    expect(idle).toBeGreaterThan(day - 62);
    expect(idle).toBeLessThan(day - 59);
    const all = timelineBuckets(
      atMinutes([...busy, ...busy.map((m) => m + day)]),
      { ...request, squeezeIdle: false },
      null,
    );
    expect(all.segments).toHaveLength(1);
  });

  it('finds the gap inside an hour beside an event fifty years away', () => {
    const burst = (start: number) => Array.from({ length: 40 }, (_, i) => start + i / 10);
    const minutes = [-50 * 365 * 1440, ...burst(0), ...burst(56)];
    const { segments } = timelineBuckets(atMinutes(minutes), request, null);
    expect(segments).toHaveLength(3);
    expect(segments[1]!.idleBefore / 60e6).toBeGreaterThan(49 * 365 * 1440);
    expect(segments[2]!.idleBefore / 60e6).toBeGreaterThan(50);
  });

  it('cuts nothing where the space between events is even, and at most twelve of the longest gaps', () => {
    expect(timelineBuckets(atMinutes([0, 100]), request, null).segments).toHaveLength(1);
    expect(timelineBuckets(atMinutes([0, 100, 200, 300]), request, null).segments).toHaveLength(1);
    const bursts = Array.from({ length: 22 }, (_, day) => [0, 1, 2, 3, 4, 5].map((m) => day * 1440 + m)).flat();
    expect(timelineBuckets(atMinutes(bursts), { ...request, width: 1200 }, null).segments).toHaveLength(13);
  });

  it('shows one event, one instant, and nothing', () => {
    const one = timelineBuckets(atMinutes([5]), request, null);
    expect(one).toMatchObject({ from: one.to, events: 1, peak: 1 });
    expect(totals(one).indexOf(1)).toBe(50);
    const instant = timelineBuckets(atMinutes([5, 5, 5]), request, null);
    expect(instant).toMatchObject({ events: 3, peak: 3 });
    const none = timelineBuckets(atMinutes([]), request, null);
    expect(none).toMatchObject({ axis: 'ordinal', events: 0, peak: 0, series: [] });
  });

  it('falls back to ordinals where no time is recorded', () => {
    const buckets = timelineBuckets(atMinutes([null, null, null]), request, null);
    expect(buckets).toMatchObject({ axis: 'ordinal', from: 0, to: 2, events: 3, withoutTime: 3 });
  });

  it('places an event without a time with its predecessor, and one that goes back at its own time', () => {
    const buckets = timelineBuckets(atMinutes([0, 100, null, 50]), { ...request, squeezeIdle: false }, null);
    expect(buckets.withoutTime).toBe(1);
    const columns = totals(buckets);
    expect([columns[0], columns[50], columns[99]]).toEqual([1, 1, 2]);
  });

  it('keeps its seven largest series while zooming and filtering, and sums the others', () => {
    const types = Array.from({ length: 10 }, (_, t) => Array.from({ length: 10 - t }, () => `T${t}`)).flat();
    const index = eventLog(types.map((type) => ({ stream: 's', type, schemaVersion: '2' }))).index;
    const all = timelineBuckets(index, request, null);
    expect(all.series.map(({ key }) => key)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', '']);
    expect(sum(all.series.at(-1)!.counts)).toBe(6);
    const zoomed = timelineBuckets(index, { ...request, axis: 'ordinal', from: 50, to: 54 }, BitSet.of(55, [54]));
    expect(zoomed.series.map(({ key, hue }) => [key, hue])).toEqual(all.series.map(({ key, hue }) => [key, hue]));
    expect(zoomed.events).toBe(1);
    const versions = timelineBuckets(index, { ...request, stackBy: 'schemaVersion' }, null);
    expect(versions.series[0]!.label).toBe('T0 v2');
  });
});
