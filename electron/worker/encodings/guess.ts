import type { EncodingId } from '../../../shared/model/encoding.ts';
import { isSingleObject } from './avro/avro.ts';
import type { Decode } from './encoding.ts';
import { isJava } from './java.ts';
import { encodingOf } from './registry.ts';
import { registryHeader } from './registryHeader.ts';

// pure. What bytes say of themselves. None of it is asked of bytes that are JSON.

const guessed = (['json', 'jsonb', 'messagepack', 'cbor'] as const).map((id) => {
  const { looksLike, decoder } = encodingOf(id);
  return { id, looksLike: looksLike!, decode: decoder!({ type: null, encoding: id }, null) };
});

/** The one encoding in which all of the bytes are an object; `null` when there is none, or when several fit. */
export function guessEncoding(bytes: Uint8Array): { readonly encoding: EncodingId; readonly text: string } | null {
  let found: { encoding: EncodingId; text: string } | null = null;
  for (const { id, looksLike, decode } of guessed) {
    if (bytes.length === 0 || !looksLike(bytes)) continue;
    const text = textOf(decode, bytes);
    if (text === null) continue;
    if (found !== null) return null;
    found = { encoding: id, text };
  }
  return found;
}

function textOf(decode: Decode, bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = decode(bytes);
  } catch {
    return null;
  }
  return /^\s*[[{]/.test(text) && !/^\{"(?:map|tag|base64)":/.test(text) ? text : null;
}

/** A note on bytes that stay bytes, with what they seem to be. */
export function noteOn(bytes: Uint8Array, note: string): string {
  if (isJava(bytes)) return encodingOf('java').describe!(bytes);
  const schema = registryHeader(bytes);
  if (schema !== null) {
    return `${note} They begin like a message of a schema registry, with schema ${schema}: Avro and Protobuf need it.`;
  }
  return isSingleObject(bytes) ? `${note} They begin like a single Avro object: its schema is needed.` : note;
}
