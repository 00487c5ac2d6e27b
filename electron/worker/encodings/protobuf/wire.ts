import { ByteReader } from '../byteReader.ts';

// pure. Protobuf's wire format: numbered fields, each with a number or bytes.

/** A number as it stands: `varint` and `fixed64` of 64 bits, `fixed32` of 32; or bytes. */
export type WireValue =
  | { readonly wire: 'varint' | 'fixed64' | 'fixed32'; readonly number: bigint }
  | { readonly wire: 'bytes' | 'group'; readonly bytes: Uint8Array };

const LARGEST_FIELD = 536_870_911;

/** The fields of a message by number, each with its values in their order. Throws EncodingError for what is none. */
export function wireFields(bytes: Uint8Array): Map<number, WireValue[]> {
  const reader = new ByteReader(bytes);
  const fields = new Map<number, WireValue[]>();
  while (!reader.isAtEnd) {
    const { field, type } = tagOf(reader);
    const value = readValue(reader, field, type, 0);
    const values = fields.get(field);
    if (values) values.push(value);
    else fields.set(field, [value]);
  }
  return fields;
}

function tagOf(reader: ByteReader): { field: number; type: number } {
  const from = reader.at;
  const tag = reader.varint();
  const field = Number(tag >> 3n);
  if (field < 1 || field > LARGEST_FIELD) reader.fail('there is no such field number', from);
  return { field, type: Number(tag & 7n) };
}

const DEEPEST_GROUP = 100;

function readValue(reader: ByteReader, field: number, type: number, depth: number): WireValue {
  switch (type) {
    case 0:
      return { wire: 'varint', number: reader.varint() };
    case 1:
      return { wire: 'fixed64', number: reader.u64(true) };
    case 2:
      return { wire: 'bytes', bytes: reader.take(reader.count(reader.varint())) };
    case 3:
      return { wire: 'group', bytes: groupOf(reader, field, depth) };
    case 5:
      return { wire: 'fixed32', number: BigInt(reader.u32(true)) };
    default:
      return reader.fail(`field ${field} is of a type that there is not`);
  }
}

/** What stands between the start and the end of a group. */
function groupOf(reader: ByteReader, number: number, depth: number): Uint8Array {
  if (depth > DEEPEST_GROUP) reader.fail('groups are nested too deeply');
  const from = reader.at;
  for (;;) {
    const to = reader.at;
    const { field, type } = tagOf(reader);
    if (type !== 4) readValue(reader, field, type, depth + 1);
    else if (field === number) return reader.bytes.subarray(from, to);
    else reader.fail(`a group of field ${number} ends as that of field ${field}`, to);
  }
}

/** Varints that stand one behind the other. */
export function packedVarints(bytes: Uint8Array): bigint[] {
  const reader = new ByteReader(bytes);
  const numbers: bigint[] = [];
  while (!reader.isAtEnd) numbers.push(reader.varint());
  return numbers;
}

/** Numbers of 4 or 8 bytes that stand one behind the other. */
export function packedFixed(bytes: Uint8Array, size: 4 | 8): bigint[] {
  const reader = new ByteReader(bytes);
  const numbers: bigint[] = [];
  while (!reader.isAtEnd) numbers.push(size === 8 ? reader.u64(true) : BigInt(reader.u32(true)));
  return numbers;
}

/** The float with these bits. */
export function floatOf(bits: bigint, size: 4 | 8): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, size === 8 ? bits : bits << 32n);
  return size === 8 ? view.getFloat64(0) : view.getFloat32(0);
}
