import { payloadDecoder } from '../../../../../electron/worker/encodings/payloadDecoder.ts';
import { readDescriptorSet } from '../../../../../electron/worker/encodings/protobuf/descriptorSet.ts';
import { isDescriptorSet } from '../../../../../electron/worker/encodings/protobuf/protoSchema.ts';
import { parseProtoText } from '../../../../../electron/worker/encodings/protobuf/protoText.ts';
import type { ProtoSchema } from '../../../../../electron/worker/encodings/protobuf/schema.ts';
import { type JsonValue, parseJson } from '../../../../../shared/json.ts';
import type { EncodingRule } from '../../../../../shared/model/encoding.ts';
import type { Payload } from '../../../../../shared/model/event.ts';

type Choice = Omit<EncodingRule, 'type'>;

export const payloadOf = (bytes: Uint8Array): Payload => ({
  kind: 'binary',
  base64: Buffer.from(bytes).toString('base64'),
  bytes: bytes.length,
  note: 'Bytes.',
});

/** What a choice makes of bytes. */
export const read = (choice: Choice, bytes: Uint8Array): Payload =>
  payloadDecoder({ type: null, ...choice }, protoOf(choice))(payloadOf(bytes));

function protoOf({ encoding, schema = '' }: Choice): ProtoSchema | null {
  if (encoding !== 'protobuf' || schema === '') return null;
  return isDescriptorSet(schema) ? readDescriptorSet(Buffer.from(schema, 'base64')) : parseProtoText(schema);
}

/** The JSON text of bytes that can be read. */
export function textOf(choice: Choice, bytes: Uint8Array): string {
  const payload = read(choice, bytes);
  if (payload.kind !== 'json') throw new Error(payload.kind === 'binary' ? payload.note : payload.reason);
  return payload.text;
}

export const jsonOf = (choice: Choice, bytes: Uint8Array): JsonValue => parseJson(textOf(choice, bytes));

/** Why bytes cannot be read. */
export function problemOf(choice: Choice, bytes: Uint8Array): string {
  const payload = read(choice, bytes);
  if (payload.kind === 'binary' && payload.problem !== undefined) return payload.problem;
  throw new Error(`It was read: ${JSON.stringify(payload)}`);
}

export const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
