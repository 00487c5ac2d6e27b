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

// Anything that could lose digits has 16 of them in a row (a point aside) or an exponent of three digits.
const maybeWide = /\d{16}|\d\.\d{12}|\d{4}\.\d{8}|\d{8}\.\d{4}|\d{12}\.\d|[eE][+-]?\d{3}/;

/** JSON text as a value; numbers that a double cannot hold become `ExactNumber`. Throws SyntaxError. */
export function parseJson(text: string): JsonValue {
  if (!maybeWide.test(text)) return JSON.parse(text) as JsonValue;
  return JSON.parse(text, (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined && !fitsDouble(context.source)
      ? new ExactNumber(context.source)
      : value,
  ) as JsonValue;
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
