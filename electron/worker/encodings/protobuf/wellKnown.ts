import { EncodingError, utf8 } from '../byteReader.ts';
import { bytesText, doubleText, instantText, mapText, stringText } from '../jsonText.ts';
import type { ScalarKind } from './schema.ts';
import { floatOf, type WireValue, wireFields } from './wire.ts';

// pure. Google's own messages that mean a value: times, spans, JSON values, any message, and single values in a
// wrapper.

const PACKAGE = 'google.protobuf.';

const readers: Readonly<Record<string, (fields: Fields, around: Around) => string | null>> = {
  Timestamp: (fields) => instantOf(fields),
  Duration: (fields) => durationOf(fields),
  Struct: (fields, around) => structOf(fields, around),
  Value: (fields, around) => jsonValueOf(fields, around),
  ListValue: (fields, around) =>
    `[${bytesOf(fields, 1)
      .map((item) => around.inner(`${PACKAGE}Value`, item))
      .join(',')}]`,
  Any: (fields, around) => anyOf(fields, around),
  Empty: () => '{}',
};

const wrappers: Readonly<Record<string, ScalarKind>> = {
  DoubleValue: 'double',
  FloatValue: 'float',
  Int64Value: 'int64',
  UInt64Value: 'uint64',
  Int32Value: 'int32',
  UInt32Value: 'uint32',
  BoolValue: 'bool',
  StringValue: 'string',
  BytesValue: 'bytes',
};

type Fields = ReadonlyMap<number, readonly WireValue[]>;

/** What stands around a message: how others in it become text, and whether the schema has them. */
export interface Around {
  inner(type: string, bytes: Uint8Array): string;
  has(type: string): boolean;
}

function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | null {
  if (!name.startsWith(PACKAGE)) return null;
  const short = name.slice(PACKAGE.length);
  return Object.hasOwn(table, short) ? table[short]! : null;
}

/** What a message that wraps a single value holds; `null` for any other message. */
export const wrappedKind = (name: string): ScalarKind | null => ownOf(wrappers, name);

export const isWellKnown = (name: string): boolean => ownOf(readers, name) !== null;

export function wellKnownText(name: string, bytes: Uint8Array, around: Around): string {
  const text = ownOf(readers, name)!(wireFields(bytes), around);
  if (text === null) throw new EncodingError(`its ${name} is none`, 0);
  return text;
}

const numberOf = (fields: Fields, number: number): bigint => {
  const value = fields.get(number)?.at(-1);
  return value !== undefined && 'number' in value ? BigInt.asIntN(64, value.number) : 0n;
};

const bytesOf = (fields: Fields, number: number): Uint8Array[] =>
  (fields.get(number) ?? []).flatMap((value) => ('bytes' in value ? [value.bytes] : []));

function instantOf(fields: Fields): string | null {
  const nanos = Number(numberOf(fields, 2));
  return nanos >= 0 && nanos < 1e9 ? instantText(numberOf(fields, 1), nanos) : null;
}

/** `"3.000000001s"`; seconds and nanoseconds have one sign. */
function durationOf(fields: Fields): string | null {
  const seconds = numberOf(fields, 1);
  const nanos = numberOf(fields, 2);
  if (
    nanos <= -1_000_000_000n ||
    nanos >= 1_000_000_000n ||
    (seconds < 0n && nanos > 0n) ||
    (seconds > 0n && nanos < 0n)
  )
    return null;
  const all = seconds * 1_000_000_000n + nanos;
  const digits = String(all < 0n ? -all : all).padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return `"${all < 0n ? '-' : ''}${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`}s"`;
}

function structOf(fields: Fields, { inner }: Around): string {
  const members = new Map<string, string>();
  for (const entry of bytesOf(fields, 1)) {
    const found = wireFields(entry);
    const name = stringText(bytesOf(found, 1).at(-1) ?? new Uint8Array());
    members.set(name, inner(`${PACKAGE}Value`, bytesOf(found, 2).at(-1) ?? new Uint8Array()));
  }
  return mapText([...members]);
}

function jsonValueOf(fields: Fields, { inner }: Around): string {
  const number = fields.get(2)?.at(-1);
  if (number?.wire === 'fixed64') return doubleText(floatOf(number.number, 8));
  const [text] = bytesOf(fields, 3);
  if (text !== undefined) return stringText(text);
  if (fields.has(4)) return numberOf(fields, 4) === 0n ? 'false' : 'true';
  const [struct] = bytesOf(fields, 5);
  if (struct !== undefined) return inner(`${PACKAGE}Struct`, struct);
  const [list] = bytesOf(fields, 6);
  return list === undefined ? 'null' : inner(`${PACKAGE}ListValue`, list);
}

/** The message with its type in front, where the schema has it. */
function anyOf(fields: Fields, { inner, has }: Around): string {
  const url = utf8(bytesOf(fields, 1).at(-1) ?? new Uint8Array()) ?? '';
  const value = bytesOf(fields, 2).at(-1) ?? new Uint8Array();
  const type = url.slice(url.lastIndexOf('/') + 1);
  const text = has(type) || isWellKnown(type) ? inner(type, value) : bytesText(value);
  return mapText([
    ['"@type"', JSON.stringify(url)],
    ['"value"', text],
  ]);
}
