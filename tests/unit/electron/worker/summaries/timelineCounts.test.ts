import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitSet } from '../../../../../electron/worker/eventIndex/bitSet.ts';
import type { EventIndex } from '../../../../../electron/worker/eventIndex/eventIndex.ts';
import { IndexBuilder } from '../../../../../electron/worker/eventIndex/indexBuilder.ts';
import { emptyRow } from '../../../../../electron/worker/eventIndex/rows.ts';
import { timelineBuckets } from '../../../../../electron/worker/summaries/timeline.ts';
import { stackBytes } from '../../../../../electron/worker/summaries/timelineSeries.ts';
import type { TimelineBuckets, TimelineRequest } from '../../../../../shared/model/timeline.ts';

/** One event: microseconds, or `null` for no time; a type, a version and a stream, by number. */
type Row = readonly [time: number | null, type: number, version: number, stream: number];

function append(builder: IndexBuilder, [time, type, version, stream]: Row): void {
  const row = emptyRow();
  row.recordedAt = time ?? Number.NaN;
  row.type = builder.types.intern(`T${type}`);
  row.schemaVersion = builder.schemaVersions.intern(version === 0 ? '' : String(version));
  row.stream = builder.streams.intern(`c${stream % 10}-${stream}`);
  builder.append(row);
}

/** What stands in an answer's columns, counted event by event from the definition. */
function plainCounts(index: EventIndex, set: BitSet | null, request: TimelineRequest, answer: TimelineBuckets) {
  const { axis, segments, columnWidth, series } = answer;
  const columns = answer.firstOrdinal.length - 1;
  const counts = series.map(() => new Array<number>(columns).fill(0));
  let withoutTime = 0;
  let before = index.firstTime; // The clock, which starts at the first time.
  for (let i = 0; i < index.length; i++) {
    const own = index.columns.recordedAt[i]!;
    const timed = !Number.isNaN(own);
    if (timed && own > before) before = own;
    const value = axis === 'ordinal' ? i : timed ? own : before;
    if ((set && !set.has(i)) || value < answer.from || value > answer.to) continue;
    const { x0, x1, from, to } = segments.findLast((segment) => segment.from <= value)!;
    const inside = Math.min(value, to);
    const scale = (x1 - x0) / (to - from) / columnWidth;
    const at = to > from ? x0 / columnWidth + (inside - from) * scale : (x0 + x1) / 2 / columnWidth;
    const key = keyOf(index, request, i);
    const known = series.findIndex((one) => one.key === key);
    counts[known >= 0 ? known : series.length - 1]![Math.min(columns - 1, Math.floor(at))]!++;
    if (!timed) withoutTime++;
  }
  return { counts, withoutTime };
}

function keyOf(index: EventIndex, { stackBy }: TimelineRequest, i: number): string {
  const { type, schemaVersion, stream } = index.columns;
  if (stackBy === 'category') return index.streams.text(stream[i]!).split('-')[0]!;
  const name = index.types.text(type[i]!);
  const version = index.schemaVersions.text(schemaVersion[i]!);
  return stackBy === 'type' || version === '' ? name : `${name} v${version}`;
}

const START = Date.parse('2026-01-01T00:00:00Z') * 1000;
const entry = (time: fc.Arbitrary<number | null>): fc.Arbitrary<Row> =>
  fc.tuple(time, fc.nat(9), fc.nat(3), fc.nat(25));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }) }, // Equal times among them.
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1e9 }) },
);
/** Logs whose times ascend, step back now and then, are missing in places, or are in no order at all. */
const rows = fc.oneof(
  fc.array(fc.tuple(step, entry(fc.constant(null)))).map((steps) => {
    let time = START;
    return steps.map(([more, [, ...rest]]): Row => {
      time += more;
      return [time, ...rest];
    });
  }),
  fc
    .array(fc.tuple(fc.oneof(step, step, fc.integer({ min: -1e4, max: 0 })), entry(fc.constant(null)), fc.nat(4)))
    .map((steps) => {
      let time = START;
      return steps.map(([more, [, ...rest], missing]): Row => {
        time += more;
        return [missing === 0 ? null : time, ...rest];
      });
    }),
  fc.array(entry(fc.option(fc.integer({ min: START, max: START + 1e6 })))),
);

