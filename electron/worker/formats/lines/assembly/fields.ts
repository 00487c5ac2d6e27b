import { leadingDigits } from './blocks';

// The field rules of fields.ts for the forms that nearly all logs have, read from bytes. `known` says whether the last
// one was understood; the long way over text decides otherwise.

/** Whether the field last read was of a form that is understood here. */
export let known: bool = true;

/** Digits that a signed 64-bit integer holds whatever they are. */
const LONG_DIGITS: usize = 18;

/** Decimal digits, a sign before them or not. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function integerOf(from: usize, to: usize): i64 {
  const negative = load<u8>(from) == 0x2d;
  const first = from + <usize>negative;
  const length = to - first;
  known = length - 1 < LONG_DIGITS && min(leadingDigits(first), length) == min(16, length);
  if (!known) return 0;
  const value = length <= 8 ? eightDigits(first, length) : manyDigits(first, length);
  return negative ? -value : value;
}

/** One to eight digits, side by side in one word. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function eightDigits(from: usize, length: usize): i64 {
  // Shifted so that zeros stand before the first.
  let digits = (load<u64>(from) & 0x0f0f0f0f0f0f0f0f) << (8 * (8 - <u64>length));
  digits = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ff;
  digits = (digits * 100 + (digits >> 16)) & 0x0000ffff0000ffff;
  return <i64>((digits * 10_000 + (digits >> 32)) & 0xffffffff);
}

/** Of 17 and 18 digits the last two are looked at here. */
function manyDigits(from: usize, length: usize): i64 {
  let value: i64 = 0;
  for (let i = from; i < from + length; i++) {
    const digit = load<u8>(i) - 0x30;
    if (digit > 9) known = false;
    value = value * 10 + <i64>digit;
  }
  return value;
}

/** Ticks of 100 ns from 0001-01-01 to 1970-01-01. */
const DOTNET_EPOCH: i64 = 621_355_968_000_000_000;

/** A bare number as a time in microseconds, by the same magnitudes as `numberToMicros`. */
function microsOfInteger(from: usize, to: usize): f64 {
  const value = integerOf(from, to);
  if (!known) return NaN;
  const size = abs(<f64>value);
  if (size < 1e11) return <f64>(value * 1_000_000);
  if (size < 1e14) return <f64>(value * 1_000);
  if (size < 1e16) return <f64>value;
  if (size < 1e17) return <f64>(value / 10);
  if (value > 600_000_000_000_000_000 && value < 700_000_000_000_000_000) {
    return <f64>((value - DOTNET_EPOCH) / 10);
  }
  return <f64>(value / 1000);
}

/** A bare number as a time in microseconds, in a form that is named: `scannedTimeForms` numbers them, from 1 on. */
function microsInForm(form: u32, from: usize, to: usize): f64 {
  const value = integerOf(from, to);
  if (!known) return NaN;
  if (form == 3) return <f64>value;
  if (form == 4) return <f64>(value / 1000);
  if (form == 5) return <f64>(value / 10);
  if (form == 6) return <f64>((value - DOTNET_EPOCH) / 10);
  const times: i64 = form == 1 ? 1_000_000 : 1_000;
  const most = i64.MAX_VALUE / times;
  known = value <= most && value >= -most;
  return <f64>(value * times);
}

/** Number of the form in which bare numbers are times; 0 goes by their size. */
let timeForm: u32 = 0;

export function setTimeForm(form: u32): void {
  timeForm = form;
}

/** The digits of a bare number as a time. */
export function microsOfNumber(from: usize, to: usize): f64 {
  return timeForm == 0 ? microsOfInteger(from, to) : microsInForm(timeForm, from, to);
}

/** Text as a time: ISO, or the digits of a bare number. */
export function microsOfText(from: usize, to: usize): f64 {
  const micros = microsOfIso(from, to);
  if (timeForm != 0) return known ? micros : microsInForm(timeForm, from, to);
  const length = to - from;
  if (known || length < 9 || length > LONG_DIGITS || load<u8>(from) == 0x2d) return micros;
  return microsOfInteger(from, to);
}

/** The date last read, as its ten bytes, and its milliseconds: most events are of the same day as the one before. */
let dateHead: u64 = 0;
let dateTail: u16 = 0;
let dateMs: i64 = 0;

/** `YYYY-MM-DD` and `HH:MM:SS` with `T` or a blank between, a fraction or none, `Z`, `±HH:MM`, `±HH` or nothing. */
export function microsOfIso(from: usize, to: usize): f64 {
  known = to - from >= 19 && to - from < 64 && isDate(from) && isClock(from + 10);
  if (!known) return NaN;
  let i = from + 19;
  let micros: i64 = 0;
  if (i < to && load<u8>(i) == 0x2e) {
    const digits = min(leadingDigits(i + 1), to - i - 1);
    if (digits - 1 > 8) {
      known = false;
      return NaN;
    }
    const shown = min(digits, 6);
    micros = eightDigits(i + 1, shown) * load<u32>(units + (shown << 2));
    i += 1 + digits;
  }
  const zone = zoneSeconds(i, to);
  // In doubles, as the parsing path has it: far from 1970 they round.
  return <f64>(dateMs + (<i64>clockSeconds - <i64>zone) * 1000) * 1000 + <f64>micros;
}

