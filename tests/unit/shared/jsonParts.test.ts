import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonValue, parseJson, stringifyJson } from '../../../shared/json.ts';
import { cutAt, cutsByPath, cutValue, joinPart, PART, type PartialValue } from '../../../shared/jsonParts.ts';

const begun = (value: JsonValue): PartialValue => {
  const { json, cuts } = cutValue(value);
  return { value: parseJson(json), cuts: cutsByPath(cuts) };
};

/** Asks for what is missing until nothing is, as a page would whose person shows it all. Answers how often it asked. */
function fetchAll(whole: JsonValue): { value: JsonValue; asked: number; longest: number } {
  let known = begun(whole);
  let asked = 0;
  let longest = stringifyJson(known.value).length;
  for (let cut = known.cuts.values().next().value; cut; cut = known.cuts.values().next().value) {
    const part = cutAt(whole, cut.path, cut.shown)!;
    longest = Math.max(longest, part.json.length);
    known = joinPart(known, part, parseJson(part.json));
    asked++;
  }
  return { value: known.value, asked, longest };
}

/** Values that do not fit one part: small ones whose leaves are long strings, long lists and deep values. */
const leaf: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 12 }), fc.integer({ min: 0, max: 9000 }))
    .map(([s, n]) => s.repeat(n)),
  fc
    .tuple(fc.string({ maxLength: 40 }), fc.integer({ min: 0, max: 2500 }))
    .map(([s, n]) => Array<JsonValue>(n).fill(s)),
  fc.integer({ min: 0, max: 2500 }).map((n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, i]))),
  fc.integer({ min: 0, max: 80 }).map((n) => nested('end', n)),
);
const branch = (inside: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.oneof(fc.array(inside, { maxLength: 4 }), fc.dictionary(fc.string(), inside, { maxKeys: 4 }));
const large = fc.oneof(leaf, branch(leaf), branch(branch(leaf)));

function nested(inner: JsonValue, levels: number): JsonValue {
  let value = inner;
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? { inside: value } : [value];
  return value;
}

describe('cutValue', () => {
  it('leaves alone what is small, and says so by having no cut', () => {
    const text = '{"n":12345678901234567890,"__proto__":{"a":[]},"b":"\\ud83d"}';
    expect(cutValue(parseJson(text))).toEqual({ json: text, cuts: [] });
  });
  it('says of everything that is missing how much it is', () => {
    const { json, cuts } = cutValue({ id: 'D-1', items: Array(10_000).fill(7), text: 'x'.repeat(500_000) });
    expect(cuts).toEqual([
      { path: '/items', of: 'items', shown: 500, total: 10_000 },
      { path: '/text', of: 'characters', shown: 2000, total: 500_000 },
    ]);
    expect(json.length).toBeLessThan(PART);
  });
  it('shows something of every member of an object, whatever stands before it', () => {
    const object = { first: Array(9000).fill('some words here'), second: { a: 1 }, third: 'end' };
    const shown = parseJson(cutValue(object).json);
    expect(shown).toMatchObject({ second: { a: 1 }, third: 'end' });
  });
  it('gives the first items of a list whole, instead of a little of each', () => {
    const items = Array.from({ length: 2000 }, (_, n) => ({ sku: `S-${n}`, text: 'x'.repeat(400), price: n }));
    const { json, cuts } = cutValue(items);
    expect(cuts.slice(1).length).toBeLessThan(5);
    expect(json.length).toBeGreaterThan(PART / 2);
  });
  it('ends at a depth, from where one can go on', () => {
    const { cuts } = cutValue(nested('end', 1000));
    expect(cuts).toHaveLength(1);
    expect(cuts[0]).toMatchObject({ shown: 0, total: 1 });
  });
});

describe('cutAt and joinPart', () => {
  it('make the whole again, whatever it is, in parts that are not too large', () => {
    fc.assert(
      fc.property(large, (whole) => {
        const { value, longest } = fetchAll(whole);
        expect(stringifyJson(value)).toBe(stringifyJson(whole));
        // Escapes take six characters at most.
        expect(longest).toBeLessThan(6 * 2 * PART);
      }),
      { numRuns: 50 },
    );
  });
  it('go through a thousand levels', () => {
    const whole = nested({ end: true }, 1000);
    const { value, asked } = fetchAll(whole);
    expect(stringifyJson(value)).toBe(stringifyJson(whole));
    expect(asked).toBeLessThan(60);
  });
  it('add nothing twice', () => {
    const whole: JsonValue = Array.from({ length: 2000 }, (_, n) => n);
    const known = begun(whole);
    const part = cutAt(whole, '', 500)!;
    const once = joinPart(known, part, parseJson(part.json));
    expect(joinPart(once, part, parseJson(part.json))).toBe(once);
  });
  it('know nothing of a place where nothing stands', () => {
    expect(cutAt({ a: [1] }, '/a/1', 0)).toBeUndefined();
    expect(cutAt({ a: [1] }, 'a', 0)).toBeUndefined();
  });
});
