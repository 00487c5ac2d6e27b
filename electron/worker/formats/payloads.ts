import { isUtf8 } from 'node:buffer';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { Payload } from '../../../shared/model/event.ts';

/** A compressed payload may not unpack to more than this: a payload is one fact, not a file. */
const LARGEST_UNPACKED = 256 * 1024 * 1024;

/** A payload from text that should be JSON. */
export function payloadOfText(text: string): Payload {
  try {
    JSON.parse(text);
    return { kind: 'json', text };
  } catch (error) {
    return { kind: 'invalid', text, reason: `It is not JSON: ${(error as Error).message}.` };
  }
}

/** A payload from bytes: JSON, JSON compressed with zlib or gzip, or bytes to be shown as they are. */
export function payloadOfBytes(bytes: Buffer): Payload {
  if (isUtf8(bytes)) {
    const text = bytes.toString();
    const payload = payloadOfText(text);
    if (payload.kind === 'binary' || (payload.kind === 'json' && /^\s*[[{"]/.test(text))) return payload;
    return payload.kind === 'invalid' && hasControls(text)
      ? binary(bytes, 'The bytes are no JSON text.')
      : { ...payload, isBytes: true };
  }
  const unpacked = unpack(bytes);
  if (unpacked === null) return binary(bytes, 'The bytes are no text: encrypted, or in a binary encoding.');
  const payload = isUtf8(unpacked) ? payloadOfText(unpacked.toString()) : null;
  return payload?.kind === 'json'
    ? payload
    : binary(bytes, 'The bytes are compressed, and what is in them is no JSON.');
}

/** Bytes as a payload of their own, with a sentence that says why they are not shown as JSON. */
export const binary = (bytes: Buffer, note: string): Payload => ({
  kind: 'binary',
  base64: bytes.toString('base64'),
  bytes: bytes.length,
  note,
});

/** Whether there is a character that is written by no keyboard. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControls = (text: string): boolean => /[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text);

/** What is in compressed bytes; `null` where they are not compressed, or not whole. */
export function unpack(bytes: Buffer): Buffer | null {
  const options = { maxOutputLength: LARGEST_UNPACKED };
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, options);
    // zlib: method 8 in the low bits, and the first two bytes are a multiple of 31.
    if (bytes.length > 2 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0) {
      return inflateSync(bytes, options);
    }
  } catch {
    // It only looked compressed.
  }
  return null;
}
