// What was seen of payloads as JSON Schema 2020-12: a definition for each type and version. Pure.
import { formatCount } from '../../../../shared/format.ts';
import type { FieldFormat, SchemaVersionStats, TypeSchema } from '../../../../shared/model/schema.ts';
import { type FieldNode, fieldTree, isRequired, typesOf } from './fieldTree.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Formats that JSON Schema knows by the same name. */
const formats: readonly (FieldFormat | null)[] = [
  'date-time',
  'date',
  'time',
  'duration',
  'uuid',
  'email',
  'uri',
  'ipv4',
];
const patterns: Partial<Record<FieldFormat, string>> = {
  currency: '^[A-Z]{3}$',
  number: '^-?(0|[1-9]\\d*)(\\.\\d+)?$',
  hex: '^([0-9A-Fa-f]{2})+$',
  ulid: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$',
};

/** One document. `store` is the name of what it was read from. */
export function writeJsonSchema(types: readonly TypeSchema[], store: string): string {
  const definitions: Record<string, Json> = {};
  for (const { type, versions, inferred } of types) {
    for (const version of inferred?.versions ?? versions) {
      definitions[definitionName(type, version.schemaVersion)] = versionSchema(type, version);
    }
  }
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Payloads of ${store}`,
    description: 'As they were met in the log: what no event has is not in here, and what every event has is required.',
    $defs: definitions,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const definitionName = (type: string, version: string | null): string =>
  version === null ? type : `${type} ${/^\d/.test(version) ? 'v' : ''}${version}`;

function versionSchema(type: string, { schemaVersion, events, fields }: SchemaVersionStats): Json {
  return {
    title: type,
    description: `${schemaVersion === null ? 'No version recorded' : `Version ${schemaVersion}`}, ${formatCount(events)} ${events === 1 ? 'event' : 'events'}.`,
    ...nodeSchema(fieldTree(fields)),
  };
}

function nodeSchema(node: FieldNode): { readonly [key: string]: Json } {
  const { field, members, rest, items } = node;
  const types = typesOf(node).map((type) => (type === 'number' && field?.range?.integers ? 'integer' : type));
  const required = [...members].filter(([, member]) => isRequired(member)).map(([name]) => name);
  const isEnumeration = field?.enumeration === true && types.every((type) => type === 'string' || type === 'null');
  const pattern = field?.format ? patterns[field.format] : undefined;
  return {
    type: types.length === 1 ? types[0]! : types,
    ...(isEnumeration
      ? { enum: [...field.values.map(({ text }) => text), ...(types.includes('null') ? [null] : [])] }
      : {}),
    ...(field && formats.includes(field.format) ? { format: field.format } : {}),
    ...(pattern === undefined ? {} : { pattern }),
    ...(field?.range ? { description: `From ${field.range.min} to ${field.range.max}.` } : {}),
    ...(members.size > 0 ? { properties: entries(members) } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(rest ? { additionalProperties: nodeSchema(rest) } : {}),
    ...(items ? { items: nodeSchema(items) } : {}),
  };
}

/** Without setting a prototype, whatever a member is called. */
const entries = (members: ReadonlyMap<string, FieldNode>): Json =>
  Object.fromEntries([...members].map(([name, member]) => [name, nodeSchema(member)]));
