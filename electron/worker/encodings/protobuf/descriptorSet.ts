import { EncodingError, utf8 } from '../byteReader.ts';
import { RuleError } from '../encoding.ts';
import type { ProtoField, ProtoMessage, ProtoSchema } from './schema.ts';
import { type WireValue, wireFields } from './wire.ts';

// pure. A FileDescriptorSet, as `protoc --descriptor_set_out` writes it: google/protobuf/descriptor.proto.

/** `FieldDescriptorProto.Type`, from 1. */
const kinds: readonly ProtoField['kind'][] = [
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed64',
  'fixed32',
  'bool',
  'string',
  'group',
  'message',
  'bytes',
  'uint32',
  'enum',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
];

const REPEATED = 3;
const IMPLICIT = 2;

type Fields = ReadonlyMap<number, readonly WireValue[]>;

/** Messages and enums of a descriptor set. Throws RuleError for bytes that are none. */
export function readDescriptorSet(bytes: Uint8Array): ProtoSchema {
  const messages = new Map<string, ProtoMessage>();
  const enums = new Map<string, ReadonlyMap<number, string>>();
  try {
    for (const file of partsOf(wireFields(bytes), 1)) readFile(file, messages, enums);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new RuleError('schema', `It is no descriptor set: ${error.message} (byte ${error.at}).`);
  }
  if (messages.size === 0) throw new RuleError('schema', 'There is no message in it.');
  for (const [name, message] of messages) {
    const fields = message.fields.map((field) => ({ ...field, type: resolvedType(field, name, { messages, enums }) }));
    messages.set(name, { ...message, fields });
  }
  return { messages, enums };
}

/** The full name that a field means: as it stands behind a point, else looked for from the message outwards. */
function resolvedType({ kind, type }: ProtoField, message: string, { messages, enums }: ProtoSchema): string {
  const known = kind === 'enum' ? enums : kind === 'message' || kind === 'group' ? messages : null;
  if (known === null) return '';
  if (type.startsWith('.') && known.has(type.slice(1))) return type.slice(1);
  for (let scope = message; !type.startsWith('.'); scope = scope.slice(0, Math.max(0, scope.lastIndexOf('.')))) {
    const name = inside(scope, type);
    if (known.has(name)) return name;
    if (scope === '') break;
  }
  throw new RuleError('schema', `${message} uses ${type}, which is not in the set: make it with --include_imports.`);
}

function readFile(
  file: Fields,
  messages: Map<string, ProtoMessage>,
  enums: Map<string, ReadonlyMap<number, string>>,
): void {
  const isImplicit = textOf(file, 12) === 'proto3' || presenceOf(file, 8, 50) === IMPLICIT;
  const readMessage = (message: Fields, around: string, depth: number): void => {
    if (depth > 100) throw new EncodingError('its messages are nested too deeply', 0);
    const name = inside(around, textOf(message, 1));
    messages.set(name, {
      fields: partsOf(message, 2).map((field) => fieldOf(field, isImplicit)),
      isEntry: partsOf(message, 7).some((options) => numberOf(options, 7) === 1),
    });
    for (const inner of partsOf(message, 3)) readMessage(inner, name, depth + 1);
    for (const inner of partsOf(message, 4)) readEnum(inner, name);
  };
  const readEnum = (one: Fields, around: string): void => {
    const names = new Map<number, string>();
    for (const value of partsOf(one, 2)) {
      const number = numberOf(value, 2) ?? 0;
      if (!names.has(number)) names.set(number, textOf(value, 1)); // The first of several names counts.
    }
    enums.set(inside(around, textOf(one, 1)), names);
  };
  const scope = textOf(file, 2);
  for (const message of partsOf(file, 4)) readMessage(message, scope, 0);
  for (const one of partsOf(file, 5)) readEnum(one, scope);
}

const inside = (around: string, name: string): string => (around === '' ? name : `${around}.${name}`);

function fieldOf(field: Fields, fileIsImplicit: boolean): ProtoField {
  const number = numberOf(field, 3) ?? 0;
  const kind = kinds[(numberOf(field, 5) ?? 0) - 1];
  if (kind === undefined) throw new EncodingError(`field ${number} is of a type that there is not`, 0);
  const isRepeated = numberOf(field, 4) === REPEATED;
  const presence = presenceOf(field, 8, 21);
  const hasNoPresence = presence === null ? fileIsImplicit : presence === IMPLICIT;
  const isScalar = kind !== 'message' && kind !== 'group';
  return {
    number,
    kind,
    isRepeated,
    name: textOf(field, 10) || textOf(field, 1),
    type: textOf(field, 6),
    isImplicit: hasNoPresence && isScalar && !isRepeated && !field.has(9),
  };
}

/** `features.field_presence` in the options of a file or field. */
function presenceOf(of: Fields, options: number, features: number): number | null {
  for (const option of partsOf(of, options)) {
    for (const feature of partsOf(option, features)) {
      const presence = numberOf(feature, 1);
      if (presence !== null) return presence;
    }
  }
  return null;
}

const partsOf = (fields: Fields, number: number): Fields[] =>
  (fields.get(number) ?? []).flatMap((value) => (value.wire === 'bytes' ? [wireFields(value.bytes)] : []));

function textOf(fields: Fields, number: number): string {
  const value = fields.get(number)?.at(-1);
  return value?.wire === 'bytes' ? (utf8(value.bytes) ?? '') : '';
}

function numberOf(fields: Fields, number: number): number | null {
  const value = fields.get(number)?.at(-1);
  return value?.wire === 'varint' ? Number(BigInt.asIntN(64, value.number)) : null;
}
