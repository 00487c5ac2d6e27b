// A time axis with idle time cut out: which stretches of time are shown, and where. Pure.
import type { Micros } from '../../../shared/model/event.ts';
import type { AxisSegment } from '../../../shared/model/timeline.ts';
import { countAtOrBefore, countBefore, endOfRun } from '../eventIndex/bisect.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { offClock } from './timePlaces.ts';

/** Pixels of a cut: room for two strokes and how long it was, in words. */
export const CUT_WIDTH = 40;
/** The least pixels of a stretch between two cuts. */
const MIN_SEGMENT = 10;
const MAX_CUTS = 12;
/** At most this part of the width goes into cuts and least widths. */
const CUT_SHARE = 0.5;
/** A gap is idle when it is longer than this part of what is shown, */
const IDLE_SHARE = 0.04;
/** and so many times longer than the typical time between two events. */
const IDLE_FACTOR = 8;
const CELLS = 4096;
/** Cutting away 56 years leaves an hour in which the next gaps can be seen; another round is worth it only then. */
const ROUNDS = 3;
const MUCH_IS_GONE = 0.1;

export interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
}

interface Gap extends Stretch {
  readonly length: Micros;
}

/** Stretches of `range` that hold its events, without the longest idle times between them; at most `maxCuts + 1`. */
export function busyStretches(index: EventIndex, range: Stretch, maxCuts: number): Stretch[] {
  let stretches: Stretch[] = [range];
  for (let round = 0; round < ROUNDS && stretches.length <= maxCuts; round++) {
    const gaps = idleGaps(index, stretches).slice(0, maxCuts + 1 - stretches.length);
    if (gaps.length === 0) break;
    const before = shownTime(stretches);
    stretches = cutOut(stretches, gaps);
    if (shownTime(stretches) > MUCH_IS_GONE * before) break;
  }
  return stretches;
}

const shownTime = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + (to - from), 0);

/** The idle gaps of the stretches, longest first. */
function idleGaps(index: EventIndex, stretches: readonly Stretch[]): Gap[] {
  const shown = shownTime(stretches);
  if (!(shown > 0)) return [];
  const { low, high, events } = occupiedCells(index, stretches, (CELLS - 1) / shown);
  const gaps: Gap[] = [];
  let occupied = 0;
  let last = Number.NaN;
  for (let cell = 0; cell < CELLS; cell++) {
    if (low[cell]! > high[cell]!) continue;
    occupied++;
    if (low[cell]! > last && !crossesCut(stretches, last, low[cell]!)) {
      gaps.push({ from: last, to: low[cell]!, length: low[cell]! - last });
    }
    last = high[cell]!;
  }
  gaps.sort((a, b) => b.length - a.length || a.from - b.from);
  // The median over all intervals: those inside a cell are shorter than any between cells.
  const middle = Math.floor((events - 1) / 2);
  const typical = middle < events - occupied ? 0 : (gaps.toReversed()[middle - (events - occupied)]?.length ?? 0);
  return gaps.filter(({ length }) => length > IDLE_SHARE * shown && length > IDLE_FACTOR * typical);
}

/**
 * Occupied cells of a fine grid over the shown time, with the first and last time in each: they give every gap longer
 * than a cell exactly, whatever the order of the times. Events without a time are left out, for they stand with others.
 */
function occupiedCells(index: EventIndex, stretches: readonly Stretch[], scale: number) {
  const low = new Float64Array(CELLS).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(CELLS).fill(Number.NEGATIVE_INFINITY);
  const { clock, length } = index;
  const { recordedAt } = index.columns;
  const { late, untimed } = offClock(index);
  const put = (cell: number, first: Micros, last: Micros): void => {
    if (first < low[cell]!) low[cell] = first;
    if (last > high[cell]!) high[cell] = last;
  };
  let events = 0;
  const befores: number[] = []; // Shown time left of each stretch.
  let before = 0;
  for (const { from, to } of stretches) {
    const left = before;
    befores.push(left);
    before += to - from;
    const cellOf = (i: number): number => Math.floor((left + clock[i]! - from) * scale);
    // What the clock says inside a stretch is the time of one of its events.
    const begin = countBefore(clock, length, from);
    const end = countAtOrBefore(clock, length, to);
    let run = 1;
    for (let i = begin; i < end; i += run) {
      const cell = cellOf(i);
      run = endOfRun(i, end, i + run, (j) => cellOf(j) === cell) - i;
      put(cell, clock[i]!, clock[i + run - 1]!);
    }
    events += end - begin - (late?.countIn(begin, end) ?? 0) - (untimed?.countIn(begin, end) ?? 0);
  }
  let s = 0;
  late?.forEach(0, length, (i) => {
    const time = recordedAt[i]!;
    while (s > 0 && stretches[s]!.from > time) s--;
    while (s + 1 < stretches.length && stretches[s + 1]!.from <= time) s++;
    const { from, to } = stretches[s]!;
    if (time < from || time > to) return;
    put(Math.floor((befores[s]! + time - from) * scale), time, time);
    events++;
  });
  return { low, high, events };
}

const crossesCut = (stretches: readonly Stretch[], from: Micros, to: Micros): boolean =>
  stretches.some((stretch, i) => i > 0 && stretch.from > from && stretch.from <= to);

/**
 * Leaves a little of each gap on both sides, so that the first and last event of a stretch do not stand on its edge.
 */
function cutOut(stretches: readonly Stretch[], gaps: readonly Gap[]): Stretch[] {
  const idle = gaps.reduce((sum, { length }) => sum + length, 0);
  const left = shownTime(stretches) - idle;
  const edges: Stretch[] = gaps.map(({ from, to, length }) => {
    const margin = Math.min(length * 0.05, left > 0 ? left * 0.01 : length);
    return { from: from + margin, to: to - margin };
  });
  edges.sort((a, b) => a.from - b.from);
  return stretches.flatMap((stretch) => {
    const inside = edges.filter(({ from, to }) => from >= stretch.from && to <= stretch.to);
    const starts = [stretch.from, ...inside.map(({ to }) => to)];
    const ends = [...inside.map(({ from }) => from), stretch.to];
    return starts.map((from, i) => ({ from, to: ends[i]! }));
  });
}

/** How many cuts a plot of `width` pixels has room for. */
export const cutsFor = (width: number): number =>
  Math.max(0, Math.min(MAX_CUTS, Math.floor((width * CUT_SHARE) / (CUT_WIDTH + MIN_SEGMENT))));

/** Places stretches side by side over `width` pixels: each in proportion to its time, none too thin, cuts between. */
export function placeStretches(stretches: readonly Stretch[], width: number): AxisSegment[] {
  const shown = shownTime(stretches);
  const least = stretches.length > 1 ? MIN_SEGMENT : 0;
  const room = width - CUT_WIDTH * (stretches.length - 1) - least * stretches.length;
  let x = 0;
  return stretches.map(({ from, to }, i) => {
    const share = shown > 0 ? (to - from) / shown : 1 / stretches.length;
    const x0 = x;
    const x1 = i === stretches.length - 1 ? width : x0 + least + room * share;
    x = x1 + CUT_WIDTH;
    return { x0, x1, from, to, idleBefore: i === 0 ? 0 : from - stretches[i - 1]!.to };
  });
}
