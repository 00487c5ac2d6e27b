// Density of the log for a range and a width in pixels. Pure; linear in the events in range, its answer in the width.
import type { AxisSegment, TimelineBuckets, TimelineRequest } from '../../../shared/model/timeline.ts';
import { countBefore } from '../eventIndex/bisect.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { busyStretches, cutsFor, placeStretches } from './timelineAxis.ts';
import { countColumns } from './timelineCounts.ts';
import { stackOf } from './timelineSeries.ts';

const MAX_COLUMNS = 8192;

/**
 * Columns of counts for the request's range, of events in `set` (`null` for all). An event stands at its own recorded
 * time; one without a time stands with its predecessor. Idle cuts and series come from the whole log, so that a filter
 * changes heights and nothing else. Without any times the answer's axis is `ordinal`.
 */
export function timelineBuckets(index: EventIndex, request: TimelineRequest, set: BitSet | null): TimelineBuckets {
  const onTime = request.axis === 'time' && !Number.isNaN(index.firstTime);
  const columnWidth = Math.max(1, request.columnWidth, request.width / MAX_COLUMNS);
  const width = Math.max(columnWidth, request.width);
  const columns = Math.max(1, Math.ceil(width / columnWidth - 1e-9));
  const from = request.from ?? (onTime ? index.firstTime : 0);
  const to = Math.max(from, request.to ?? (onTime ? index.lastTime : Math.max(0, index.length - 1)));
  const [first, last] = scanRange(index, onTime, from, to);

  const stretches =
    onTime && request.squeezeIdle && to > from ? busyStretches(index, { from, to }, cutsFor(width)) : [{ from, to }];
  const segments = placeStretches(stretches, width);

  const firstOrdinal = firstOrdinals(index, segments, columns, columnWidth, onTime);
  const stack = stackOf(index, request.stackBy);
  const { counts, withoutTime } = countColumns(index, set, stack, {
    segments,
    columns,
    columnWidth,
    first,
    last,
    onTime,
    edges: firstOrdinal,
  });
  let events = 0;
  let peak = 0;
  const { length: height } = stack.series;
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let s = 0; s < height; s++) sum += counts[column * height + s]!;
    events += sum;
    if (sum > peak) peak = sum;
  }
  return {
    axis: onTime ? 'time' : 'ordinal',
    from,
    to,
    segments,
    columnWidth,
    firstOrdinal,
    series: stack.series.map((one, s) => ({ ...one, counts: everyNth(counts, height, s) })),
    peak,
    events,
    withoutTime,
    complete: index.complete,
  };
}

/** Every `n`th number, beginning with the one at `first`. A loop: `Array.from` takes as long as counting does. */
function everyNth(numbers: Uint32Array, n: number, first: number): number[] {
  const found: number[] = [];
  for (let i = first; i < numbers.length; i += n) found.push(numbers[i]!);
  return found;
}

/** Ordinals among which all events in view are, end exclusive. */
function scanRange(index: EventIndex, onTime: boolean, from: number, to: number): [first: number, last: number] {
  if (!onTime) return [Math.max(0, Math.ceil(from)), Math.min(index.length, Math.floor(to) + 1)];
  // Times may go backwards, so that a late event can stand in view; but before the clock reaches `from` none does.
  return [ordinalAtOrAfter(index, from), index.length];
}

/** The first ordinal at or after `time` by the clock. Events before the first time count as at it. */
const ordinalAtOrAfter = (index: EventIndex, time: number): number =>
  time <= index.firstTime ? 0 : countBefore(index.clock, index.length, time);

/** The first ordinal at or right of each column's left edge, and of the plot's right edge as last entry. */
function firstOrdinals(
  index: EventIndex,
  segments: readonly AxisSegment[],
  columns: number,
  columnWidth: number,
  onTime: boolean,
): number[] {
  const found: number[] = [];
  let at = 0;
  for (let column = 0; column < columns; column++) {
    const x = column * columnWidth;
    while (at + 1 < segments.length && segments[at]!.x1 < x) at++;
    const { x0, x1, from, to } = segments[at]!;
    // Left of a segment's pixels is the cut before it: what comes next is the segment's first event.
    const middle = (x0 + x1) / 2;
    const value = to > from ? from + (Math.max(0, x - x0) / (x1 - x0)) * (to - from) : x <= middle ? from : Number.NaN;
    found.push(ordinalAtOrRight(index, value, onTime));
  }
  const end = segments.at(-1)!.to;
  found.push(onTime ? index.ordinalAtTime(end) + 1 : Math.min(index.length, Math.floor(end) + 1));
  // Rounding may not make an edge come before the one left of it.
  for (let i = 1; i < found.length; i++) found[i] = Math.max(found[i]!, found[i - 1]!);
  return found;
}

function ordinalAtOrRight(index: EventIndex, value: number, onTime: boolean): number {
  if (Number.isNaN(value)) return index.length; // Right of the only instant there is.
  if (onTime) return ordinalAtOrAfter(index, value);
  return Math.max(0, Math.min(index.length, Math.ceil(value)));
}
