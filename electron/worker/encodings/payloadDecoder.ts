import type { EncodingId, EncodingRule, TextForm } from '../../../shared/model/encoding.ts';
import type { Payload } from '../../../shared/model/event.ts';
import { unpack } from '../formats/payloads.ts';
import { EncodingError } from './byteReader.ts';
import type { Decode, Encoding } from './encoding.ts';
import { guessEncoding, noteOn } from './guess.ts';
import type { ProtoSchema } from './protobuf/schema.ts';
import { encodingOf } from './registry.ts';

/** Reads payloads as the store gives them; whatever they are, it answers a payload and throws nothing. */
export type PayloadDecoder = (payload: Payload) => Payload;

/**
 * Reads payloads as a rule says; `proto` is its schema for Protobuf. Throws RuleError for a rule that cannot be used.
 */
export function payloadDecoder(rule: EncodingRule, proto: ProtoSchema | null = null): PayloadDecoder {
  const encoding = encodingOf(rule.encoding);
  const decode = encoding.decoder?.(rule, proto) ?? null;
  return (payload) => {
    if (isPlain(payload)) return payload;
    const bytes = bytesOf(payload, rule.text ?? null);
    if (typeof bytes === 'string') return { kind: 'invalid', text: textOf(payload), reason: bytes };
    return decode === null ? asBytes(encoding, bytes) : decoded(encoding, decode, bytes);
  };
}

/** Reads what says by its bytes how it is written, and leaves all else. */
export const guessPayload: PayloadDecoder = (payload) => {
  if (payload.kind !== 'binary' && !(payload.kind === 'invalid' && payload.isBytes)) return payload;
  const bytes = bytesOf(payload, null);
  if (typeof bytes === 'string') return payload;
  const found = guessEncoding(inflated(bytes));
  if (found !== null) return json(found.text, found.encoding, true);
  if (payload.kind !== 'binary') return payload;
  return { ...payload, note: noteOn(bytes, payload.note) };
};

const json = (text: string, encoding: EncodingId, isGuessed: boolean): Payload => ({
  kind: 'json',
  text,
  readAs: { encoding, isGuessed },
});

function decoded({ id, name }: Encoding, decode: Decode, bytes: Buffer): Payload {
  try {
    return json(decode(inflated(bytes)), id, false);
  } catch (error) {
    const at = error instanceof EncodingError ? ` (byte ${error.at})` : '';
    const problem = `It cannot be read as ${name}: ${(error as Error).message}${at}.`;
    return { kind: 'binary', base64: bytes.toString('base64'), bytes: bytes.length, note: problem, problem };
  }
}

const asBytes = ({ describe }: Encoding, bytes: Buffer): Payload => ({
  kind: 'binary',
  base64: bytes.toString('base64'),
  bytes: bytes.length,
  note: describe!(bytes),
});

/** Bytes that were compressed are read for what is in them. */
const inflated = (bytes: Buffer): Buffer => unpack(bytes) ?? bytes;

/** Node's way to write bytes as JSON. */
const bufferJson = /^\s*\{\s*"type"\s*:\s*"Buffer"\s*,\s*"data"\s*:\s*(\[[\d,\s]*\])\s*\}\s*$/;

/** Whether it is JSON that stands for itself, whatever is chosen for its type: a store may hold both. */
const isPlain = (payload: Payload): boolean =>
  payload.kind === 'json' && payload.isBytes !== true && !/^\s*"/.test(payload.text) && !bufferJson.test(payload.text);

const textOf = (payload: Payload): string => (payload.kind === 'binary' ? payload.base64 : payload.text);

/** The bytes of a payload; a sentence where it is text that stands for none. */
function bytesOf(payload: Payload, form: TextForm | null): Buffer | string {
  if (payload.kind === 'binary') return Buffer.from(payload.base64, 'base64');
  if (payload.isBytes) return Buffer.from(payload.text);
  const list = bufferJson.exec(payload.text)?.[1];
  if (list !== undefined) return Buffer.from(JSON.parse(list) as number[]);
  const text = (payload.kind === 'json' ? (JSON.parse(payload.text) as string) : payload.text).trim();
  const hex = /^(?:\\x|0x)?((?:[0-9a-f]{2})*)$/i.exec(text);
  const isMarked = /^(?:\\x|0x)/i.test(text);
  if (form === 'hex' || (form === null && isMarked)) {
    return hex === null ? 'It is a text, and not the hex digits of bytes.' : Buffer.from(hex[1]!, 'hex');
  }
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? Buffer.from(text, 'base64') : 'It is a text, and not bytes as base64.';
}
