import protobuf from 'protobufjs';
import { RuleError } from '../encoding.ts';
import type { ProtoField, ProtoMessage, ProtoSchema } from './schema.ts';

// The only file that imports protobufjs, and only for its parser and the names that it resolves: its decoders are code
// made from the schema, which is a stranger's.

/** Messages and enums of a .proto file. Throws RuleError with what is wrong with it, and the line. */
export function parseProtoText(text: string): ProtoSchema {
  const root = new protobuf.Root();
  try {
    const { imports = [], weakImports = [] } = protobuf.parse(text, root, { keepCase: true });
    for (const file of [...imports, ...weakImports]) addImport(root, file);
    root.resolveAll();
  } catch (error) {
    if (error instanceof RuleError) throw error;
    throw new RuleError('schema', `It is no .proto file that can be read: ${(error as Error).message}.`);
  }
  const messages = new Map<string, ProtoMessage>();
  const enums = new Map<string, ReadonlyMap<number, string>>();
  collect(root, messages, enums);
  return { messages, enums };
}

/** Of other files only Google's own are at hand. */
function addImport(root: protobuf.Root, file: string): void {
  const known = protobuf.common.get(file);
  if (known?.nested) root.addJSON(known.nested);
  else {
    throw new RuleError(
      'schema',
      `It imports "${file}", which is not here. Give a descriptor set: protoc --include_imports --descriptor_set_out=all.bin.`,
    );
  }
}

function collect(
  namespace: protobuf.NamespaceBase,
  messages: Map<string, ProtoMessage>,
  enums: Map<string, ReadonlyMap<number, string>>,
): void {
  for (const one of namespace.nestedArray) {
    if (one instanceof protobuf.Enum) {
      enums.set(
        plainName(one),
        new Map(Object.entries(one.valuesById).map(([number, name]) => [Number(number), name])),
      );
    } else if (one instanceof protobuf.Type) {
      const name = plainName(one);
      messages.set(name, { fields: one.fieldsArray.map((field) => fieldOf(field, name, messages)), isEntry: false });
    }
    if (one instanceof protobuf.Namespace) collect(one, messages, enums);
  }
}

const plainName = ({ fullName }: protobuf.ReflectionObject): string => fullName.replace(/^\./, '');

function fieldOf(field: protobuf.Field, message: string, messages: Map<string, ProtoMessage>): ProtoField {
  const { id: number, resolvedType } = field;
  const name = field.jsonName;
  const value = { ...kindOf(field), number, name };
  if (!(field instanceof protobuf.MapField)) {
    const isImplicit = !field.repeated && !field.hasPresence && !(resolvedType instanceof protobuf.Type);
    return { ...value, isRepeated: field.repeated, isImplicit };
  }
  const entry = `${message}.${field.name}(entry)`;
  const part = { isRepeated: false, isImplicit: true };
  const key = { ...part, number: 1, name: 'key', kind: field.keyType as ProtoField['kind'], type: '' };
  messages.set(entry, { isEntry: true, fields: [key, { ...value, ...part, number: 2, name: 'value' }] });
  return { number, name, kind: 'message', type: entry, isRepeated: true, isImplicit: false };
}

function kindOf({ resolvedType, type, delimited }: protobuf.Field): Pick<ProtoField, 'kind' | 'type'> {
  if (resolvedType instanceof protobuf.Enum) return { kind: 'enum', type: plainName(resolvedType) };
  if (resolvedType === null) return { kind: type as ProtoField['kind'], type: '' };
  return { kind: delimited ? 'group' : 'message', type: plainName(resolvedType) };
}
