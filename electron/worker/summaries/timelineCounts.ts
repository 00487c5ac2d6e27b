// Counting of the timeline. Most events stand in the order of the log, so that those of a column are a run of ordinals
// whose ends are found by bisection; within a run only the set and the series are looked at. Pure.
import type { AxisSegment } from '../../../shared/model/timeline.ts';
import { endOfRun } from '../eventIndex/bisect.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { SeriesKeys } from './timelineSeries.ts';
import { clockPlace, offClock } from './timePlaces.ts';

interface Plot {
  readonly segments: readonly AxisSegment[];
  readonly columns: number;
  readonly columnWidth: number;
  /** Ordinals to look at, end exclusive. */
  readonly first: number;
  readonly last: number;
  readonly onTime: boolean;
}

interface Counts {
  /** Events by column and series: `counts[column * series + s]`. */
  readonly counts: Uint32Array;
  readonly withoutTime: number;
}

/** Counts the events of `set` (`null` for all) that stand in one of the segments, by column and series. */
export function countColumns(index: EventIndex, set: BitSet | null, keys: SeriesKeys, plot: Plot): Counts {
  const { columns, onTime } = plot;
  const height = keys.series.length;
  const counts = new Uint32Array(columns * height);
  const { late, untimed } = offClock(index);
  const columnOf = columnsOf(plot);
  const place = onTime ? clockPlace(index) : (i: number) => i;
  const inOrder = onTime && late !== null ? (set?.andNot(late) ?? late.not()) : set;
  let begun = plot.last;
  let i = plot.first;
  while (i < plot.last) {
    const column = columnOf(place(i));
    if (column === columns) break;
    const end = endOfRun(i, plot.last, (j) => columnOf(place(j)) === column);
    if (column >= 0) {
      if (i < begun) begun = i;
      countRun(counts, column * height, inOrder, keys, i, end);
    }
    i = end;
  }
  if (onTime && late !== null) {
    const { recordedAt } = index.columns;
    const out = set?.and(late) ?? late;
    for (let j = out.next(plot.first - 1); j >= 0 && j < plot.last; j = out.next(j)) {
      const column = columnOf(recordedAt[j]!);
      if (column >= 0 && column < columns) countRun(counts, column * height, null, keys, j, j + 1);
    }
  }
  const silent = untimed && (set?.and(untimed) ?? untimed);
  return { counts, withoutTime: silent?.countIn(begun, i) ?? 0 };
}

/** Adds the members of `set` from `from` up to and without `to` to a row of counts, one for each series. */
function countRun(
  counts: Uint32Array,
  row: number,
  set: BitSet | null,
  { seriesOf, major, minor, stride }: SeriesKeys,
  from: number,
  to: number,
): void {
  if (minor !== null) {
    for (let i = set ? set.next(from - 1) : from; i >= 0 && i < to; i = set ? set.next(i) : i + 1) {
      counts[row + seriesOf[major[i]! * stride + minor[i]!]!]!++;
    }
  } else if (set === null) {
    for (let i = from; i < to; i++) counts[row + seriesOf[major[i]!]!]!++;
  } else {
    const { words } = set;
    for (let w = from >>> 5; w << 5 < to; w++) {
      let word = words[w]!;
      if (w << 5 < from) word &= 0xffffffff << (from & 31);
      if (to - (w << 5) < 32) word &= ~(0xffffffff << (to & 31));
      while (word !== 0) {
        const bit = word & -word;
        counts[row + seriesOf[major[(w << 5) + 31 - Math.clz32(bit)]!]!]!++;
        word ^= bit;
      }
    }
  }
}

/** The column of a value; -1 left of the plot, `columns` right of it. Ascends with the value. */
function columnsOf({ segments, columns, columnWidth }: Plot): (value: number) => number {
  const scales = segments.map((segment) => scaleOf(segment, columnWidth));
  const from = segments[0]!.from;
  const to = segments.at(-1)!.to;
  return (value) => {
    if (!(value >= from)) return -1;
    if (value > to) return columns;
    let s = scales.length - 1;
    while (s > 0 && scales[s]!.low > value) s--;
    const { low, high, base, scale } = scales[s]!;
    return Math.min(columns - 1, Math.floor(base + (Math.min(value, high) - low) * scale));
  };
}

/** How values of a segment become columns; the middle where the segment is one instant. */
function scaleOf({ x0, x1, from, to }: AxisSegment, columnWidth: number) {
  if (!(to > from)) return { low: from, high: to, base: (x0 + x1) / 2 / columnWidth, scale: 0 };
  return { low: from, high: to, base: x0 / columnWidth, scale: (x1 - x0) / (to - from) / columnWidth };
}
