import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32c } from '../../../../../../electron/worker/formats/logs/crc32c.ts';
import { unpackLz4Frame } from '../../../../../../electron/worker/formats/logs/kafka/lz4.ts';
import { unpackSnappy } from '../../../../../../electron/worker/formats/logs/kafka/snappy.ts';
import { HighwayHash } from '../../../../../../electron/worker/formats/logs/nats/highwayHash.ts';
import { lz4Frame, snappyBlock } from '../../../../../builders/logs/kafkaSegment.ts';

const texts = fc
  .array(fc.constantFrom('{"amount":', 'account-1', '0', 'x'.repeat(300), 'é'), { maxLength: 60 })
  .map((parts) => Buffer.from(parts.join('')));

it('CRC-32C gives the check value of its specification, from any byte on', () => {
  const bytes = Buffer.from('..123456789');
  expect(crc32c(bytes, 2, bytes.length)).toBe(0xe3069283);
  expect(crc32c(bytes, 2, 2)).toBe(0);
  expect(crc32(bytes.subarray(2))).not.toBe(0xe3069283);
});

it('LZ4 frames give back what was packed', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(unpackLz4Frame(lz4Frame(text), 1 << 20)).toEqual(text);
    }),
  );
});

it('an LZ4 block may repeat what it has just written', () => {
  // Token 0x1f: one byte, then 4 + 15 + 5 more of it, one byte back; and a last sequence of five.
  const block = Buffer.from([0x1f, 0x61, 1, 0, 5, 0x50, 0x62, 0x63, 0x64, 0x65, 0x66]);
  const frame = Buffer.concat([
    Buffer.from('04224d18604000', 'hex'),
    Buffer.from([block.length, 0, 0, 0]),
    block,
    Buffer.alloc(4),
  ]);
  expect(unpackLz4Frame(frame, 100).toString()).toBe(`${'a'.repeat(25)}bcdef`);
});

it('damaged or endless LZ4 and snappy are refused', () => {
  const frame = lz4Frame(Buffer.from('some text that is packed'));
  for (let length = 0; length < frame.length - 4; length++) {
    expect(() => unpackLz4Frame(frame.subarray(0, length), 1 << 20)).toThrow(RangeError);
  }
  expect(() => unpackLz4Frame(frame, 10)).toThrow('more than 10 bytes');
  expect(() => unpackSnappy(snappyBlock(Buffer.alloc(200)), 100)).toThrow('more than 100 bytes');
  expect(() => unpackSnappy(snappyBlock(Buffer.alloc(200)).subarray(0, 50), 1000)).toThrow(RangeError);
});

it('snappy gives back what was packed, with a repetition', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(unpackSnappy(snappyBlock(text), 1 << 20)).toEqual(text);
    }),
  );
  // Four bytes as they are, then eight from four back.
  const block = Buffer.from([12, 3 << 2, 0x61, 0x62, 0x63, 0x64, (7 << 2) | 2, 4, 0]);
  expect(unpackSnappy(block, 100).toString()).toBe('abcdabcdabcd');
});

it('HighwayHash gives the values of its test vectors', () => {
  // The key 00 01 02 … 1f, and texts of the bytes 00 01 02 … up to a length.
  const hash = new HighwayHash(Buffer.from(Array.from({ length: 32 }, (_, i) => i)));
  const of = (length: number): string => {
    const bytes = Buffer.from([...Array.from({ length }, (_, i) => i), 0, 0, 0, 0]);
    hash.hash(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, length);
    return (BigInt.asUintN(32, BigInt(hash.low)) | (BigInt.asUintN(32, BigInt(hash.high)) << 32n)).toString(16);
  };
  expect([of(0), of(1), of(2), of(3)]).toEqual([
    '907a56de22c26e53',
    '7eab43aac7cddd78',
    'b8d0569ab0b53d62',
    '5c6befab8a463d80',
  ]);
});
