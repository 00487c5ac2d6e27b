import type { Micros } from '../../../shared/model/event.ts';
import type { Amount, Growth } from '../../../shared/model/storage.ts';

/** A month as a number: years times twelve, plus the month from 0. */
export function monthOf(time: Micros): number {
  const date = new Date(time / 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** `2026-03`. */
export const monthName = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;

export interface MonthAmount extends Amount {
  readonly month: number;
}

/** Whole months that a forecast needs, those that it looks back, and those that it looks ahead. */
const FEWEST_MONTHS = 3;
const LOOK_BACK = 24;
const LOOK_AHEAD = 6;

/**
 * Where growth leads: the straight line that fits the last whole months best (least squares), never below nothing. The
 * first and the last month of a log are left out, since they are mostly not whole.
 */
export function growthOf(months: readonly MonthAmount[]): Growth {
  const whole = months.slice(1, -1).slice(-LOOK_BACK);
  if (whole.length < FEWEST_MONTHS) {
    const basis = `A forecast needs ${FEWEST_MONTHS} whole months; the log has ${whole.length === 0 ? 'none' : whole.length} between its first and its last.`;
    return { perMonth: null, forecast: [], basis };
  }
  const events = lineThrough(whole.map((month) => month.events));
  const bytes = lineThrough(whole.map((month) => month.bytes));
  const last = months.at(-1)!.month;
  const from = whole[0]!.month;
  const at = (month: number): Amount => ({
    events: Math.max(0, Math.round(events(month - from))),
    bytes: Math.max(0, Math.round(bytes(month - from))),
  });
  const forecast = Array.from({ length: LOOK_AHEAD }, (_, i) => ({
    month: monthName(last + 1 + i),
    ...at(last + 1 + i),
  }));
  const mean = (pick: (month: MonthAmount) => number): number =>
    Math.round(whole.reduce((sum, month) => sum + pick(month), 0) / whole.length);
  return {
    perMonth: { events: mean((month) => month.events), bytes: mean((month) => month.bytes) },
    forecast,
    basis: `The straight line through ${whole.length} whole months, ${monthName(from)} to ${monthName(whole.at(-1)!.month)}.`,
  };
}

/** The line with the least squared distance from `values` at 0, 1, 2 … */
function lineThrough(values: readonly number[]): (x: number) => number {
  const n = values.length;
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / n;
  let upper = 0;
  let lower = 0;
  for (const [x, y] of values.entries()) {
    upper += (x - meanX) * (y - meanY);
    lower += (x - meanX) ** 2;
  }
  return (x) => meanY + (upper / lower) * (x - meanX);
}
