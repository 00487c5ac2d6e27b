// Formats of text, recognised from bytes: dates and times after ISO 8601, UUIDs (RFC 9562), ULIDs, e-mail addresses,
// URIs with an authority, IPv4 addresses, currency codes (ISO 4217), numbers and hexadecimal digits in text. Pure.
import type { FieldFormat } from '../../../../shared/model/schema.ts';

type Recognise = (bytes: Uint8Array, from: number, to: number) => boolean;

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const isHex = (unit: number): boolean => isDigit(unit) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66);

/** The whole number in `count` digits at `at`; -1 where other bytes stand there. */
function digitsAt(bytes: Uint8Array, at: number, count: number, to: number): number {
  if (at + count > to) return -1;
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const unit = bytes[i]!;
    if (!isDigit(unit)) return -1;
    value = value * 10 + unit - 0x30;
  }
  return value;
}

const isWithin = (value: number, low: number, high: number): boolean => value >= low && value <= high;

function isDateAt(bytes: Uint8Array, from: number, to: number): boolean {
  return (
    digitsAt(bytes, from, 4, to) >= 0 &&
    bytes[from + 4] === 0x2d &&
    isWithin(digitsAt(bytes, from + 5, 2, to), 1, 12) &&
    bytes[from + 7] === 0x2d &&
    isWithin(digitsAt(bytes, from + 8, 2, to), 1, 31)
  );
}

/** Index behind `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f…`; -1 where there is none. */
function timeEnd(bytes: Uint8Array, from: number, to: number): number {
  if (!isWithin(digitsAt(bytes, from, 2, to), 0, 24) || bytes[from + 2] !== 0x3a) return -1;
  if (!isWithin(digitsAt(bytes, from + 3, 2, to), 0, 59)) return -1;
  let i = from + 5;
  if (i >= to || bytes[i] !== 0x3a) return i;
  if (!isWithin(digitsAt(bytes, i + 1, 2, to), 0, 60)) return -1;
  i += 3;
  if (i >= to || (bytes[i] !== 0x2e && bytes[i] !== 0x2c)) return i;
  const fraction = i + 1;
  for (i = fraction; i < to && isDigit(bytes[i]!); i++);
  return i === fraction ? -1 : i;
}

/** Whether `Z`, `+hh:mm`, `+hhmm`, `+hh` or nothing stands there. */
function isZone(bytes: Uint8Array, from: number, to: number): boolean {
  if (from === to) return true;
  const sign = bytes[from]!;
  if (sign === 0x5a || sign === 0x7a) return from + 1 === to;
  if ((sign !== 0x2b && sign !== 0x2d) || digitsAt(bytes, from + 1, 2, to) < 0) return false;
  if (from + 3 === to) return true;
  const minutes = from + 3 + (bytes[from + 3] === 0x3a ? 1 : 0);
  return minutes + 2 === to && digitsAt(bytes, minutes, 2, to) >= 0;
}

const isDateTime: Recognise = (bytes, from, to) => {
  if (to - from < 16 || to - from > 40) return false;
  if ((bytes[from + 10]! | 0x20) !== 0x74 && bytes[from + 10] !== 0x20) return false;
  if (!isDateAt(bytes, from, to)) return false;
  const end = timeEnd(bytes, from + 11, to);
  return end >= 0 && isZone(bytes, end, to);
};

/** `P1Y2M3DT4H5M6.7S` and the like. */
const isDuration: Recognise = (bytes, from, to) => {
  if (to - from < 3 || to - from > 40 || bytes[from] !== 0x50) return false;
  let digits = 0;
  for (let i = from + 1; i < to; i++) {
    const unit = bytes[i]!;
    if (isDigit(unit) || unit === 0x2e) digits++;
    else if (unit === 0x54) {
      if (digits > 0) return false;
    } else if ('YMWDHS'.includes(String.fromCharCode(unit)) && digits > 0) digits = 0;
    else return false;
  }
  return digits === 0 && bytes[to - 1] !== 0x54;
};

const isUuid: Recognise = (bytes, from, to) => {
  if (to - from !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const unit = bytes[from + i]!;
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (unit !== 0x2d) return false;
    } else if (!isHex(unit)) return false;
  }
  return true;
};

const isUlid: Recognise = (bytes, from, to) => {
  if (to - from !== 26 || bytes[from]! > 0x37) return false;
  for (let i = from; i < to; i++) {
    const unit = bytes[i]!;
    const isLetter = unit >= 0x41 && unit <= 0x5a && unit !== 0x49 && unit !== 0x4c && unit !== 0x4f && unit !== 0x55;
    if (!isDigit(unit) && !isLetter) return false;
  }
  return true;
};

