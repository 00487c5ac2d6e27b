import type { Micros } from '../../../shared/model/event.ts';

// pure. The rules of fields.ts for the forms that nearly all logs have, read from bytes. For any other form the long way
// over text decides.

/** `YYYY-MM-DD` and `HH:MM:SS` with `T` or a blank between, a fraction or none, `Z`, `±HH:MM`, `±HH` or nothing; else NaN. */
export function readIso(bytes: Uint8Array, from: number, to: number): Micros {
  if (to - from < 19) return Number.NaN;
  const between = bytes[from + 10];
  if (
    bytes[from + 4] !== 0x2d ||
    bytes[from + 7] !== 0x2d ||
    (between !== 0x54 && between !== 0x20) ||
    bytes[from + 13] !== 0x3a ||
    bytes[from + 16] !== 0x3a
  ) {
    return Number.NaN;
  }
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  const second = twoDigits(bytes, from + 17);
  // Anything that is no two digits is negative. Clocks that overflow are the long way's business.
  if (year < 1000 || month < 1 || month > 12 || day < 1) return Number.NaN;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN;
  if (day > 28 && day > lastDay(year, month)) return Number.NaN;
  let i = from + 19;
  let micros = 0;
  if (i < to && bytes[i] === 0x2e) {
    const first = ++i;
    let missing = 6;
    for (; i < to; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) break;
      if (i - first < 6) {
        micros = micros * 10 + digit;
        missing--;
      }
    }
    if (i === first || i - first > 9) return Number.NaN;
    for (; missing > 0; missing--) micros *= 10;
  }
  const zone = readZone(bytes, i, to);
  const ms = daysSince1970(year, month, day) * 86_400_000 + (hour * 3600 + minute * 60 + second) * 1000;
  return (ms - zone) * 1000 + micros;
}

/** Milliseconds east of UTC of what `bytes[from..to)` says. */
function readZone(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  const sign = bytes[from];
  if (sign === 0x5a) return to - from === 1 ? 0 : Number.NaN;
  if (sign !== 0x2b && sign !== 0x2d) return Number.NaN;
  const hours = twoDigits(bytes, from + 1);
  let minutes = 0;
  if (to - from === 6 && bytes[from + 3] === 0x3a) minutes = twoDigits(bytes, from + 4);
  else if (to - from !== 3) return Number.NaN;
  if (hours < 0 || minutes < 0) return Number.NaN;
  minutes += hours * 60;
  return (sign === 0x2d ? -minutes : minutes) * 60_000;
}

/** So negative that what is built from it stays so. */
const NO_DIGITS = -1_000_000;

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NO_DIGITS : tens * 10 + ones;
}

function lastDay(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Days from 1970-01-01 in the Gregorian calendar, counted in years that begin in March. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + day - 1;
  return y * 365 + (y >> 2) - ((y / 100) | 0) + ((y / 400) | 0) + dayOfYear - 719_468;
}
