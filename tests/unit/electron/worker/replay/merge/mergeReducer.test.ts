import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePatch, mergeReducer } from '../../../../../../electron/worker/replay/merge/mergeReducer.ts';
import type { JsonValue } from '../../../../../../shared/json.ts';

/** The examples of RFC 7396, appendix A, that have an object as patch: others never reach the reducer. */
const examples: [string, string, string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

async function fold(payloads: (string | null)[], wanted = [payloads.length - 1]): Promise<string[]> {
  const run = await mergeReducer.begin(null);
  const { states, failure } = run.fold(payloads, wanted);
  expect(failure).toBeNull();
  return states.map(({ text }) => text);
}

/** What the RFC's pseudocode says, written down once more and without care for speed. */
function reference(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const start = typeof target === 'object' && target !== null && !Array.isArray(target) ? Object.entries(target) : [];
  const merged = new Map<string, JsonValue>(start);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, reference(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

const object = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'), fc.jsonValue({ maxDepth: 3 }), {
  maxKeys: 4,
  noNullPrototype: true,
}) as fc.Arbitrary<{ [key: string]: JsonValue }>;

describe('the merge reducer', () => {
  it.each(examples)('merges into %s the patch %s and gets %s', (target, patch, result) => {
    expect(JSON.stringify(mergePatch(JSON.parse(target), JSON.parse(patch)))).toBe(result);
  });

  it('merges as RFC 7396 says, whether states are handed out in between or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 8 }), async (patches) => {
        const texts = patches.map((patch) => JSON.stringify(patch));
        let expected: JsonValue = {};
        const steps = texts.map((text) => {
          expected = reference(expected, JSON.parse(text));
          return JSON.stringify(expected);
        });
        expect(await fold(texts)).toEqual(steps.slice(-1));
        expect(
          await fold(
            texts,
            texts.map((_, i) => i),
          ),
        ).toEqual(steps);
      }),
    );
  });

  it('gives the same state when a patch is applied twice', () => {
    fc.assert(
      fc.property(object, object, (state, patch) => {
        const once = mergePatch(state, patch);
        expect(JSON.stringify(mergePatch(once, patch))).toBe(JSON.stringify(once));
      }),
    );
  });

  it('does not write to a state it was given', () => {
    fc.assert(
      fc.property(object, object, (state, patch) => {
        const before = JSON.stringify(state);
        mergePatch(state, patch);
        expect(JSON.stringify(state)).toBe(before);
      }),
    );
  });

  it('keeps numbers that a double cannot hold', async () => {
    expect(await fold(['{"id":9223372036854775807,"n":{"x":1}}', '{"n":{"y":0.12345678901234567890}}'])).toEqual([
      '{"id":9223372036854775807,"n":{"x":1,"y":0.12345678901234567890}}',
    ]);
  });

  it('treats __proto__ as a key like any other', async () => {
    expect(await fold(['{"__proto__":{"admin":true}}', '{"__proto__":{"admin":false},"a":1}'])).toEqual([
      '{"__proto__":{"admin":false},"a":1}',
    ]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('leaves the state as it is where a payload is no object', async () => {
    expect(await fold(['{"a":1}', '[1,2]', '"text"', '7', 'null', null])).toEqual(['{"a":1}']);
  });

  it('merges payloads nested a thousand deep, and names the event where it is too deep', async () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(await fold([nested(1000), nested(2000)])).toEqual([nested(2000)]);
    const run = await mergeReducer.begin(null);
    const { states, failure } = run.fold(['{"ok":1}', nested(2001), '{"later":1}'], [0, 2]);
    expect(states.map(({ text }) => text)).toEqual(['{"ok":1}']);
    expect(failure).toMatchObject({ index: 1, message: expect.stringContaining('nested deeper than 2,000') });
  });
});