/** Microseconds in a unit of the last of so many digits behind the point. */
const units: usize = memory.data<u32>([1_000_000, 100_000, 10_000, 1_000, 100, 10, 1]);

// @ts-ignore: AssemblyScript's own decorator
@inline
function isDate(from: usize): bool {
  if (load<u64>(from) == dateHead && load<u16>(from + 8) == dateTail) return true;
  if (load<u8>(from + 4) != 0x2d || load<u8>(from + 7) != 0x2d) return false;
  const year = twoDigits(from) * 100 + twoDigits(from + 2);
  const month = twoDigits(from + 5);
  const day = twoDigits(from + 8);
  if (year < 1000 || month < 1 || month > 12 || day < 1) return false;
  if (day > 28 && day > lastDay(year, month)) return false;
  dateHead = load<u64>(from);
  dateTail = load<u16>(from + 8);
  dateMs = <i64>daysSince1970(year, month, day) * 86_400_000;
  return true;
}

/** Seconds of the day that `isClock` found. */
let clockSeconds: i32 = 0;

/** `T` or a blank, and a clock that does not overflow; leap seconds are the long way's business. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function isClock(from: usize): bool {
  const between = load<u8>(from);
  if (between != 0x54 && between != 0x20) return false;
  // The digits of HH:MM:SS as numbers, zeros where the colons are.
  const eight = load<u64>(from + 1) ^ 0x30303a30303a3030;
  if ((((eight + 0x7676767676767676) | eight) & 0x8080808080808080) != 0 || (eight & 0x0000ff0000ff0000) != 0)
    return false;
  const hours = <i32>(eight & 15) * 10 + <i32>((eight >> 8) & 15);
  const minutes = <i32>((eight >> 24) & 15) * 10 + <i32>((eight >> 32) & 15);
  const seconds = <i32>((eight >> 48) & 15) * 10 + <i32>(eight >> 56);
  clockSeconds = (hours * 60 + minutes) * 60 + seconds;
  return hours < 24 && minutes < 60 && seconds < 60;
}

/** Seconds east of UTC of what `[from..to)` says. */
function zoneSeconds(from: usize, to: usize): i32 {
  if (from == to) return 0;
  const sign = load<u8>(from);
  if (sign == 0x5a) {
    known = to - from == 1;
    return 0;
  }
  const hours = twoDigits(from + 1);
  let minutes = 0;
  if (to - from == 6 && load<u8>(from + 3) == 0x3a) minutes = twoDigits(from + 4);
  else known = to - from == 3;
  if ((sign != 0x2b && sign != 0x2d) || hours < 0 || minutes < 0) known = false;
  const seconds = (hours * 60 + minutes) * 60;
  return sign == 0x2d ? -seconds : seconds;
}

/** So negative that what is built from it stays so. */
const NO_DIGITS: i32 = -1_000_000;

// @ts-ignore: AssemblyScript's own decorator
@inline
function twoDigits(at: usize): i32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at + 1) - 0x30;
  return tens > 9 || ones > 9 ? NO_DIGITS : <i32>(tens * 10 + ones);
}

function lastDay(year: i32, month: i32): i32 {
  if (month != 2) return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
}

/** Days from 1970-01-01 in the Gregorian calendar, counted in years that begin in March. */
function daysSince1970(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
}

const FACTOR: u64 = 0x9e3779b9001f4a7d;
const LAST_FACTOR: u64 = 0xc2b2ae3d0017d4eb;
const NOT_ASCII: u64 = 0x8080808080808080;

/** `idHash` of ASCII text from its bytes; other text is not understood here. */
export function idHashOf(from: usize, to: usize): f64 {
  let hash = <u64>(to - from);
  let all: u64 = 0;
  let i = from;
  for (; i + 8 <= to; i += 8) {
    const eight = load<u64>(i);
    all |= eight;
    hash = stirred(hash, eight);
  }
  if (i < to) {
    const rest = load<u64>(i) & (<u64>-1 >> (8 * (8 - <u64>(to - i))));
    all |= rest;
    hash = stirred(hash, rest);
  }
  known = (all & NOT_ASCII) == 0;
  return <f64>((hash * LAST_FACTOR) >> 11);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function stirred(hash: u64, eight: u64): u64 {
  const product = (hash ^ eight) * FACTOR;
  return product ^ (product >> 32);
}
