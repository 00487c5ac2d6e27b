import { utf8 } from './byteReader.ts';

// What encodings have and JSON has not, as JSON text in which nothing is lost: each form is an object with one name
// that says what it is. Text is written as it is read, so names keep their order and numbers their digits.

/** Bytes: `{"base64":"…"}`. */
export const bytesText = (bytes: Uint8Array): string => `{"base64":"${base64(bytes)}"}`;

export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** A string that is said to be UTF-8; what is not stays bytes. */
export function stringText(bytes: Uint8Array): string {
  const text = utf8(bytes);
  return text === null ? bytesText(bytes) : JSON.stringify(text);
}

/** A double with all its digits; `{"float":"NaN"}` for what is no JSON number. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return `{"float":"${value}"}`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A float of 32 bits with the fewest digits that say which it is: 0.1, not 0.10000000149011612. */
export function floatText(value: number): string {
  if (Number.isFinite(value)) {
    for (let digits = 6; digits <= 9; digits++) {
      const short = Number(value.toPrecision(digits));
      if (Object.is(Math.fround(short), value)) return doubleText(short);
    }
  }
  return doubleText(value);
}

/** Names and values, all JSON text: an object where every name is a text and stands once, else `{"map":[[k,v],…]}`. */
export function mapText(entries: readonly (readonly [key: string, value: string])[]): string {
  const names = new Set<string>();
  for (const [key] of entries) if (key.charCodeAt(0) === 0x22) names.add(key);
  return names.size === entries.length
    ? `{${entries.map(([key, value]) => `${key}:${value}`).join(',')}}`
    : `{"map":[${entries.map(([key, value]) => `[${key},${value}]`).join(',')}]}`;
}

/** An instant as ISO text in UTC, with as many digits as it has; in seconds where the calendar ends. */
export function instantText(seconds: bigint, nanos: number): string {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return `{"seconds":${seconds},"nanoseconds":${nanos}}`;
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
  return `"${date.toISOString().replace(/\.\d{3}Z$/, `${fraction}Z`)}"`;
}

/** An instant from a count of parts of a second since 1970, so many a second. */
export function instantOf(count: bigint, perSecond: bigint): string {
  const rest = ((count % perSecond) + perSecond) % perSecond;
  return instantText((count - rest) / perSecond, Number((rest * 1_000_000_000n) / perSecond));
}

/** A decimal number of which `scale` digits stand behind the point. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return scale === 0 || unscaled === 0n ? String(unscaled) : `${unscaled}e${-scale}`;
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A whole number from its bytes, the highest first. */
export function bigEndian(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** The same, where the first bit is the sign. */
export const signedBigEndian = (bytes: Uint8Array): bigint => BigInt.asIntN(8 * bytes.length, bigEndian(bytes));

/** Bytes of a number beyond which it is shown as bytes: digits of more cost time by their square. */
export const LONGEST_NUMBER = 1024;
