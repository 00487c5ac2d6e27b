import { ByteReader, EncodingError } from '../byteReader.ts';
import { type Decode, type Encoding, RuleError } from '../encoding.ts';
import { REGISTRY_HEADER, registryHeader } from '../registryHeader.ts';
import { MessageText } from './messageText.ts';

export const protobuf: Encoding = {
  id: 'protobuf',
  name: 'Protobuf',
  needs: 'protobuf',
  decoder({ message }, schema) {
    if (schema === null) throw new RuleError('schema', 'Give a .proto file or a descriptor set.');
    if (message === undefined || message === '') throw new RuleError('message', 'Choose the message.');
    if (!schema.messages.has(message)) {
      throw new RuleError('message', `The schema has no message "${message}": give its full name, with the package.`);
    }
    const decode: Decode = (bytes) => new MessageText(schema, bytes).of(message, bytes);
    return (bytes) => withoutHeader(bytes, decode);
  },
};

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
