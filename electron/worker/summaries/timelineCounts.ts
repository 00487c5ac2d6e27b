// Counting of the timeline. Most events stand in the order of the log, so that those of a column are a run of ordinals
// whose ends are found by bisection; within a run only the set and the series are looked at. Pure.
import type { AxisSegment } from '../../../shared/model/timeline.ts';
import { endOfRun } from '../eventIndex/bisect.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { Stack } from './timelineSeries.ts';
import { clockPlace, offClock } from './timePlaces.ts';

interface Plot {
  readonly segments: readonly AxisSegment[];
  readonly columns: number;
  readonly columnWidth: number;
  /** Ordinals to look at, end exclusive. */
  readonly first: number;
  readonly last: number;
  readonly onTime: boolean;
  /** About where each column's events begin in the order of the log, and where those of the last end. */
  readonly edges: readonly number[];
}

interface Counts {
  /** Events by column and series: `counts[column * series + s]`. */
  readonly counts: Uint32Array;
  readonly withoutTime: number;
}

/** Counts the events of `set` (`null` for all) that stand in one of the segments, by column and series. */
export function countColumns(index: EventIndex, set: BitSet | null, stack: Stack, plot: Plot): Counts {
  const { columns, first, last, onTime, edges } = plot;
  const height = stack.series.length;
  const counts = new Uint32Array(columns * height);
  const { late, untimed } = offClock(index);
  const columnOf = columnsOf(plot);
  const place = onTime ? clockPlace(index) : (i: number) => i;
  const inOrder = onTime && late !== null ? (set?.andNot(late) ?? late.not()) : set;
  let begun = last;
  let i = first;
  while (i < last) {
    const column = columnOf(place(i));
    if (column === columns) break;
    const end = endOfRun(i, last, edges[column + 1]!, (j) => columnOf(place(j)) === column);
    if (column >= 0) {
      if (i < begun) begun = i;
      countRun(counts, column * height, inOrder, stack.seriesOf, i, end);
    }
    i = end;
  }
  if (onTime && late !== null) {
    const { recordedAt } = index.columns;
    const { seriesOf } = stack;
    (set?.and(late) ?? late).forEach(first, last, (j) => {
      const column = columnOf(recordedAt[j]!);
      if (column >= 0 && column < columns) counts[column * height + seriesOf[j]!]!++;
    });
  }
  const silent = untimed && (set?.and(untimed) ?? untimed);
  return { counts, withoutTime: silent?.countIn(begun, i) ?? 0 };
}

/** Adds the members of `set` from `from` up to and without `to` to a row of counts, one for each series. */
function countRun(
  counts: Uint32Array,
  row: number,
  set: BitSet | null,
  seriesOf: Uint8Array,
  from: number,
  to: number,
): void {
  if (set === null) {
    for (let i = from; i < to; i++) counts[row + seriesOf[i]!]!++;
    return;
  }
  const { words } = set;
  const lastWord = (Math.min(to, set.size) - 1) >> 5;
  for (let w = from >>> 5; w <= lastWord; w++) {
    let word = words[w]!;
    const start = w * 32;
    if (start < from) word &= 0xffffffff << (from & 31);
    if (to - start < 32) word &= ~(0xffffffff << (to & 31));
    while (word !== 0) {
      const bit = word & -word;
      counts[row + seriesOf[start + 31 - Math.clz32(bit)]!]!++;
      word ^= bit;
    }
  }
}

/** The column of a value; -1 left of the plot, `columns` right of it. Ascends with the value. */
function columnsOf({ segments, columns, columnWidth }: Plot): (value: number) => number {
  const rangeFrom = segments[0]!.from;
  const rangeTo = segments.at(-1)!.to;
  let at = 0;
  let { low, high, base, scale } = scaleOf(segments[0]!, columnWidth);
  return (value) => {
    if (!(value >= rangeFrom)) return -1;
    if (value > rangeTo) return columns;
    if (value < low || value > high) {
      while (at > 0 && segments[at]!.from > value) at--;
      while (at + 1 < segments.length && segments[at + 1]!.from <= value) at++;
      ({ low, high, base, scale } = scaleOf(segments[at]!, columnWidth));
    }
    return Math.min(columns - 1, Math.floor(base + (Math.min(value, high) - low) * scale));
  };
}

/** How values of a segment become columns; the middle where the segment is one instant. */
function scaleOf({ x0, x1, from, to }: AxisSegment, columnWidth: number) {
  if (!(to > from)) return { low: from, high: to, base: (x0 + x1) / 2 / columnWidth, scale: 0 };
  return { low: from, high: to, base: x0 / columnWidth, scale: (x1 - x0) / (to - from) / columnWidth };
}
