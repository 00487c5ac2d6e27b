import type { AvroHeader } from '../../../../shared/model/encoding.ts';
import { ByteReader, EncodingError } from '../byteReader.ts';
import { type Decode, type Encoding, RuleError } from '../encoding.ts';
import {
  bytesText,
  decimalText,
  doubleText,
  floatText,
  instantOf,
  LONGEST_NUMBER,
  mapText,
  signedBigEndian,
  stringText,
} from '../jsonText.ts';
import { REGISTRY_HEADER, registryHeader } from '../registryHeader.ts';
import { type AvroType, type LogicalNumber, parseAvroSchema } from './schema.ts';

// pure. One value in Avro's binary encoding, by the schema of its writer: bare, behind the header of a schema registry,
// or behind that of a single object. Unions are shown as what is in them.

/** C3 01 and a fingerprint of the schema. */
const SINGLE_OBJECT_HEADER = 10;

export const avro: Encoding = {
  id: 'avro',
  name: 'Avro',
  needs: 'avro',
  decoder({ schema, header }) {
    if (schema === undefined || schema.trim() === '') throw new RuleError('schema', 'Give the schema of the writer.');
    const type = parseAvroSchema(schema);
    return (bytes) => withoutHeader(bytes, header, (body) => decode(type, body));
  },
};

/** Whether bytes begin with the header of a single object. */
export const isSingleObject = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xc3 && bytes[1] === 0x01 && bytes.length >= SINGLE_OBJECT_HEADER;

const lengths: Readonly<Record<AvroHeader, number>> = {
  none: 0,
  registry: REGISTRY_HEADER,
  object: SINGLE_OBJECT_HEADER,
};

/** Registries count their schemas from 1: a number like this is none. */
const MOST_SCHEMAS = 1 << 24;

function headerOf(bytes: Uint8Array): AvroHeader {
  if (isSingleObject(bytes)) return 'object';
  const schema = registryHeader(bytes);
  return schema !== null && schema > 0 && schema < MOST_SCHEMAS ? 'registry' : 'none';
}

/**
 * Reads what stands behind the header that is there by choice; or behind one that seems to be there, else all of it.
 */
function withoutHeader(bytes: Uint8Array, chosen: AvroHeader | undefined, read: Decode): string {
  const header = chosen ?? headerOf(bytes);
  const length = lengths[header];
  if (bytes.length < length) throw new EncodingError('it ends in its header', bytes.length);
  try {
    return read(bytes.subarray(length));
  } catch (error) {
    if (chosen === undefined && length > 0) return withoutHeader(bytes, 'none', read);
    throw error instanceof EncodingError ? new EncodingError(error.message, error.at + length) : error;
  }
}

function decode(type: AvroType, bytes: Uint8Array): string {
  const reader = new ByteReader(bytes);
  const text = readValue(reader, type);
  return reader.isAtEnd ? text : reader.fail('it goes on behind its end: it was written with another schema');
}

function readValue(reader: ByteReader, type: AvroType): string {
  reader.enter();
  const text = reader.made(readBody(reader, type));
  reader.leave();
  return text;
}

function readBody(reader: ByteReader, type: AvroType): string {
  switch (type.kind) {
    case 'null':
      return 'null';
    case 'boolean': {
      const byte = reader.u8();
      return byte > 1 ? reader.fail('a boolean is neither 0 nor 1', reader.at - 1) : byte === 1 ? 'true' : 'false';
    }
    case 'int':
    case 'long':
      return logicalText(reader.zigzag(), type.logical);
    case 'float':
      return floatText(reader.f32(true));
    case 'double':
      return doubleText(reader.f64(true));
    case 'bytes':
      return numberOrBytes(reader.take(lengthOf(reader)), type.scale);
    case 'string':
      return stringText(reader.take(lengthOf(reader)));
    case 'fixed':
      return numberOrBytes(reader.take(type.size), type.scale);
    case 'enum':
      return JSON.stringify(choice(reader, type.symbols, 'an enum has no symbol'));
    case 'union':
      return readValue(reader, choice(reader, type.branches, 'a union has no branch'));
    case 'array': {
      const items: string[] = [];
      eachOfBlocks(reader, () => items.push(readValue(reader, type.of)));
      return `[${items.join(',')}]`;
    }
    case 'map': {
      const entries: [string, string][] = [];
      eachOfBlocks(reader, () => entries.push([stringText(reader.take(lengthOf(reader))), readValue(reader, type.of)]));
      return mapText(entries);
    }
    case 'record':
      return mapText(type.fields.map(({ name, type: of }) => [JSON.stringify(name), readValue(reader, of)]));
  }
}

const lengthOf = (reader: ByteReader): number => reader.count(reader.zigzag());

function choice<T>(reader: ByteReader, of: readonly T[], failure: string): T {
  const from = reader.at;
  const number = reader.zigzag();
  const chosen = number >= 0n && number < of.length ? of[Number(number)] : undefined;
  return chosen === undefined ? reader.fail(`${failure} ${number}`, from) : chosen;
}

/** Blocks of items, each with its count; a negative one is followed by the block's size. The last has none. */
function eachOfBlocks(reader: ByteReader, read: () => void): void {
  for (;;) {
    const count = reader.zigzag();
    if (count === 0n) return;
    if (count < 0n) lengthOf(reader);
    for (let left = reader.count(count < 0n ? -count : count); left > 0; left--) read();
  }
}

function numberOrBytes(bytes: Uint8Array, scale: number | null): string {
  return scale === null || bytes.length > LONGEST_NUMBER
    ? bytesText(bytes)
    : decimalText(signedBigEndian(bytes), scale);
}

const DAY_SECONDS = 86_400n;

function logicalText(value: bigint, logical: LogicalNumber | null): string {
  switch (logical) {
    case 'timestamp-millis':
      return instantOf(value, 1000n);
    case 'timestamp-micros':
      return instantOf(value, 1_000_000n);
    case 'timestamp-nanos':
      return instantOf(value, 1_000_000_000n);
    case 'date': {
      const midnight = instantOf(value * DAY_SECONDS, 1n);
      return midnight.startsWith('"') ? `${midnight.slice(0, midnight.indexOf('T'))}"` : String(value);
    }
    case 'time-millis':
      return timeOfDay(value, 1000n);
    case 'time-micros':
      return timeOfDay(value, 1_000_000n);
    case null:
      return String(value);
  }
}

/** A time of day as text; the number where it is none. */
function timeOfDay(value: bigint, perSecond: bigint): string {
  if (value < 0n || value >= DAY_SECONDS * perSecond) return String(value);
  const instant = instantOf(value, perSecond);
  return `"${instant.slice(instant.indexOf('T') + 1, -2)}"`;
}