const isEmail: Recognise = (bytes, from, to) => {
  if (to - from < 6 || to - from > 254) return false;
  let at = -1;
  let dot = -1;
  for (let i = from; i < to; i++) {
    const unit = bytes[i]!;
    if (unit === 0x40) {
      if (at >= 0 || i === from) return false;
      at = i;
    } else if (unit === 0x2e && at >= 0) {
      if (i === at + 1 || i === dot + 1) return false;
      dot = i;
    } else if (unit <= 0x20 || unit === 0x22 || unit === 0x2c || unit === 0x3c || unit === 0x3e || unit === 0x5c) {
      return false;
    }
  }
  return at > 0 && dot > at && dot < to - 2;
};

/** `scheme://…` without blanks. */
const isUri: Recognise = (bytes, from, to) => {
  let i = from;
  while (i < to && i < from + 20 && ((bytes[i]! | 0x20) >= 0x61 ? (bytes[i]! | 0x20) <= 0x7a : isScheme(bytes[i]!)))
    i++;
  if (i === from || i + 3 >= to || bytes[i] !== 0x3a || bytes[i + 1] !== 0x2f || bytes[i + 2] !== 0x2f) return false;
  for (i += 3; i < to; i++) if (bytes[i]! <= 0x20 || bytes[i] === 0x5c) return false;
  return true;
};
/** `+`, `-`, `.` and digits. */
const isScheme = (unit: number): boolean => unit === 0x2b || unit === 0x2d || unit === 0x2e || isDigit(unit);

const isIpv4: Recognise = (bytes, from, to) => {
  if (to - from < 7 || to - from > 15) return false;
  const parts = String.fromCharCode(...bytes.subarray(from, to)).split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
};

/** Active codes of ISO 4217, three letters each. */
const CURRENCIES =
  'AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHFCLPCNYCOPCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHRKHTGHUFIDRILSINRIQDIRRISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUYUUZSVESVNDVUVWSTXAFXCDXOFXPFYERZARZMWZWL';
const currencies = new Set(
  CURRENCIES.match(/.../g)!.map((code) => packed(code.charCodeAt(0), code.charCodeAt(1), code.charCodeAt(2))),
);
function packed(a: number, b: number, c: number): number {
  return (a << 16) | (b << 8) | c;
}

const isCurrency: Recognise = (bytes, from, to) =>
  to - from === 3 && currencies.has(packed(bytes[from]!, bytes[from + 1]!, bytes[from + 2]!));

/** `12`, `-0.50`: as JSON writes numbers, without exponent. */
const isNumber: Recognise = (bytes, from, to) => {
  let i = from + (bytes[from] === 0x2d ? 1 : 0);
  const whole = i;
  while (i < to && isDigit(bytes[i]!)) i++;
  if (i === whole || i - whole > 40 || (bytes[whole] === 0x30 && i > whole + 1)) return false;
  if (i === to) return true;
  if (bytes[i] !== 0x2e || i + 1 === to) return false;
  for (i++; i < to; i++) if (!isDigit(bytes[i]!)) return false;
  return true;
};

/** Bytes in hexadecimal: at least 8 of them. */
const isHexText: Recognise = (bytes, from, to) => {
  if (to - from < 16 || (to - from) % 2 === 1) return false;
  for (let i = from; i < to; i++) if (!isHex(bytes[i]!)) return false;
  return true;
};

/** Of several that fit the first is said. */
const recognisers: readonly (readonly [FieldFormat, Recognise])[] = [
  ['date-time', isDateTime],
  ['date', (bytes, from, to) => to - from === 10 && isDateAt(bytes, from, to)],
  ['time', (bytes, from, to) => to - from <= 20 && timeEnd(bytes, from, to) === to],
  ['duration', isDuration],
  ['uuid', isUuid],
  ['ulid', isUlid],
  ['email', isEmail],
  ['uri', isUri],
  ['ipv4', isIpv4],
  ['currency', isCurrency],
  ['number', isNumber],
  ['hex', isHexText],
];

/** Formats as bits; all of them are possible as long as no text was seen. */
export const ALL_FORMATS = (1 << recognisers.length) - 1;

/** Those of `formats` that the text in `bytes[from..to)` has. */
export function formatsOf(formats: number, bytes: Uint8Array, from: number, to: number): number {
  let kept = 0;
  for (let bit = 0; formats >> bit !== 0; bit++) {
    if ((formats >> bit) & 1 && recognisers[bit]![1](bytes, from, to)) kept |= 1 << bit;
  }
  return kept;
}

export const firstFormat = (formats: number): FieldFormat | null =>
  recognisers.find((_, bit) => (formats >> bit) & 1)?.[0] ?? null;
