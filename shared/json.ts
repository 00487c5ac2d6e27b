// Payloads are JSON that other people wrote: numbers may be wider than a double, keys may be `__proto__`.
// Parse and print them only through this file, so that nothing is lost or set by accident.

/** A number that a double cannot hold, kept as the digits that were written. Prints itself unchanged. */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): unknown {
    return JSON.rawJSON(this.text);
  }
}

export type JsonObject = { [key: string]: JsonValue };
export type JsonValue = null | boolean | number | string | ExactNumber | JsonValue[] | JsonObject;

/** Digits that carry the value: without sign, point, exponent, leading and trailing zeros. */
const significantDigits = (text: string): string =>
  text
    .replace(/^-/, '')
    .replace(/[eE].*$/, '')
    .replace('.', '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');

/** Whether reading `text` as a double keeps every digit. */
export function fitsDouble(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  const digits = significantDigits(text);
  if (digits === '') return true;
  if (value === 0) return false;
  return digits.length <= 15 || digits === significantDigits(String(value));
}

/** What loses digits as a double: 16 digits in a row, a point aside … */
const wideDigits = /\d{16}|\d\.\d{12}|\d{4}\.\d{8}|\d{8}\.\d{4}|\d{12}\.\d/;
/** … or an exponent of three digits, where a number can stand: UUIDs are full of `e` and digits. */
const wideExponent = /(?:^|[:,[\s])-?\d[\d.]*[eE][+-]?\d{3}/;
const SHORTEST_WIDE = 13;

/**
 * Whether some number in JSON text might not fit a double; may say yes for digits in a string. Every wide number has a
 * run of 13 digits and points, so it is enough to look at every 13th character and measure the run round it.
 */
function maybeWide(text: string): boolean {
  for (let i = SHORTEST_WIDE - 1; i < text.length; i += SHORTEST_WIDE) {
    if (!isNumeric(text.charCodeAt(i))) continue;
    let from = i;
    while (from > 0 && isNumeric(text.charCodeAt(from - 1))) from--;
    let to = i + 1;
    while (to < text.length && isNumeric(text.charCodeAt(to))) to++;
    if (to - from >= SHORTEST_WIDE && wideDigits.test(text.slice(from, to))) return true;
    i = to - 1;
  }
  return wideExponent.test(text);
}

/** A digit or a point. */
const isNumeric = (unit: number): boolean => (unit >= 0x30 && unit <= 0x39) || unit === 0x2e;

/**
 * JSON text as a value; numbers that a double cannot hold become `ExactNumber`. Throws SyntaxError, also where only
 * the depth forbids.
 */
export function parseJson(text: string): JsonValue {
  if (!maybeWide(text)) return JSON.parse(text) as JsonValue;
  try {
    return JSON.parse(text, (_key, value, context) =>
      typeof value === 'number' && context.source !== undefined && !fitsDouble(context.source)
        ? new ExactNumber(context.source)
        : value,
    ) as JsonValue;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The engine's stack ends at some thousands of levels.
    throw new SyntaxError('it is nested too deeply to keep the digits of its numbers', { cause: error });
  }
}

/** The JSON text of a value; `ExactNumber` prints the digits it was read from. */
export const stringifyJson = (value: JsonValue, indent?: number): string => JSON.stringify(value, null, indent);

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** Sets an own property whatever its name: `object['__proto__'] = …` would set the prototype instead. */
export function setOwn(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else object[key] = value;
}
