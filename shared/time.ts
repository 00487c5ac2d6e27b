import type { Micros } from './model/event.ts';

// Times are epoch microseconds in a double. ISO text carries three digits of fraction, or six where they are needed.

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** ISO 8601 in UTC; `null` for NaN. Microseconds are printed only where they are not zero. */
export function microsToIso(micros: Micros): string | null {
  if (!Number.isFinite(micros)) return null;
  const ms = Math.floor(micros / 1000);
  const rest = Math.round(micros - ms * 1000);
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return null;
  const iso = date.toISOString();
  return rest === 0 ? iso : `${iso.slice(0, -1)}${pad(rest, 3)}Z`;
}

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Epoch microseconds of ISO 8601 text; NaN when it is none. Text without a zone means UTC, as message-db, SQLite's
 * CURRENT_TIMESTAMP and Rails write it. Digits below a microsecond are cut.
 */
export function isoToMicros(text: string): Micros {
  const match = isoPattern.exec(text.trim());
  if (!match) return Number.NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  if (+hour > 24 || +minute > 59 || +second > 60) return Number.NaN; // 60 is a leap second.
  // Not Date.UTC: it takes the year 1, where .NET's empty time lies, for 1901.
  const date = new Date(0);
  date.setUTCFullYear(+year!, +month! - 1, +day!);
  if (date.getUTCMonth() !== +month! - 1 || date.getUTCDate() !== +day!) return Number.NaN; // 31 February
  const ms = date.setUTCHours(+hour, +minute, +second);
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  return (ms - zoneOffsetMs(zone)) * 1000 + micros;
}

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || '0');
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
