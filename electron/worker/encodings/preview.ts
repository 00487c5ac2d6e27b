import { shownPayload } from '../../../shared/jsonParts.ts';
import type { EncodingPreview, EncodingRule } from '../../../shared/model/encoding.ts';
import type { Payload } from '../../../shared/model/event.ts';
import { RuleError } from './encoding.ts';
import { payloadDecoder } from './payloadDecoder.ts';
import { protoSchemaOf } from './protobuf/protoSchema.ts';
import { messageNames } from './protobuf/schema.ts';

/** How a rule reads a payload as the store gives it, and what is wrong with the rule. */
export async function previewOf(rule: EncodingRule, payload: Payload): Promise<EncodingPreview> {
  let messages: readonly string[] = [];
  try {
    const proto = await protoSchemaOf(rule);
    if (proto !== null) messages = messageNames(proto);
    return { problem: null, messages, payload: shownPayload(payloadDecoder(rule, proto)(payload)) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { problem: { field: error.field, message: error.message }, messages, payload: null };
  }
}
