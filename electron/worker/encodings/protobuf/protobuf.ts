import type { EncodingRule } from '../../../../shared/model/encoding.ts';
import { ByteReader, EncodingError } from '../byteReader.ts';
import { type Decode, type Encoding, RuleError } from '../encoding.ts';
import { REGISTRY_HEADER, registryHeader } from '../registryHeader.ts';
import { readDescriptorSet } from './descriptorSet.ts';
import { MessageText } from './messageText.ts';
import { parseProtoText } from './protoText.ts';
import type { ProtoSchema } from './schema.ts';

export const protobuf: Encoding = {
  id: 'protobuf',
  name: 'Protobuf',
  needs: 'protobuf',
  decoder(rule) {
    const schema = protoSchemaOf(rule);
    const { message } = rule;
    if (message === undefined || message === '') throw new RuleError('message', 'Choose the message.');
    if (!schema.messages.has(message)) {
      throw new RuleError('message', `The schema has no message "${message}": give its full name, with the package.`);
    }
    const decode: Decode = (bytes) => new MessageText(schema, bytes).of(message, bytes);
    return (bytes) => withoutHeader(bytes, decode);
  },
};

/** The schema of a rule: the text of a .proto file, or a descriptor set as base64. Throws RuleError. */
export function protoSchemaOf({ schema = '' }: EncodingRule): ProtoSchema {
  if (schema.trim() === '') throw new RuleError('schema', 'Give a .proto file or a descriptor set.');
  // Base64 has none of the signs that a declaration needs.
  return /^[A-Za-z0-9+/=\s]+$/.test(schema) ? readDescriptorSet(Buffer.from(schema, 'base64')) : parseProtoText(schema);
}

/**
 * Field numbers begin at 1, so no message begins with a zero: what does is the header of a schema registry, with the
 * place of the message in its file behind it.
 */
function withoutHeader(bytes: Uint8Array, decode: Decode): string {
  if (registryHeader(bytes) === null) return decode(bytes);
  const reader = new ByteReader(bytes);
  reader.at = REGISTRY_HEADER;
  for (let left = reader.count(reader.zigzag()); left > 0; left--) reader.zigzag();
  try {
    return decode(bytes.subarray(reader.at));
  } catch (error) {
    throw error instanceof EncodingError ? new EncodingError(error.message, error.at + reader.at) : error;
  }
}
