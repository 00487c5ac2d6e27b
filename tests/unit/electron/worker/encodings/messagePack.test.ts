import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, jsonOf, problemOf, textOf } from './decode.ts';

const as = { encoding: 'messagepack' } as const;
const text = (digits: string): string => textOf(as, hex(digits));

describe('MessagePack', () => {
  it('gives back every JSON value that was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(jsonOf(as, encode(plain))).toEqual(plain);
      }),
    );
  });

  it('keeps 64 bits of integers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (value) => {
        expect(textOf(as, encode({ value }, { useBigInt64: true }))).toBe(`{"value":${value}}`);
      }),
    );
  });

  it('keeps every double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const bytes = Buffer.alloc(9);
        bytes[0] = 0xcb;
        bytes.writeDoubleBE(value, 1);
        expect(Number(textOf(as, bytes))).toBe(value);
      }),
    );
  });

  it('says a 32-bit float with the digits that it was written with', () => {
    const bytes = Buffer.alloc(5, 0xca);
    bytes.writeFloatBE(0.1, 1);
    expect(textOf(as, bytes)).toBe('0.1');
  });

  it('shows what JSON has no form for as an object that says what it is', () => {
    expect(text('c4 03 01 02 ff')).toBe('{"base64":"AQL/"}');
    expect(text('cb 7ff8000000000000')).toBe('{"float":"NaN"}');
    expect(text('cb fff0000000000000')).toBe('{"float":"-Infinity"}');
    expect(text('d4 05 aa')).toBe('{"extension":5,"base64":"qg=="}');
    expect(text('a2 c3 28'), 'a text that is no UTF-8').toBe('{"base64":"wyg="}');
  });

  it('reads times of all three lengths', () => {
    expect(text('d6 ff 00000000')).toBe('"1970-01-01T00:00:00Z"');
    // 0.5 s are 500,000,000 ns in the upper 30 bits.
    const half = Buffer.alloc(8);
    half.writeBigUInt64BE((500_000_000n << 34n) | 1_700_000_000n);
    expect(textOf(as, Buffer.concat([hex('d7 ff'), half]))).toBe('"2023-11-14T22:13:20.5Z"');
    expect(text('c7 0c ff 00000001 ffffffffffffffff')).toBe('"1969-12-31T23:59:59.000000001Z"');
    expect(text('d6 05 00000000')).toBe('{"extension":5,"base64":"AAAAAA=="}');
  });

  it('keeps names in their order, and maps whose keys are no texts or not distinct', () => {
    expect(text('82 a1 62 01 a1 31 02')).toBe('{"b":1,"1":2}');
    expect(text('82 01 a1 61 c0 02')).toBe('{"map":[[1,"a"],[null,2]]}');
    expect(text('82 a1 61 01 a1 61 02')).toBe('{"map":[["a",1],["a",2]]}');
    expect(text('81 a9 5f5f70726f746f5f5f 01')).toBe('{"__proto__":1}');
  });

  it('says what is wrong, and at which byte', () => {
    expect(problemOf(as, hex('82 a1 61'))).toBe(
      'It cannot be read as MessagePack: it ends in the middle of a value (byte 3).',
    );
    expect(problemOf(as, hex('01 02'))).toContain('behind its end (byte 1)');
    expect(problemOf(as, hex('c1'))).toContain('begins no value (byte 0)');
    expect(problemOf(as, hex(''))).toContain('ends in the middle');
    expect(problemOf(as, hex('dd ffffffff 01'))).toContain('ends in the middle');
    expect(problemOf(as, Buffer.alloc(5000, 0x91))).toContain('deeper than 1,000 levels');
  });

  it('answers whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          JSON.parse(textOf(as, bytes));
        } catch (error) {
          expect((error as Error).message).toMatch(/^It cannot be read as MessagePack/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
