import type { EncodingPreview, EncodingRule } from '../../../shared/model/encoding.ts';
import type { Payload } from '../../../shared/model/event.ts';
import { RuleError } from './encoding.ts';
import { payloadDecoder } from './payloadDecoder.ts';
import { protoSchemaOf } from './protobuf/protobuf.ts';
import { messageNames } from './protobuf/schema.ts';
import { encodingOf } from './registry.ts';

/** How a rule reads a payload as the store gives it, and what is wrong with the rule. */
export function previewOf(rule: EncodingRule, payload: Payload): EncodingPreview {
  let messages: readonly string[] = [];
  try {
    if (encodingOf(rule.encoding).needs === 'protobuf') messages = messageNames(protoSchemaOf(rule));
    return { problem: null, messages, payload: payloadDecoder(rule)(payload) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { problem: { field: error.field, message: error.message }, messages, payload: null };
  }
}
