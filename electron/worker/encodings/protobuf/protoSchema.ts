import type { EncodingRule } from '../../../../shared/model/encoding.ts';
import { readDescriptorSet } from './descriptorSet.ts';
import type { ProtoSchema } from './schema.ts';

/** Whether the schema of a rule is a descriptor set: base64 has none of the signs that a declaration needs. */
export const isDescriptorSet = (schema: string): boolean => /^[A-Za-z0-9+/=\s]+$/.test(schema);

/**
 * The schema of a rule: the text of a .proto file, or a descriptor set as base64; `null` where none is given. Rejects
 * with RuleError. The parser of .proto files is loaded when one is there: it is large, and few stores need it.
 */
export async function protoSchemaOf({ encoding, schema = '' }: EncodingRule): Promise<ProtoSchema | null> {
  if (encoding !== 'protobuf' || schema.trim() === '') return null;
  if (isDescriptorSet(schema)) return readDescriptorSet(Buffer.from(schema, 'base64'));
  const { parseProtoText } = await import('./protoText.ts');
  return parseProtoText(schema);
}
