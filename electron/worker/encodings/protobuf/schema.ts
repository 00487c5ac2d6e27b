// pure. What messages look like, whether that was said by a .proto file or by a descriptor set.

export type ScalarKind =
  | 'double'
  | 'float'
  | 'int64'
  | 'uint64'
  | 'int32'
  | 'fixed64'
  | 'fixed32'
  | 'bool'
  | 'string'
  | 'bytes'
  | 'uint32'
  | 'sfixed32'
  | 'sfixed64'
  | 'sint32'
  | 'sint64';

export interface ProtoField {
  readonly number: number;
  /** The name in JSON. */
  readonly name: string;
  readonly kind: ScalarKind | 'message' | 'enum' | 'group';
  /** Full name of the message or enum. */
  readonly type: string;
  readonly isRepeated: boolean;
  /** Whether a value that is not there is the kind's default: else it is absent. */
  readonly isImplicit: boolean;
}

export interface ProtoMessage {
  /** In the order of their declaration. */
  readonly fields: readonly ProtoField[];
  /** Whether it is the entry of a map: key and value. */
  readonly isEntry: boolean;
}

export interface ProtoSchema {
  /** By full name, without a point before it. */
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  readonly enums: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/** The messages that a person may mean, by full name: those inside others last. */
export function messageNames({ messages }: ProtoSchema): string[] {
  const names = [...messages].filter(([name, { isEntry }]) => !isEntry && !name.startsWith('google.protobuf.'));
  const isInside = ([name]: readonly [string, ProtoMessage]): boolean =>
    messages.has(name.slice(0, name.lastIndexOf('.')));
  return [...names.filter((one) => !isInside(one)), ...names.filter(isInside)].map(([name]) => name);
}