/** Part of the way from the first time to the last. */
const share = fc.nat(100).map((percent) => percent / 100);
const requests = fc.record({
  axis: fc.constantFrom('time' as const, 'ordinal' as const),
  width: fc.integer({ min: 1, max: 1500 }),
  columnWidth: fc.integer({ min: 1, max: 9 }),
  squeezeIdle: fc.boolean(),
  stackBy: fc.constantFrom('type' as const, 'category' as const, 'schemaVersion' as const),
  range: fc.option(fc.tuple(share, share)),
  query: fc.constant(''),
});

describe('the counts of a timeline', () => {
  it('are those of a plain count of each event, in logs of any order, while they fill and as they grow', () => {
    fc.assert(
      fc.property(
        rows,
        fc.nat(100),
        fc.array(requests, { minLength: 1, maxLength: 3 }),
        fc.option(fc.func(fc.boolean())),
        fc.nat(20),
        (all, cut, options, picks, behind) => {
          const builder = new IndexBuilder();
          const check = (): void => {
            // A set may be of a moment before the last events came.
            const set = picks && new BitSet(Math.max(0, builder.length - behind));
            for (let i = 0; set && i < set.size; i++) if (picks(i)) set.add(i);
            for (const { range, ...rest } of options) {
              const [first, last] =
                rest.axis === 'time' && !Number.isNaN(builder.firstTime)
                  ? [builder.firstTime, builder.lastTime]
                  : [0, builder.length];
              const at = (share: number): number => Math.round(first + share * (last - first));
              const from = range && at(Math.min(...range));
              const to = range && at(Math.max(...range));
              const request = { ...rest, from, to };
              const answer = timelineBuckets(builder, request, set);
              const { counts, withoutTime } = plainCounts(builder, set, request, answer);
              expect(answer.series.map((one) => one.counts)).toEqual(counts);
              expect(answer.withoutTime).toBe(withoutTime);
              expect(answer.events).toBe(counts.flat().reduce((sum, count) => sum + count, 0));
              // Nothing of what an index keeps makes a difference: a new one over the same events answers the same.
              const anew = new IndexBuilder();
              for (const row of all.slice(0, builder.length)) append(anew, row);
              expect(timelineBuckets(anew, request, set)).toEqual({ ...answer, complete: false });
            }
          };
          const filling = Math.min(cut, all.length);
          for (const row of all.slice(0, filling)) append(builder, row);
          check();
          builder.freeze();
          check();
          for (const row of all.slice(filling)) append(builder, row);
          check();
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the series of a timeline', () => {
  it('take a byte an event for each way of stacking that was asked for', () => {
    const builder = new IndexBuilder();
    for (let i = 0; i < 10; i++) append(builder, [START + i, i, i, i]);
    builder.freeze();
    expect(stackBytes(builder)).toBe(0);
    const request = {
      axis: 'time' as const,
      from: null,
      to: null,
      width: 9,
      columnWidth: 1,
      squeezeIdle: true,
      query: '',
    };
    for (const stackBy of ['type', 'type', 'category'] as const)
      timelineBuckets(builder, { ...request, stackBy }, null);
    expect(stackBytes(builder)).toBe(20);
  });
});

describe('the axis of a timeline', () => {
  it('has the same cuts for the same times in any order, and with events without a time among them', () => {
    const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1e9 })), { minLength: 1 });
    fc.assert(
      fc.property(
        gaps,
        fc.array(fc.nat()),
        fc.array(fc.nat()),
        fc.integer({ min: 50, max: 1500 }),
        fc.option(fc.tuple(share, share)),
        (steps, swaps, silent, width, range) => {
          let time = START;
          const times: (number | null)[] = steps.map((more) => {
            time += more;
            return time;
          });
          const segmentsOf = (order: readonly (number | null)[]) => {
            const builder = new IndexBuilder();
            for (const one of order) append(builder, [one, 0, 0, 0]);
            const at = (share: number): number => START + Math.round(share * (time - START));
            const request = {
              ...{ axis: 'time' as const, columnWidth: 1, squeezeIdle: true, stackBy: 'type' as const, query: '' },
              ...{ width, from: range && at(Math.min(...range)), to: range && at(Math.max(...range)) },
            };
            return timelineBuckets(builder, request, null).segments;
          };
          const ascending = segmentsOf(times);
          const mixed = times.slice();
          for (const [i, swap] of swaps.entries()) {
            const [a, b] = [i % mixed.length, swap % mixed.length];
            [mixed[a], mixed[b]] = [mixed[b]!, mixed[a]!];
          }
          for (const place of silent) mixed.splice(place % (mixed.length + 1), 0, null);
          expect(segmentsOf(mixed)).toEqual(ascending);
        },
      ),
      { numRuns: 300 },
    );
  });
});
