import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonValue, parseJson, stringifyJson } from '../../../shared/json.ts';
import { jsonBeginning } from '../../../shared/jsonBeginning.ts';

describe('jsonBeginning', () => {
  it('is the beginning of the JSON text, and knows whether it goes on', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 80 }), (value, longest) => {
        const whole = stringifyJson(value as JsonValue);
        const { text, isCut } = jsonBeginning(value as JsonValue, longest);
        expect(text).toBe(whole.slice(0, longest));
        expect(isCut).toBe(whole.length > longest);
      }),
    );
  });
  it('keeps every digit and any key, and bears any depth', () => {
    const text = '{"__proto__":12345678901234567890,"a":{},"b":[]}';
    expect(jsonBeginning(parseJson(text), 100)).toEqual({ text, isCut: false });
    const deep = parseJson(`${'['.repeat(3000)}1${']'.repeat(3000)}`);
    expect(jsonBeginning(deep, 5)).toEqual({ text: '[[[[[', isCut: true });
  });
});
