import { gzipSync } from 'node:zlib';
import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessPayload, payloadDecoder } from '../../../../../electron/worker/encodings/payloadDecoder.ts';
import { payloadOfBytes, payloadOfText } from '../../../../../electron/worker/formats/payloads.ts';
import type { Payload } from '../../../../../shared/model/event.ts';
import { hex, payloadOf } from './decode.ts';

const guess = (bytes: Uint8Array): Payload => guessPayload(payloadOfBytes(Buffer.from(bytes)));
const value = { amount: 12.5, tags: ['a'], inner: { on: true } };
const javaOrder = hex('aced0005 7372 0010 636f6d2e73686f702e4f726465724142 00000000000000010200007870');

describe('bytes that nobody has chosen an encoding for', () => {
  it('are read where they say themselves what they are', () => {
    expect(guess(msgpack(value))).toEqual({
      kind: 'json',
      text: JSON.stringify(value),
      readAs: { encoding: 'messagepack', isGuessed: true },
    });
    expect(guess(cbor(value))).toMatchObject({ kind: 'json', readAs: { encoding: 'cbor', isGuessed: true } });
    expect(guess(hex('4c 17 61 13 31'))).toMatchObject({ text: '{"a":1}', readAs: { encoding: 'jsonb' } });
    expect(guess(Buffer.from('\u0001{"a":1}'))).toMatchObject({ text: '{"a":1}', readAs: { encoding: 'jsonb' } });
    expect(guess(Buffer.from('\0\0\0\0\u0007{"a":1}'))).toMatchObject({
      text: '{"a":1}',
      readAs: { encoding: 'json' },
    });
    expect(guess(gzipSync(msgpack(value)))).toMatchObject({ kind: 'json', readAs: { encoding: 'messagepack' } });
  });

  it('stay bytes where they are a single value, not read to their end, or JSON as they stand', () => {
    expect(guess(msgpack('é'))).toMatchObject({ kind: 'binary' });
    expect(guess(Buffer.concat([msgpack(value), Buffer.of(0)]))).toMatchObject({ kind: 'binary' });
    expect(guess(Buffer.from('{"a":1}'))).toEqual({ kind: 'json', text: '{"a":1}' });
    expect(guess(Buffer.from('hello'))).toMatchObject({ kind: 'invalid', text: 'hello' });
  });

  it('say what they seem to be', () => {
    expect(guess(javaOrder)).toMatchObject({
      kind: 'binary',
      note: 'The bytes are a serialised Java object: com.shop.OrderAB. It is shown, never loaded.',
    });
    expect(guess(hex('00 00 00 00 2a ff'))).toMatchObject({ note: expect.stringContaining('with schema 42') });
    expect(guess(hex('c3 01 00 11 22 33 44 55 66 77 ff'))).toMatchObject({
      note: expect.stringContaining('single Avro object'),
    });
  });

  it('keep what stands in them, whatever that is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const payload = guess(bytes);
        if (payload.kind === 'binary') expect(Buffer.from(payload.base64, 'base64')).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a chosen encoding', () => {
  const as = payloadDecoder({ type: null, encoding: 'messagepack' });
  const bytes = Buffer.from(msgpack(value));
  const shown = { kind: 'json', text: JSON.stringify(value), readAs: { encoding: 'messagepack', isGuessed: false } };

  it('reads bytes, bytes as text in every usual form, and compressed ones', () => {
    const digits = bytes.toString('hex');
    expect(as(payloadOfBytes(bytes))).toEqual(shown);
    expect(as(payloadOf(gzipSync(bytes)))).toEqual(shown);
    const texts = [bytes.toString('base64'), bytes.toString('base64url'), `\\x${digits}`, `0X${digits.toUpperCase()}`];
    for (const text of texts) {
      expect(as(payloadOfText(JSON.stringify(text))), 'in a JSON string').toEqual(shown);
      expect(as({ kind: 'invalid', text, reason: '' }), 'as it stands').toEqual(shown);
    }
    expect(as(payloadOfText(JSON.stringify(bytes)))).toEqual(shown);
    const asHex = payloadDecoder({ type: null, encoding: 'messagepack', text: 'hex' });
    expect(asHex(payloadOfText(JSON.stringify(digits)))).toEqual(shown);
  });

  it('reads every bytes, those too that happen to be a text or a number', () => {
    const long = payloadDecoder({ type: null, encoding: 'avro', schema: '"long"' });
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const zigzag = BigInt.asUintN(64, (BigInt(number) << 1n) ^ (BigInt(number) >> 63n));
        const written: number[] = [];
        for (let rest = zigzag; ; rest >>= 7n) {
          written.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
          if (rest <= 0x7fn) break;
        }
        expect(long(payloadOfBytes(Buffer.from(written)))).toMatchObject({ kind: 'json', text: String(number) });
      }),
      { examples: [[-25], [25], [8]] },
    );
  });

  it('leaves JSON as it is: a store may hold both', () => {
    for (const text of ['{"a":1}', '[1]', 'null', '5', '{"type":"Buffer"}']) {
      expect(as(payloadOfText(text))).toEqual({ kind: 'json', text });
    }
  });

  it('says what cannot be read', () => {
    expect(as(payloadOf(hex('c1')))).toEqual({
      kind: 'binary',
      base64: 'wQ==',
      bytes: 1,
      note: 'It cannot be read as MessagePack: the byte c1 begins no value (byte 0).',
      problem: 'It cannot be read as MessagePack: the byte c1 begins no value (byte 0).',
    });
    expect(as(payloadOfText('"no bytes!"'))).toMatchObject({
      kind: 'invalid',
      reason: 'It is a text, and not bytes as base64.',
    });
    const asHex = payloadDecoder({ type: null, encoding: 'messagepack', text: 'hex' });
    expect(asHex(payloadOfText('"xyz"'))).toMatchObject({ reason: 'It is a text, and not the hex digits of bytes.' });
  });

  it('can be to leave bytes as they are', () => {
    const plain = payloadDecoder({ type: null, encoding: 'binary' });
    expect(plain(payloadOfBytes(bytes))).toMatchObject({ kind: 'binary', note: 'The bytes are shown as they are.' });
    const java = payloadDecoder({ type: null, encoding: 'java' });
    expect(java(payloadOf(javaOrder))).toMatchObject({ note: expect.stringContaining('com.shop.OrderAB') });
    expect(java(payloadOf(bytes))).toMatchObject({ note: expect.stringContaining('no serialised Java object') });
  });

  it('reads JSON text of other kinds', () => {
    const json = payloadDecoder({ type: null, encoding: 'json' });
    const utf16 = Buffer.concat([hex('ff fe'), Buffer.from('{"ü":1}', 'utf16le')]);
    expect(json(payloadOf(utf16))).toMatchObject({ kind: 'json', text: '{"ü":1}' });
    expect(json(payloadOfText(JSON.stringify(Buffer.from('{"a":1}').toString('base64'))))).toMatchObject({
      kind: 'json',
      text: '{"a":1}',
    });
    expect(json(payloadOf(hex('ff')))).toMatchObject({ problem: expect.stringContaining('it is no text') });
    expect(json(payloadOf(Buffer.from('{')))).toMatchObject({ problem: expect.stringContaining('it is no JSON') });
  });
});
