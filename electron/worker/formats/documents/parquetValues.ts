import { isUtf8 } from 'node:buffer';
import { microsToIso } from '../../../../shared/time.ts';
import { decimalText, signedBigEndian } from '../../encodings/jsonText.ts';
import { objectText } from '../rawJson.ts';
import { listText } from './jsonText.ts';

// Values of Parquet columns as JSON text, digit by digit.

/** JSON text that stands in a column of type JSON. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** How hyparquet is to decode what it would otherwise round: times keep their micro- and nanoseconds, JSON its text. */
export const exactParsers = {
  timestampFromMilliseconds: (millis: bigint): string => isoOf(millis * 1_000_000n),
  timestampFromMicroseconds: (micros: bigint): string => isoOf(micros * 1000n),
  timestampFromNanoseconds: (nanos: bigint): string => isoOf(nanos),
  dateFromDays: (days: number): string => isoOf(BigInt(days) * 86_400_000_000_000n).slice(0, 10),
  uuidFromBytes: (bytes: Uint8Array): string => {
    const hex = bufferOf(bytes).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  },
  jsonFromBytes: (bytes: Uint8Array): JsonText | string => {
    const text = bufferOf(bytes).toString();
    try {
      JSON.parse(text);
      return new JsonText(text);
    } catch {
      return text; // The column's type does not make it JSON.
    }
  },
};

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Nanoseconds since 1970 as ISO text; their digits where no calendar reaches. */
function isoOf(nanos: bigint): string {
  const below = ((nanos % 1000n) + 1000n) % 1000n;
  const iso = microsToIso(Number((nanos - below) / 1000n));
  if (iso === null) return String(nanos);
  if (below === 0n) return iso;
  const [seconds, fraction = ''] = iso.slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}${String(below).padStart(3, '0')}Z`;
}

/** The JSON text of a value as hyparquet answers it; bytes that are no text stand as PostgreSQL's hex form, `\x00ff`. */
export function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    case 'object':
      return value === null ? 'null' : nestedText(value);
    default:
      return 'null';
  }
}

function nestedText(value: object): string {
  if (value instanceof JsonText) return value.text;
  if (value instanceof Uint8Array) return JSON.stringify(bytesText(value));
  if (ArrayBuffer.isView(value)) return listText(Array.from(value as Int32Array, valueText));
  if (Array.isArray(value)) return listText(value.map(valueText));
  return objectText(Object.entries(value).map(([name, member]) => [name, valueText(member)]));
}

function bytesText(bytes: Uint8Array): string {
  const buffer = bufferOf(bytes);
  return isUtf8(buffer) && !buffer.includes(0) ? buffer.toString() : `\\x${buffer.toString('hex')}`;
}

/** A decimal from its unscaled value: an integer, or big-endian bytes in two's complement. */
export function decimalOf(unscaled: unknown, scale: number): string {
  if (unscaled === null || unscaled === undefined) return 'null';
  const value = unscaled instanceof Uint8Array ? signedBigEndian(unscaled) : BigInt(unscaled as number | bigint);
  return decimalText(value, scale);
}
