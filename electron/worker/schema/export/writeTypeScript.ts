// What was seen of payloads as TypeScript: an interface for each type and version, and their union. Pure.
import { formatCount, plural } from '../../../../shared/format.ts';
import type { FieldStats, SchemaVersionStats, TypeSchema } from '../../../../shared/model/schema.ts';
import { type FieldNode, fieldTree, isRequired, typesOf } from './fieldTree.ts';

/** One module. `store` is the name of what it was read from. */
export function writeTypeScript(types: readonly TypeSchema[], store: string): string {
  const taken = new Set<string>();
  const blocks = types.map((type) => typeBlock(type, taken));
  return [`// Payloads of ${oneLine(store)}, as they were met in the log.`, ...blocks].join('\n\n').concat('\n');
}

function typeBlock({ type, versions, inferred }: TypeSchema, taken: Set<string>): string {
  const shown = inferred?.versions ?? versions;
  const base = free(identifier(type), taken);
  const named = shown.map((version) => ({
    version,
    name: shown.length === 1 ? base : free(`${base}${versionSuffix(version.schemaVersion)}`, taken),
  }));
  const declarations = named.map(({ version, name }) => declaration(type, version, name));
  if (shown.length > 1) declarations.push(`export type ${base} = ${named.map(({ name }) => name).join(' | ')};`);
  return declarations.join('\n\n');
}

function declaration(type: string, version: SchemaVersionStats, name: string): string {
  const { schemaVersion, events, fields } = version;
  const about = `/** ${oneLine(type)}, ${schemaVersion === null ? 'no version recorded' : `version ${oneLine(schemaVersion)}`}: ${plural(events, 'event')}. */`;
  const tree = fieldTree(fields);
  const isObject = typesOf(tree).join() === 'object';
  return isObject
    ? `${about}\nexport interface ${name} ${objectText(tree, '')}`
    : `${about}\nexport type ${name} = ${typeText(tree, '')};`;
}

function typeText(node: FieldNode, indent: string): string {
  const { field } = node;
  const texts = typesOf(node).map((type) => {
    if (type === 'object') return objectText(node, indent);
    if (type === 'array') return node.items ? arrayText(node.items, indent) : 'never[]';
    if (type === 'string' && field?.enumeration)
      return field.values.map(({ text }) => JSON.stringify(text)).join(' | ');
    return type;
  });
  return texts.join(' | ');
}

function arrayText(item: FieldNode, indent: string): string {
  const text = typeText(item, indent);
  const isOne = typesOf(item).length === 1 && item.field?.enumeration !== true;
  return isOne ? `${text}[]` : `(${text})[]`;
}

function objectText({ members, rest }: FieldNode, indent: string): string {
  const inner = `${indent}  `;
  const lines = [...members].map(([name, member]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${inner}${key}${isRequired(member) ? '' : '?'}: ${typeText(member, inner)};${noteText(member.field)}`;
  });
  if (rest) lines.push(`${inner}[key: string]: unknown;`);
  return lines.length === 0 ? 'Record<string, never>' : `{\n${lines.join('\n')}\n${indent}}`;
}

/** What a type does not say. */
function noteText(field: FieldStats | null): string {
  if (!field) return '';
  const notes = [
    ...(field.format ? [field.format] : []),
    ...(field.range ? [`${field.range.min} to ${field.range.max}`] : []),
    ...(field.present < field.of ? [`in ${formatCount(field.present)} of ${formatCount(field.of)}`] : []),
  ];
  return notes.length === 0 ? '' : ` // ${notes.join(', ')}`;
}

/** A name of a store within a comment of one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('*/', '* /');

function identifier(type: string): string {
  const words = type.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== '');
  const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z_$]/.test(name) ? name : `Type${name}`;
}

const versionSuffix = (version: string | null): string =>
  version === null
    ? 'Unversioned'
    : /^\d/.test(version)
      ? `V${version.replace(/[^A-Za-z0-9]+/g, '_')}`
      : identifier(version);

function free(name: string, taken: Set<string>): string {
  let found = name;
  for (let number = 2; taken.has(found); number++) found = `${name}_${number}`;
  taken.add(found);
  return found;
}
