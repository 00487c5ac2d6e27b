// The one loop of the timeline that sees every event in range: typed arrays only, nothing allocated per event. Pure.
import type { AxisSegment } from '../../../shared/model/timeline.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { SeriesKeys } from './timelineSeries.ts';

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
  readonly events: number;
  readonly withoutTime: number;
}

/** Counts the events of `set` (`null` for all) that stand in one of the segments, by column and series. */
export function countColumns(index: EventIndex, set: BitSet | null, keys: SeriesKeys, plot: Plot): Counts {
  const { segments, columns, columnWidth, onTime } = plot;
  const height = keys.series.length;
  const counts = new Uint32Array(columns * height);
  const { seriesOf, major, minor, stride } = keys;
  const { recordedAt } = index.columns;
  const { clock, firstTime } = index;
  const words = set?.words ?? null;
  const last = set ? Math.min(plot.last, set.size) : plot.last;
  const rangeFrom = segments[0]!.from;
  const rangeTo = segments.at(-1)!.to;
  let at = 0;
  let { low, high, base, scale } = scaleOf(segments[0]!, columnWidth);
  let events = 0;
  let withoutTime = 0;
  for (let i = plot.first; i < last; i++) {
    if (words !== null) {
      const word = words[i >>> 5]!;
      if (word === 0) i |= 31;
      if (((word >>> (i & 31)) & 1) === 0) continue;
    }
    let value = i;
    let timed = true;
    if (onTime) {
      value = recordedAt[i]!;
      if (Number.isNaN(value)) {
        // No time recorded: it stands with its predecessor, or at the first time of the log.
        timed = false;
        value = clock[i]!;
        if (Number.isNaN(value)) value = firstTime;
      }
    } else timed = !Number.isNaN(recordedAt[i]!);
    if (!(value >= rangeFrom && value <= rangeTo)) continue;
    if (value < low || value > high) {
      while (at > 0 && segments[at]!.from > value) at--;
      while (at + 1 < segments.length && segments[at + 1]!.from <= value) at++;
      ({ low, high, base, scale } = scaleOf(segments[at]!, columnWidth));
    }
    const column = Math.min(columns - 1, Math.floor(base + (Math.min(value, high) - low) * scale));
    const key = minor === null ? major[i]! : major[i]! * stride + minor[i]!;
    counts[column * height + seriesOf[key]!]!++;
    events++;
    if (!timed) withoutTime++;
  }
  return { counts, events, withoutTime };
}

/** How values of a segment become columns; the middle where the segment is one instant. */
function scaleOf({ x0, x1, from, to }: AxisSegment, columnWidth: number) {
  if (!(to > from)) return { low: from, high: to, base: (x0 + x1) / 2 / columnWidth, scale: 0 };
  return { low: from, high: to, base: x0 / columnWidth, scale: (x1 - x0) / (to - from) / columnWidth };
}
