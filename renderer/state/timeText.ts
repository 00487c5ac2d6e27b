import { plural } from '../../shared/format.ts';
import type { TimeZone } from '../../shared/model/viewState.ts';

// Recorded times as the screen writes them. Pure but for the machine's own zone, which `local` asks for.

const two = (value: number): string => String(value).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface TimeParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

export function timeParts(ms: number, zone: TimeZone): TimeParts {
  const d = new Date(ms);
  return zone === 'utc'
    ? {
        year: d.getUTCFullYear(),
        month: d.getUTCMonth() + 1,
        day: d.getUTCDate(),
        hour: d.getUTCHours(),
        minute: d.getUTCMinutes(),
        second: d.getUTCSeconds(),
        ms: d.getUTCMilliseconds(),
      }
    : {
        year: d.getFullYear(),
        month: d.getMonth() + 1,
        day: d.getDate(),
        hour: d.getHours(),
        minute: d.getMinutes(),
        second: d.getSeconds(),
        ms: d.getMilliseconds(),
      };
}

/** Digits of an ISO time below the second, as recorded: three or six. */
const fraction = (iso: string): string => /\.(\d+)/.exec(iso)?.[1] ?? '000';

const dateOf = (p: TimeParts): string => `${p.year}-${two(p.month)}-${two(p.day)}`;
const clockOf = (p: TimeParts): string => `${two(p.hour)}:${two(p.minute)}:${two(p.second)}`;

export const zoneName = (zone: TimeZone): string => (zone === 'utc' ? 'UTC' : 'local');

/** `2026-03-03 09:14:22.120`; `–` where none is recorded. */
export function instantText(iso: string | null, zone: TimeZone): string {
  if (iso === null) return '–';
  const p = timeParts(Date.parse(iso), zone);
  return `${dateOf(p)} ${clockOf(p)}.${fraction(iso)}`;
}

/** `2026-03-03 09:14`: for sentences and headings. */
export function minuteText(iso: string | null, zone: TimeZone): string {
  if (iso === null) return '–';
  const p = timeParts(Date.parse(iso), zone);
  return `${dateOf(p)} ${two(p.hour)}:${two(p.minute)}`;
}

/** `Mar 3`. */
export function dayName(ms: number, zone: TimeZone): string {
  const { month, day } = timeParts(ms, zone);
  return `${months[month - 1]} ${day}`;
}

/** Short label of an instant for an axis whose labels are `stepMs` apart: `14:00`, `Mar 3`, `Mar 3 06:00`, `2025`. */
export function axisLabel(ms: number, stepMs: number, zone: TimeZone, withDay = false): string {
  const p = timeParts(ms, zone);
  const day = dayName(ms, zone);
  if (stepMs >= 300 * 86_400e3) return String(p.year);
  if (stepMs >= 27 * 86_400e3) return `${months[p.month - 1]} ${p.year}`;
  if (stepMs >= 86_400e3) return day;
  const clock =
    stepMs >= 60_000
      ? `${two(p.hour)}:${two(p.minute)}`
      : stepMs >= 1000
        ? clockOf(p)
        : `${clockOf(p)}.${String(p.ms).padStart(3, '0')}`;
  return withDay ? `${day} ${clock}` : clock;
}

const agoSteps: readonly [ms: number, name: string][] = [
  [86_400e3, 'day'],
  [3_600e3, 'hour'],
  [60e3, 'minute'],
];

/** `3 days ago`, `1 hour ago`, `just now`. Both in epoch milliseconds. */
export function agoText(then: number, now: number): string {
  const passed = Math.max(0, now - then);
  for (const [ms, name] of agoSteps) {
    const count = Math.floor(passed / ms);
    if (count >= 1) return `${plural(count, name)} ago`;
  }
  return 'just now';
}
