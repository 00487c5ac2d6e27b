import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonObject, parseJson } from '../../../../shared/json.ts';
import { isJson } from '../rawJson.ts';

/** The text of `bytes[from..to)`. */
export const textIn = (bytes: Buffer, from: number, to: number): string => bytes.toString('utf8', from, to);

/** The JSON object in `bytes[from..to)`; `null` for anything else. */
export function objectIn(bytes: Buffer, from: number, to: number): JsonObject | null {
  if (to - from < 2 || (bytes[from] !== 0x7b && !/^\s*\{/.test(textIn(bytes, from, to)))) return null;
  try {
    const value = parseJson(textIn(bytes, from, to));
    return isJsonObject(value) ? value : null;
  } catch {
    return null; // Text that merely begins like an object.
  }
}

/** Bytes as JSON text: what they say where that is JSON, else an object with the text or the bytes in base64. */
export function jsonOfBytes(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  if (!isUtf8(bytes)) return JSON.stringify({ base64: bytes.toString('base64') });
  const text = bytes.toString();
  return isJson(text) ? text : JSON.stringify({ text });
}

/** A value of a header: text where it is, else base64. */
export const headerValue = (bytes: Buffer): string =>
  isUtf8(bytes) ? bytes.toString() : `base64:${bytes.toString('base64')}`;
