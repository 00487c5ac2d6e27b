import type { Ordinal } from '../../../../shared/model/event.ts';
import type { AxisSegment, TimelineBuckets } from '../../../../shared/model/timeline.ts';

// Where things stand on a timeline, from the buckets alone. Pure; x is in pixels of the plot.

type Axis = Pick<TimelineBuckets, 'segments' | 'from' | 'to'>;

const lastX = (axis: Axis): number => axis.segments.at(-1)?.x1 ?? 0;

/** x of a value of the axis. Cut idle time is as wide as its gap; outside the range the ends go on straight. */
export function xOfValue(value: number, axis: Axis): number {
  const { segments } = axis;
  let before: AxisSegment | undefined;
  for (const segment of segments) {
    if (value < segment.from) {
      if (before) return between(value, before.to, segment.from, before.x1, segment.x0);
      return segment.x0 - beyond(segment.from - value, segment);
    }
    if (value <= segment.to) return between(value, segment.from, segment.to, segment.x0, segment.x1);
    before = segment;
  }
  return before ? before.x1 + beyond(value - before.to, before) : 0;
}

/** The value of the axis at x: the inverse of `xOfValue` within the plot. */
export function valueAtX(x: number, axis: Axis): number {
  let before: AxisSegment | undefined;
  for (const segment of axis.segments) {
    if (x < segment.x0) {
      return before ? between(x, before.x1, segment.x0, before.to, segment.from) : axis.from;
    }
    if (x <= segment.x1) return between(x, segment.x0, segment.x1, segment.from, segment.to);
    before = segment;
  }
  return axis.to;
}

function between(at: number, from: number, to: number, start: number, end: number): number {
  return to === from ? start : start + ((at - from) / (to - from)) * (end - start);
}

const beyond = (distance: number, segment: AxisSegment): number =>
  segment.to === segment.from ? 1e6 : (distance / (segment.to - segment.from)) * (segment.x1 - segment.x0);

type Columns = Pick<TimelineBuckets, 'firstOrdinal' | 'columnWidth'>;

/** The last event at or left of x; never before the first in view. */
export function ordinalAtX(x: number, columns: Columns): Ordinal {
  const { firstOrdinal, columnWidth } = columns;
  const count = firstOrdinal.length - 1;
  if (count < 1) return 0;
  const column = Math.max(0, Math.min(count - 1, Math.floor(x / columnWidth)));
  const first = firstOrdinal[column]!;
  const inside = firstOrdinal[column + 1]! - first;
  const share = Math.max(0, Math.min(0.999999, x / columnWidth - column));
  const at = inside === 0 ? first - 1 : first + Math.floor(share * inside);
  return Math.max(0, Math.min(at, firstOrdinal[count]! - 1));
}

/** x of an event: its column, and within the column its share of the events there. -1 or beyond when out of view. */
export function xOfOrdinal(ordinal: Ordinal, columns: Columns): number {
  const { firstOrdinal, columnWidth } = columns;
  const count = firstOrdinal.length - 1;
  if (count < 1 || ordinal < firstOrdinal[0]!) return -1;
  if (ordinal >= firstOrdinal[count]!) return count * columnWidth + 1;
  let low = 0; // firstOrdinal[low] <= ordinal < firstOrdinal[high]
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (firstOrdinal[middle]! <= ordinal) low = middle;
    else high = middle;
  }
  const first = firstOrdinal[low]!;
  const inside = firstOrdinal[low + 1]! - first;
  return (low + (ordinal - first + 0.5) / Math.max(1, inside)) * columnWidth;
}

/** Where idle time was cut: between which x, and how long it was in microseconds. */
export function idleCuts(segments: readonly AxisSegment[]): { x0: number; x1: number; micros: number }[] {
  const cuts: { x0: number; x1: number; micros: number }[] = [];
  for (let i = 1; i < segments.length; i++) {
    const segment = segments[i]!;
    if (segment.idleBefore > 0) cuts.push({ x0: segments[i - 1]!.x1, x1: segment.x0, micros: segment.idleBefore });
  }
  return cuts;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Zooms and pans in pixels of the whole log, so that cut idle time does not count. `factor` < 1 zooms in round
 * `anchor` (0 to 1 of the visible range), `shift` moves by that share of it. `null` when everything is in view.
 */
export function movedRange(
  whole: TimelineBuckets,
  range: Range | null,
  change: { readonly factor?: number; readonly anchor?: number; readonly shift?: number },
): Range | null {
  const end = lastX(whole);
  if (end <= 0 || whole.to <= whole.from) return null;
  const { factor = 1, anchor = 0.5, shift = 0 } = change;
  const x0 = range ? Math.max(0, xOfValue(range.from, whole)) : 0;
  const x1 = range ? Math.min(end, xOfValue(range.to, whole)) : end;
  const width = Math.min(end, Math.max((x1 - x0) * factor, narrowest(whole, end)));
  let from = x0 + (x1 - x0 - width) * anchor + (x1 - x0) * shift;
  from = Math.max(0, Math.min(from, end - width));
  if (width >= end * 0.999) return null;
  return { from: valueAtX(from, whole), to: valueAtX(from + width, whole) };
}

/** Narrowest visible range: a hundred microseconds, or four events. */
function narrowest(whole: TimelineBuckets, end: number): number {
  const drawn = whole.segments.reduce((sum, s) => sum + (s.to - s.from), 0);
  return Math.min(end, (end * (whole.axis === 'time' ? 100 : 4)) / Math.max(1, drawn));
}
