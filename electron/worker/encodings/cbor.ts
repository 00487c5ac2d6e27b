import { ByteReader } from './byteReader.ts';
import type { Encoding } from './encoding.ts';
import {
  bigEndian,
  bytesText,
  doubleText,
  floatText,
  instantText,
  LONGEST_NUMBER,
  mapText,
  stringText,
} from './jsonText.ts';

// pure. RFC 8949, with the tags for times, big numbers, decimals, UUIDs and addresses; other tags stay as
// `{"tag":n,"value":…}`, other simple values as `{"simple":n}`, and undefined is null.

export const cbor: Encoding = {
  id: 'cbor',
  name: 'CBOR',
  needs: 'nothing',
  decoder: () => (bytes) => {
    const reader = new ByteReader(bytes);
    const text = readValue(reader);
    return reader.isAtEnd ? text : reader.fail('it goes on behind its end');
  },
  looksLike: (bytes) => {
    const at = bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7 ? 3 : 0;
    return (bytes[at]! & 0xe0) === 0xa0;
  },
};

const STOP = 0xff;
const INDEFINITE = 31;

function readValue(reader: ByteReader): string {
  reader.enter();
  const text = reader.made(readBody(reader));
  reader.leave();
  return text;
}

function readBody(reader: ByteReader): string {
  const first = reader.u8();
  const major = first >> 5;
  const low = first & 0x1f;
  if (major === 7) return simpleOf(reader, low);
  if (low === INDEFINITE) return withoutLength(reader, major);
  const argument = argumentOf(reader, low);
  switch (major) {
    case 0:
      return String(argument);
    case 1:
      return String(-1n - argument);
    case 2:
      return bytesText(reader.take(reader.count(argument)));
    case 3:
      return stringText(reader.take(reader.count(argument)));
    case 4:
      return listOf(reader, reader.count(argument));
    case 5:
      return mapOf(reader, reader.count(argument));
    default:
      return taggedOf(reader, argument);
  }
}

function argumentOf(reader: ByteReader, low: number): bigint {
  if (low < 24) return BigInt(low);
  if (low === 24) return BigInt(reader.u8());
  if (low === 25) return BigInt(reader.u16());
  if (low === 26) return BigInt(reader.u32());
  if (low === 27) return reader.u64();
  return reader.fail('a reserved length is used', reader.at - 1);
}

function simpleOf(reader: ByteReader, low: number): string {
  switch (low) {
    case 20:
      return 'false';
    case 21:
      return 'true';
    case 22:
    case 23:
      return 'null';
    case 24:
      return `{"simple":${reader.u8()}}`;
    case 25:
      return doubleText(half(reader.u16()));
    case 26:
      return floatText(reader.f32());
    case 27:
      return doubleText(reader.f64());
    default:
      return low < 20 ? `{"simple":${low}}` : reader.fail('a value begins as none does', reader.at - 1);
  }
}

/** A float of 16 bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** What goes on until a stop: strings in pieces, lists, maps. */
function withoutLength(reader: ByteReader, major: number): string {
  if (major === 4) return listOf(reader, Number.POSITIVE_INFINITY);
  if (major === 5) return mapOf(reader, Number.POSITIVE_INFINITY);
  if (major !== 2 && major !== 3) return reader.fail('a value without length is no text, list or map', reader.at - 1);
  const pieces: Uint8Array[] = [];
  while (!hasStopped(reader)) {
    const first = reader.u8();
    if (first >> 5 !== major || (first & 0x1f) === INDEFINITE) reader.fail('a piece is of another kind', reader.at - 1);
    pieces.push(reader.take(reader.count(argumentOf(reader, first & 0x1f))));
  }
  const whole = Buffer.concat(pieces);
  return major === 2 ? bytesText(whole) : stringText(whole);
}

function hasStopped(reader: ByteReader): boolean {
  if (reader.bytes[reader.at] !== STOP) return false;
  reader.at++;
  return true;
}

function listOf(reader: ByteReader, count: number): string {
  const items: string[] = [];
  while (items.length < count) {
    if (count === Number.POSITIVE_INFINITY && hasStopped(reader)) break;
    items.push(readValue(reader));
  }
  return `[${items.join(',')}]`;
}

function mapOf(reader: ByteReader, count: number): string {
  const entries: [string, string][] = [];
  while (entries.length < count) {
    if (count === Number.POSITIVE_INFINITY && hasStopped(reader)) break;
    entries.push([readValue(reader), readValue(reader)]);
  }
  return mapText(entries);
}

/** What a tag makes of the item behind it, where it is of the kind that the tag is for. */
function taggedOf(reader: ByteReader, tag: bigint): string {
  const from = reader.at;
  const value = readValue(reader);
  const item = reader.bytes.subarray(from, reader.at);
  const major = item[0]! >> 5;
  const known = ((): string | null => {
    switch (tag) {
      case 0n: // Time as text.
      case 32n: // Address.
        return major === 3 ? value : null;
      case 55799n: // "This is CBOR".
        return value;
      case 1n:
        return instantOfNumber(value);
      case 2n:
        return bigNumber(item, (number) => number);
      case 3n:
        return bigNumber(item, (number) => -1n - number);
      case 4n:
        return decimalOf(value);
      case 37n:
        return item.length === 17 && item[0] === 0x50 ? uuidText(item.subarray(1)) : null;
      default:
        return null;
    }
  })();
  return known ?? `{"tag":${tag},"value":${value}}`;
}

/** Seconds since 1970, with a fraction as it is written. */
function instantOfNumber(text: string): string | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) return null;
  const [, sign, seconds, fraction = ''] = match;
  const nanos = Number(fraction.padEnd(9, '0'));
  if (sign === '') return instantText(BigInt(seconds!), nanos);
  return nanos === 0 ? instantText(-BigInt(seconds!), 0) : instantText(-BigInt(seconds!) - 1n, 1e9 - nanos);
}

/** Of an item that is a string of bytes with its length. */
function bigNumber(item: Uint8Array, sign: (number: bigint) => bigint): string | null {
  if (item[0]! >> 5 !== 2 || (item[0]! & 0x1f) === INDEFINITE) return null;
  const reader = new ByteReader(item);
  const bytes = reader.take(reader.count(argumentOf(reader, reader.u8() & 0x1f)));
  return bytes.length > LONGEST_NUMBER ? null : String(sign(bigEndian(bytes)));
}

/** A list of exponent and mantissa, both whole numbers. */
function decimalOf(text: string): string | null {
  const match = /^\[(-?\d{1,6}),(-?\d+)\]$/.exec(text);
  return match && `${match[2]}e${match[1]}`;
}

const uuidText = (bytes: Uint8Array): string =>
  `"${Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}"`;
