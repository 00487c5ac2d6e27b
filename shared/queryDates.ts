import type { Micros } from './model/event.ts';
import { isoToMicros } from './time.ts';

const partial =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?)?)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const HOUR: Micros = 3_600e6;

/**
 * The span that a date of any precision names, end exclusive, in epoch microseconds: `2025`, `2025-03`, `2025-03-02`,
 * `2025-03-02T10`, `…:11`, `…:12.345`; UTC unless a zone is written. `null` when it is no date.
 */
export function datePeriod(text: string): { readonly from: Micros; readonly to: Micros } | null {
  const match = partial.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, zone = 'Z'] = match;
  if (zone !== 'Z' && zone !== 'z' && hour === undefined) return null; // `2025-03` is a month, not a year with a zone.
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
  const from = isoToMicros(
    `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${fraction ?? '0'}${zone.toUpperCase()}`,
  );
  if (Number.isNaN(from)) return null;
  if (month === undefined) return { from, to: Date.UTC(Number(year) + 1, 0) * 1000 };
  if (day === undefined) return { from, to: Date.UTC(Number(year), Number(month)) * 1000 };
  if (hour === undefined) return { from, to: from + 24 * HOUR };
  if (minute === undefined) return { from, to: from + HOUR };
  if (second === undefined) return { from, to: from + HOUR / 60 };
  return { from, to: from + (fraction === undefined ? 1e6 : 10 ** (6 - fraction.length)) };
}
