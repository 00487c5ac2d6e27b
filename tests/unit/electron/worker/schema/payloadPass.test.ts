import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_TEXTS } from '../../../../../electron/worker/schema/payload/textStats.ts';
import { storeSchemas } from '../../../../../electron/worker/schema/schemas.ts';
import { compareDecimals } from '../../../../../shared/decimals.ts';
import { ExactNumber, isJsonObject, type JsonValue, parseJson } from '../../../../../shared/json.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

// The pass over bytes says of every field what a plain look at the parsed payloads says.

interface Plain {
  types: Set<string>;
  present: number;
  nulls: number;
  first: number;
  last: number;
  numbers: string[];
  texts: string[];
}

const typeOf = (value: JsonValue): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : value instanceof ExactNumber
        ? 'number'
        : (typeof value as string);

/** Every value of a payload with its path. */
function* valuesOf(value: JsonValue, path: string): Generator<[string, JsonValue]> {
  yield [path, value];
  if (Array.isArray(value)) for (const item of value) yield* valuesOf(item, `${path}[]`);
  else if (isJsonObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      const segment = /^[^\s."[\]*:()]+$/.test(key) ? key : JSON.stringify(key);
      yield* valuesOf(child, path === '' ? segment : `${path}.${segment}`);
    }
  }
}

function plainFields(payloads: readonly string[]) {
  const fields = new Map<string, Plain>();
  for (const [ordinal, text] of payloads.entries()) {
    const inEvent = new Set<string>();
    const nullIn = new Set<string>();
    for (const [path, value] of valuesOf(parseJson(text), '')) {
      let field = fields.get(path);
      if (!field) {
        field = { types: new Set(), present: 0, nulls: 0, first: ordinal, last: ordinal, numbers: [], texts: [] };
        fields.set(path, field);
      }
      field.types.add(typeOf(value));
      if (!inEvent.has(path)) field.present++;
      inEvent.add(path);
      if (value === null && !nullIn.has(path)) field.nulls++;
      if (value === null) nullIn.add(path);
      field.last = ordinal;
      if (typeof value === 'number' || value instanceof ExactNumber) {
        field.numbers.push(value instanceof ExactNumber ? value.text : String(value));
      }
      if (typeof value === 'string') field.texts.push(value);
    }
  }
  const root = fields.get('');
  if (root && [...root.types].join() === 'object') fields.delete('');
  return [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { types, present, nulls, first, last, numbers, texts }]) => {
      const sorted = numbers.toSorted(compareDecimals);
      const counts = new Map<string, number>();
      for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
      return {
        path,
        types: [...types].sort(),
        present,
        nulls,
        firstOrdinal: first,
        lastOrdinal: last,
        min: sorted[0],
        max: sorted.at(-1),
        values: counts.size > MOST_TEXTS ? 'more' : [...counts].map(([text, count]) => ({ text, count })),
      };
    });
}

async function fastFields(payloads: readonly string[]) {
  const log = eventLog(payloads.map((text) => ({ stream: 's', type: 'T', text })));
  const { types } = await storeSchemas(log, scanContext());
  return types[0]!.versions[0]!.fields.map(
    ({ path, types: seen, present, nulls, firstOrdinal, lastOrdinal, range, values, moreValues }) => ({
      path,
      types: seen,
      present,
      nulls,
      firstOrdinal,
      lastOrdinal,
      min: range?.min,
      max: range?.max,
      values: moreValues ? 'more' : values,
    }),
  );
}

/** Numbers in every notation, wide ones among them. */
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String),
  fc.constantFrom('0', '-0', '1.0', '1.50', '1e3', '1E-7', '0.1', '123456789012345.25', '-3.75'),
);
const stringText = fc.oneof(
  fc.constantFrom('"a"', '"b"', '"\\u0061"', '"\\"q\\\\"', '""', '"Zoë"', '"2026-01-02"', '"EUR"'),
  fc.string().map((text) => JSON.stringify(text)),
);
const blanks = fc.constantFrom('', '', '', ' ', '\n\t');
const keyText = fc.constantFrom('"a"', '"b"', '"c d"', '"a.b"', '"\\u0061"', '"__proto__"', '"é"', '"7"');

/** JSON text as others write it: blanks anywhere, names twice or in escapes. */
const jsonText = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false'),
    numberText,
    stringText,
    tie('object'),
    tie('array'),
  ),
  object: fc
    .array(fc.tuple(blanks, keyText, blanks, tie('value')), { maxLength: 4 })
    .map((members) => `{${members.map(([a, key, b, value]) => `${a}${key}${b}:${b}${value}${a}`).join(',')}}`),
  array: fc
    .array(fc.tuple(blanks, tie('value')), { maxLength: 4 })
    .map((items) => `[${items.map(([a, value]) => `${a}${value}${a}`).join(',')}]`),
}));

describe('the pass over payloads', () => {
  it('says of every field what parsing every payload says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(jsonText.object, jsonText.value), { minLength: 1, maxLength: 12 }),
        async (payloads) => {
          expect(await fastFields(payloads)).toEqual(plainFields(payloads));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('counts texts up to a limit, says that there are more, and keeps the first as examples', async () => {
    const payloads = Array.from({ length: 100 }, (_, i) => JSON.stringify({ id: `O-${i}`, kind: i % 2 ? 'x' : 'y' }));
    const log = eventLog(payloads.map((text) => ({ stream: 's', type: 'T', text })));
    const { types } = await storeSchemas(log, scanContext());
    const [id, kind] = types[0]!.versions[0]!.fields;
    expect(id).toMatchObject({ moreValues: true, enumeration: false });
    expect(id!.values.map(({ text }) => text)).toEqual(['O-0', 'O-1', 'O-2', 'O-3', 'O-4']);
    expect(kind).toMatchObject({
      moreValues: false,
      enumeration: true,
      values: [
        { text: 'y', count: 50 },
        { text: 'x', count: 50 },
      ],
    });
  });

  it('counts in how many events a field could be', async () => {
    const log = eventLog([
      { stream: 's', type: 'T', data: { a: { x: 1 } } },
      { stream: 's', type: 'T', data: { a: {} } },
      { stream: 's', type: 'T', data: { a: null } },
      { stream: 's', type: 'T', data: { lines: [{ sku: 'x' }, { sku: 'y' }] } },
    ]);
    const { types } = await storeSchemas(log, scanContext());
    expect(types[0]!.versions[0]!.fields.map(({ path, present, of }) => [path, present, of])).toEqual([
      ['a', 3, 4],
      ['a.x', 1, 2],
      ['lines', 1, 4],
      ['lines[]', 1, 1],
      ['lines[].sku', 1, 1],
    ]);
  });
});
