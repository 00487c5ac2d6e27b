import { ByteReader } from './byteReader.ts';
import type { Encoding } from './encoding.ts';

// pure. SQLite's JSONB, sqlite.org/jsonb.html: one byte with type and size, maybe more for the size, then the content.
// PostgreSQL's binary form of a jsonb is its text behind a byte with the version, 1.

const POSTGRES_VERSION = 1;
const OBJECT = 12;

export const jsonb: Encoding = {
  id: 'jsonb',
  name: 'JSONB (SQLite, PostgreSQL)',
  needs: 'nothing',
  decoder: () => (bytes) => postgresText(bytes) ?? sqliteText(bytes),
  looksLike: (bytes) =>
    (bytes[0] === POSTGRES_VERSION && /[[{]/.test(String.fromCharCode(bytes[1]!))) || (bytes[0]! & 0x0f) === OBJECT,
};

function postgresText(bytes: Uint8Array): string | null {
  if (bytes[0] !== POSTGRES_VERSION) return null;
  const reader = new ByteReader(bytes.subarray(1));
  const text = reader.text(bytes.length - 1);
  return text !== null && text !== '' && isJson(text) ? text : null;
}

function sqliteText(bytes: Uint8Array): string {
  const reader = new ByteReader(bytes);
  const text = elementOf(reader, bytes.length);
  if (!reader.isAtEnd) reader.fail('it goes on behind its end');
  return isJson(text) ? text : reader.fail('a text or number in it is written wrongly', 0);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function elementOf(reader: ByteReader, end: number): string {
  reader.enter();
  const first = reader.u8();
  const size = sizeOf(reader, first >> 4);
  const to = reader.at + size;
  if (to > end) reader.fail('an element is longer than what it is in');
  const text = reader.made(contentOf(reader, first & 0x0f, to));
  reader.leave();
  return text;
}

function sizeOf(reader: ByteReader, high: number): number {
  if (high < 12) return high;
  if (high === 12) return reader.u8();
  if (high === 13) return reader.u16();
  return reader.count(high === 14 ? reader.u32() : reader.u64());
}

function contentOf(reader: ByteReader, type: number, to: number): string {
  const content = (): string => reader.text(to - reader.at) ?? reader.fail('a text in it is no UTF-8');
  switch (type) {
    case 0:
    case 1:
    case 2:
      if (reader.at !== to) reader.fail('a value that is null, true or false has a content');
      return ['null', 'true', 'false'][type]!;
    case 3: // As JSON writes it.
    case 5:
      return content();
    case 4:
      return hexNumber(reader, content());
    case 6:
      return plainNumber(content());
    case 7: // A text without anything to escape, and one with JSON's escapes.
    case 8:
      return `"${content()}"`;
    case 9:
      return JSON.stringify(json5String(content()));
    case 10:
      return JSON.stringify(content());
    case 11:
      return `[${elementsOf(reader, to).join(',')}]`;
    case OBJECT: {
      const elements = elementsOf(reader, to);
      if (elements.length % 2 !== 0) reader.fail('an object has a name without a value');
      const members: string[] = [];
      for (let i = 0; i < elements.length; i += 2) {
        if (!elements[i]!.startsWith('"')) reader.fail('a name in an object is no text');
        members.push(`${elements[i]}:${elements[i + 1]}`);
      }
      return `{${members.join(',')}}`;
    }
    default:
      return reader.fail(`there is no element of type ${type}`);
  }
}

function elementsOf(reader: ByteReader, to: number): string[] {
  const elements: string[] = [];
  while (reader.at < to) elements.push(elementOf(reader, to));
  return elements;
}

/** JSON5's `0x1F`, of any length. */
function hexNumber(reader: ByteReader, text: string): string {
  const match = /^([+-]?)(0[xX][0-9a-fA-F]{1,256})$/.exec(text);
  if (match === null) return reader.fail('a number in it is written wrongly');
  return `${match[1] === '-' ? '-' : ''}${BigInt(match[2]!)}`;
}

/** JSON5's `.5`, `5.` and `+5`. */
const plainNumber = (text: string): string =>
  text
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?!\d)/, '');

const json5Escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  0: '\0',
  '\n': '',
  '\r': '',
  '\r\n': '',
  '\u2028': '',
  '\u2029': '',
};

const json5String = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))/gs, (_, unit, byte, other: string) =>
    other === undefined ? String.fromCharCode(Number.parseInt(unit ?? byte, 16)) : (json5Escapes[other] ?? other),
  );
