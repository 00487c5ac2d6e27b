import { EncodingError, utf8 } from './byteReader.ts';
import type { Encoding } from './encoding.ts';
import { REGISTRY_HEADER, registryHeader } from './registryHeader.ts';

// pure. JSON as text in bytes: UTF-8, or UTF-16 with its mark, maybe behind the header of a schema registry.

export const json: Encoding = {
  id: 'json',
  name: 'JSON text',
  needs: 'nothing',
  decoder: () => decode,
  looksLike: (bytes) => registryHeader(bytes) !== null && bytes[REGISTRY_HEADER] === 0x7b,
};

function decode(bytes: Uint8Array): string {
  const from = registryHeader(bytes) === null ? 0 : REGISTRY_HEADER;
  const text = textOf(bytes.subarray(from));
  if (text === null) throw new EncodingError('it is no text', from);
  try {
    JSON.parse(text);
  } catch (error) {
    throw new EncodingError(`it is no JSON (${(error as Error).message})`, from);
  }
  return text;
}

function textOf(bytes: Uint8Array): string | null {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (mark !== null) return new TextDecoder(mark).decode(bytes);
  return utf8(bytes)?.replace(/^\uFEFF/, '') ?? null;
}
