import type { AxisSegment, TimelineAxis } from '../../../../shared/model/timeline.ts';
import type { TimeZone } from '../../../../shared/model/viewState.ts';
import { axisLabel, timeParts } from '../../../state/timeText.ts';

// Labels of an axis. Pure.

export interface Tick {
  readonly x: number;
  readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
// biome-ignore format: a table
const timeSteps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500,
  second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second,
  minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
  hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour,
  day, 2 * day, 7 * day, 14 * day, 30 * day, 91 * day, 182 * day, 365 * day, 730 * day, 1825 * day, 3650 * day,
];

/** Room a label needs, in pixels. */
const room = 92;

/** Ticks for all segments: round times or ordinals, far enough apart to be read. */
export function axisTicks(segments: readonly AxisSegment[], axis: TimelineAxis, zone: TimeZone): Tick[] {
  const drawn = segments.reduce((sum, s) => sum + (s.to - s.from), 0);
  const pixels = segments.reduce((sum, s) => sum + (s.x1 - s.x0), 0);
  if (segments.length === 0 || pixels <= 0) return [];
  if (drawn <= 0) return [single(segments[0]!, axis, zone)];
  return axis === 'time' ? timeTicks(segments, drawn / 1000 / pixels, zone) : ordinalTicks(segments, drawn / pixels);
}

const single = (segment: AxisSegment, axis: TimelineAxis, zone: TimeZone): Tick => ({
  x: segment.x0,
  label: axis === 'time' ? axisLabel(segment.from / 1000, second, zone, true) : `#${segment.from}`,
});

function ordinalTicks(segments: readonly AxisSegment[], perPixel: number): Tick[] {
  const rough = Math.max(1, perPixel * room);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((s) => s >= rough) ?? rough;
  const ticks: Tick[] = [];
  for (const s of segments) {
    for (let at = Math.ceil(s.from / step) * step; at <= s.to; at += step) {
      ticks.push({ x: s.x0 + ((at - s.from) / (s.to - s.from)) * (s.x1 - s.x0), label: `#${at}` });
    }
  }
  return ticks;
}

function timeTicks(segments: readonly AxisSegment[], msPerPixel: number, zone: TimeZone): Tick[] {
  const step = timeSteps.find((s) => s >= msPerPixel * room) ?? timeSteps.at(-1)!;
  const ticks: Tick[] = [];
  let shownDay = '';
  let free = Number.NEGATIVE_INFINITY;
  for (const segment of segments) {
    const from = segment.from / 1000;
    const to = segment.to / 1000;
    const instants = roundInstants(from, to, step, zone);
    // A segment too short for a round time is named by its beginning.
    if (instants.length === 0 || (segment !== segments[0] && xOf(instants[0]!, segment) - segment.x0 > room)) {
      instants.unshift(from);
    }
    for (const at of instants) {
      const x = xOf(at, segment);
      const opensStretch = at === instants[0] && segment !== segments[0];
      // Where a stretch begins matters more than the last label of the one before it.
      if (x < free && opensStretch && ticks.length > 1) ticks.pop();
      else if (x < free) continue;
      const p = timeParts(at, zone);
      const today = `${p.year}-${p.month}-${p.day}`;
      const withDay = today !== shownDay;
      const round = Number.isInteger(at / minute) || step < minute;
      const label = axisLabel(at, round ? step : Math.min(step, minute), zone, withDay);
      ticks.push({ x, label });
      shownDay = today;
      free = x + Math.max(room * 0.7, label.length * 6.6 + 14);
    }
  }
  return ticks;
}

const xOf = (ms: number, s: AxisSegment): number =>
  s.to === s.from ? s.x0 : s.x0 + ((ms * 1000 - s.from) / (s.to - s.from)) * (s.x1 - s.x0);

/** Multiples of the step as the zone's clock shows them; months and years by the calendar. At most 200. */
function roundInstants(from: number, to: number, step: number, zone: TimeZone): number[] {
  const found: number[] = [];
  if (step >= 30 * day) {
    const months = Math.max(1, Math.round(step / (30.4 * day)));
    const p = timeParts(from, zone);
    for (let n = 0; found.length < 200; n++) {
      const month = Math.ceil((p.year * 12 + p.month - 1) / months) * months + n * months;
      const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
      if (at > to) break;
      if (at >= from) found.push(at);
    }
    return found;
  }
  const offset = zone === 'utc' ? 0 : -new Date(from).getTimezoneOffset() * minute;
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to && found.length < 200; at += step) {
    found.push(at);
  }
  return found;
}
