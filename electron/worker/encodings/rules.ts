import { avroHeaders, type EncodingRule, encodingIds, textForms } from '../../../shared/model/encoding.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { RuleError } from './encoding.ts';
import { payloadDecoder } from './payloadDecoder.ts';
import { type ChosenEncoding, PayloadEncodings } from './payloadEncodings.ts';
import { protoSchemaOf } from './protobuf/protoSchema.ts';

// Rules as they come from outside: a side file, the page, the command line.

/**
 * Characters. A schema is written by people, and must fit into a message of the browser host (`headless/browser/sockets.ts`).
 */
const LONGEST_SCHEMA = 4_000_000;

/** Rules from a JSON value, one for each type. Throws InspectorError `bad-request` with the rule that is none. */
export function parseRules(value: unknown): EncodingRule[] {
  if (!Array.isArray(value)) throw wrong('Encodings are a list of rules.');
  const rules = value.map(parseRule);
  const types = new Set(rules.map(({ type }) => type));
  if (types.size < rules.length) throw wrong('Two rules are for the same type.');
  return rules;
}

function parseRule(value: unknown): EncodingRule {
  if (typeof value !== 'object' || value === null) throw wrong('A rule for encodings is no object.');
  const { type, encoding, text, schema, header, message } = value as Readonly<Record<string, unknown>>;
  if (type !== null && typeof type !== 'string') throw wrong('A rule for encodings names no type.');
  const where = type === null ? 'The rule for all types' : `The rule for ${type}`;
  const id = encodingIds.find((known) => known === encoding);
  if (id === undefined) {
    throw wrong(`${where} has no encoding "${String(encoding)}": there are ${encodingIds.join(', ')}.`);
  }
  const form = textForms.find((known) => known === text);
  if (text !== undefined && form === undefined) throw wrong(`${where}: "text" is base64 or hex.`);
  const before = avroHeaders.find((known) => known === header);
  if (header !== undefined && before === undefined) throw wrong(`${where}: "header" is ${avroHeaders.join(', ')}.`);
  for (const [name, field] of Object.entries({ schema, message })) {
    if (field !== undefined && typeof field !== 'string') throw wrong(`${where}: "${name}" is no text.`);
  }
  if (typeof schema === 'string' && schema.length > LONGEST_SCHEMA)
    throw wrong(`${where} has a schema of more than 4 MB.`);
  return {
    type,
    encoding: id,
    ...(form === undefined ? {} : { text: form }),
    ...(before === undefined ? {} : { header: before }),
    ...(typeof schema === 'string' ? { schema } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}

/** What reads payloads by these rules. Rejects with InspectorError `bad-request` for one that cannot be used. */
export async function encodingsOf(rules: readonly EncodingRule[]): Promise<PayloadEncodings> {
  const chosen: ChosenEncoding[] = [];
  for (const rule of rules) {
    try {
      chosen.push({ rule, decoder: payloadDecoder(rule, await protoSchemaOf(rule)) });
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      throw wrong(`The encoding for ${rule.type ?? 'all types'}: ${error.message}`);
    }
  }
  return new PayloadEncodings(chosen);
}

/** `rules` with `others` for all types that have none there. */
export function mergedRules(rules: readonly EncodingRule[], others: readonly EncodingRule[]): EncodingRule[] {
  const types = new Set(rules.map(({ type }) => type));
  return [...rules, ...others.filter(({ type }) => !types.has(type))];
}

const wrong = (message: string): InspectorError => new InspectorError('bad-request', message);
