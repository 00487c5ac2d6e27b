import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber, isJsonObject, parseJson, setOwn, stringifyJson } from '../../../shared/json.ts';

describe('JSON without loss', () => {
  it.each([
    '9007199254740993',
    '-9223372036854775808',
    '18446744073709551615',
    '0.1234567890123456789',
    '1e400',
    '1E-400',
    '123456789012345.67891',
  ])('keeps the digits of %s', (digits) => {
    const text = `{"n":${digits},"list":[${digits}]}`;
    expect(stringifyJson(parseJson(text))).toBe(text);
    expect((parseJson(digits) as ExactNumber).text).toBe(digits);
  });

  it('reads numbers that a double holds as plain numbers', () => {
    expect(parseJson('{"a":1,"b":-0.5,"c":1e3,"d":9007199254740992,"e":12345678.9}')).toEqual({
      a: 1,
      b: -0.5,
      c: 1000,
      d: 9007199254740992,
      e: 12345678.9,
    });
  });

  it('keeps every integer that a double would change', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (n) => {
        const printed = stringifyJson(parseJson(`[${n}]`));
        if (BigInt(Number(n)) !== n && n % 10n !== 0n) expect(printed).toBe(`[${n}]`);
        else expect(JSON.parse(printed)).toEqual([Number(n)]);
      }),
    );
  });

  it('equals JSON.parse where nothing is wide', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(stringifyJson(parseJson(text))))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('treats __proto__ as a name like any other', () => {
    const parsed = parseJson('{"__proto__":{"admin":12345678901234567890}}');
    expect(Object.keys(parsed as object)).toEqual(['__proto__']);
    const target = {};
    setOwn(target, '__proto__', { admin: true });
    expect((target as { admin?: boolean }).admin).toBeUndefined();
    expect(stringifyJson(target)).toBe('{"__proto__":{"admin":true}}');
  });

  it('does not take an exact number for an object', () => {
    expect(isJsonObject(new ExactNumber('1'))).toBe(false);
    expect(isJsonObject([])).toBe(false);
    expect(isJsonObject(null)).toBe(false);
    expect(isJsonObject({})).toBe(true);
  });
});

it('says that it is the depth, and not the text, that cannot be parsed with every digit', () => {
  const text = `{"n":12345678901234567890,"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(() => parseJson(text)).toThrow(/nested too deeply/);
  expect(() => parseJson(text)).toThrow(SyntaxError);
});
