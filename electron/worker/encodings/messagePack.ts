import { ByteReader } from './byteReader.ts';
import type { Encoding } from './encoding.ts';
import { base64, bytesText, doubleText, floatText, instantText, mapText, stringText } from './jsonText.ts';

// pure. github.com/msgpack/msgpack spec.md, the timestamp extension included.

export const messagePack: Encoding = {
  id: 'messagepack',
  name: 'MessagePack',
  needs: 'nothing',
  decoder: () => (bytes) => {
    const reader = new ByteReader(bytes);
    const text = readValue(reader);
    return reader.isAtEnd ? text : reader.fail('it goes on behind its end');
  },
  looksLike: ([first = 0]) => (first & 0xf0) === 0x80 || first === 0xde || first === 0xdf,
};

function readValue(reader: ByteReader): string {
  reader.enter();
  const text = reader.made(readBody(reader, reader.u8()));
  reader.leave();
  return text;
}

function readBody(reader: ByteReader, tag: number): string {
  if (tag < 0x80) return String(tag);
  if (tag < 0x90) return mapOf(reader, tag & 0x0f);
  if (tag < 0xa0) return listOf(reader, tag & 0x0f);
  if (tag < 0xc0) return stringText(reader.take(tag & 0x1f));
  if (tag >= 0xe0) return String(tag - 0x100);
  switch (tag) {
    case 0xc0:
      return 'null';
    case 0xc2:
      return 'false';
    case 0xc3:
      return 'true';
    case 0xc4:
      return bytesText(reader.take(reader.u8()));
    case 0xc5:
      return bytesText(reader.take(reader.u16()));
    case 0xc6:
      return bytesText(reader.take(reader.u32()));
    case 0xc7:
      return extensionOf(reader, reader.u8());
    case 0xc8:
      return extensionOf(reader, reader.u16());
    case 0xc9:
      return extensionOf(reader, reader.u32());
    case 0xca:
      return floatText(reader.f32());
    case 0xcb:
      return doubleText(reader.f64());
    case 0xcc:
      return String(reader.u8());
    case 0xcd:
      return String(reader.u16());
    case 0xce:
      return String(reader.u32());
    case 0xcf:
      return String(reader.u64());
    case 0xd0:
      return String(reader.i8());
    case 0xd1:
      return String(reader.i16());
    case 0xd2:
      return String(reader.i32());
    case 0xd3:
      return String(reader.i64());
    case 0xd9:
      return stringText(reader.take(reader.u8()));
    case 0xda:
      return stringText(reader.take(reader.u16()));
    case 0xdb:
      return stringText(reader.take(reader.u32()));
    case 0xdc:
      return listOf(reader, reader.u16());
    case 0xdd:
      return listOf(reader, reader.u32());
    case 0xde:
      return mapOf(reader, reader.u16());
    case 0xdf:
      return mapOf(reader, reader.u32());
    case 0xc1:
      return reader.fail('the byte c1 begins no value', reader.at - 1);
    default:
      return extensionOf(reader, 1 << (tag - 0xd4));
  }
}

function listOf(reader: ByteReader, count: number): string {
  const items: string[] = [];
  for (let i = 0; i < count; i++) items.push(readValue(reader));
  return `[${items.join(',')}]`;
}

function mapOf(reader: ByteReader, count: number): string {
  const entries: [string, string][] = [];
  for (let i = 0; i < count; i++) entries.push([readValue(reader), readValue(reader)]);
  return mapText(entries);
}

const TIMESTAMP = -1;

function extensionOf(reader: ByteReader, length: number): string {
  const type = reader.i8();
  const bytes = reader.take(length);
  return (
    (type === TIMESTAMP ? timestampOf(new ByteReader(bytes)) : null) ??
    `{"extension":${type},"base64":"${base64(bytes)}"}`
  );
}

/** `null` for a length or nanoseconds that the specification does not have. */
function timestampOf(reader: ByteReader): string | null {
  switch (reader.bytes.length) {
    case 4:
      return instantText(BigInt(reader.u32()), 0);
    case 8: {
      const both = reader.u64();
      const nanos = Number(both >> 34n);
      return nanos < 1e9 ? instantText(both & 0x3_ffff_ffffn, nanos) : null;
    }
    case 12: {
      const nanos = reader.u32();
      return nanos < 1e9 ? instantText(reader.i64(), nanos) : null;
    }
    default:
      return null;
  }
}
