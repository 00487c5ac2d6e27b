import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { hex, jsonOf, problemOf, textOf } from './decode.ts';

const as = { encoding: 'jsonb' } as const;

const database = new Database(':memory:');
afterAll(() => void database.close());
const select = database.prepare('SELECT jsonb(?)').pluck();
/** As SQLite writes it. */
const jsonb = (text: string): Buffer => select.get(text) as Buffer;

describe('the JSONB of SQLite', () => {
  it('gives back every JSON value that SQLite wrote', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonOf(as, jsonb(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps digits and names as they stand', () => {
    const text = '{"b":12345678901234567890,"1":0.10,"\\u00fc":"\\"\\n\\ud83d"}';
    expect(textOf(as, jsonb(text))).toBe(text);
  });

  it('writes as JSON what JSON5 allows', () => {
    expect(textOf(as, jsonb(`{a:0x1F,b:-0xffffffffffffffffff,c:.5,d:5.,e:'it\\'s\\x41\\v\\\n!',f:+3}`))).toBe(
      '{"a":31,"b":-4722366482869645213695,"c":0.5,"d":5,"e":"it\'sA\\u000b!","f":3}',
    );
  });

  it('reads long elements', () => {
    const long = JSON.stringify({ text: 'x'.repeat(70_000), list: Array.from({ length: 300 }, (_, i) => i) });
    expect(textOf(as, jsonb(long))).toBe(long);
  });

  it('says what is wrong, and at which byte', () => {
    expect(problemOf(as, hex('4c 17 61'))).toContain('longer than what it is in');
    expect(problemOf(as, hex('2c 17 61'))).toContain('without a value');
    expect(problemOf(as, hex('3c 13 31 00'))).toContain('is no text');
    expect(problemOf(as, hex('00 00'))).toContain('behind its end');
    expect(problemOf(as, hex('0d'))).toContain('no element of type 13');
    expect(problemOf(as, hex('17 22'))).toContain('written wrongly');
    expect(problemOf(as, hex('fb ffffffffffffffff'))).toContain('makes no sense');
  });

  it('answers whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          JSON.parse(textOf(as, bytes));
        } catch (error) {
          expect((error as Error).message).toMatch(/^It cannot be read as JSONB/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the binary form of a PostgreSQL jsonb', () => {
  it('is its text behind a version', () => {
    expect(textOf(as, Buffer.from('\u0001{"a": 1.50}'))).toBe('{"a": 1.50}');
  });
});
