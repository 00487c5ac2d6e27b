import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, jsonOf, problemOf, textOf } from './decode.ts';

const as = { encoding: 'cbor' } as const;
const text = (digits: string): string => textOf(as, hex(digits));

describe('CBOR', () => {
  it('gives back every JSON value that was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(jsonOf(as, encode(plain))).toEqual(plain);
      }),
    );
  });

  it('keeps 64 bits of integers and every double', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }), (value) => {
        expect(textOf(as, encode(value))).toBe(String(value));
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const bytes = Buffer.alloc(9, 0xfb);
        bytes.writeDoubleBE(value, 1);
        expect(Number(textOf(as, bytes))).toBe(value);
      }),
    );
  });

  // RFC 8949, appendix A.
  it.each([
    ['f9 3c00', '1'],
    ['f9 0001', '5.960464477539063e-8'],
    ['f9 c400', '-4'],
    ['f9 7e00', '{"float":"NaN"}'],
    ['fa 7f800000', '{"float":"Infinity"}'],
    ['c2 49 010000000000000000', '18446744073709551616'],
    ['c3 49 010000000000000000', '-18446744073709551617'],
    ['c0 74 323031332d30332d32315432303a30343a30305a', '"2013-03-21T20:04:00Z"'],
    ['c1 1a 514b67b0', '"2013-03-21T20:04:00Z"'],
    ['c1 fb 41d452d9ec200000', '"2013-03-21T20:04:00.5Z"'],
    ['d7 44 01020304', '{"tag":23,"value":{"base64":"AQIDBA=="}}'],
    ['c4 82 21 19 6ab3', '27315e-2'],
    ['d9 d9f7 a1 61 61 01', '{"a":1}'],
    ['f7', 'null'],
    ['f8 ff', '{"simple":255}'],
    ['5f 42 0102 43 030405 ff', '{"base64":"AQIDBAU="}'],
    ['7f 65 7374726561 64 6d696e67 ff', '"streaming"'],
    ['9f 01 82 02 03 9f 04 05 ff ff', '[1,[2,3],[4,5]]'],
    ['bf 61 61 01 61 62 9f 02 03 ff ff', '{"a":1,"b":[2,3]}'],
    ['a2 01 02 03 04', '{"map":[[1,2],[3,4]]}'],
    ['d8 25 50 000102030405060708090a0b0c0d0e0f', '"00010203-0405-0607-0809-0a0b0c0d0e0f"'],
  ])('reads %s as %s', (digits, expected) => {
    expect(text(digits)).toBe(expected);
  });

  it('says what is wrong, and at which byte', () => {
    expect(problemOf(as, hex('a1 61 61'))).toContain('CBOR: it ends in the middle of a value (byte 3)');
    expect(problemOf(as, hex('00 00'))).toContain('behind its end (byte 1)');
    expect(problemOf(as, hex('ff'))).toContain('(byte 0)');
    expect(problemOf(as, hex('1c'))).toContain('reserved length');
    expect(problemOf(as, hex('1f'))).toContain('without length');
    expect(problemOf(as, hex('5f 61 61 ff'))).toContain('another kind');
    expect(problemOf(as, hex('9b ffffffffffffffff'))).toContain('makes no sense');
    expect(problemOf(as, Buffer.alloc(5000, 0x81))).toContain('deeper than 1,000 levels');
    expect(problemOf(as, Buffer.alloc(5000, 0xc1))).toContain('deeper than 1,000 levels');
  });

  it('answers whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          JSON.parse(textOf(as, bytes));
        } catch (error) {
          expect((error as Error).message).toMatch(/^It cannot be read as CBOR/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
