import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, diffValues, eachLeaf, valueAt } from '../../../../../electron/worker/replay/diff.ts';
import { isJsonObject, type JsonValue, parseJson, setOwn, stringifyJson } from '../../../../../shared/json.ts';
import { pointerKeys } from '../../../../../shared/jsonPointer.ts';

const copy = (value: JsonValue): JsonValue => parseJson(stringifyJson(value));

/** Applies changes one by one, in order. */
function apply(value: JsonValue, changes: readonly Difference[]): JsonValue {
  let result = copy(value);
  for (const { path, to } of changes) {
    const keys = pointerKeys(path)!;
    const last = keys.pop();
    if (last === undefined) {
      result = copy(to!);
      continue;
    }
    const parent = valueAt(result, keys)!;
    if (Array.isArray(parent)) {
      if (to === undefined) parent.splice(Number(last), 1);
      else parent[Number(last)] = copy(to);
    } else if (isJsonObject(parent)) {
      if (to === undefined) delete parent[last];
      else setOwn(parent, last, copy(to));
    } else throw new Error(`${path} has no parent`);
  }
  return result;
}

const sorted = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const object = {};
  for (const key of Object.keys(value).sort()) setOwn(object, key, sorted(value[key]!));
  return object;
};

const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('scalar'), tie('list'), tie('object')),
  scalar: fc.constantFrom('1', '2', 'null', '"x"', '12345678901234567890', 'true'),
  list: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  object: fc
    .dictionary(fc.constantFrom('a', 'b', '', '~', '/', '__proto__', '0'), tie('value'), { maxKeys: 4 })
    .map((entries) => `{${Object.entries(entries).map(([k, v]) => `${JSON.stringify(k)}:${v}`)}}`),
})).value as fc.Arbitrary<string>;

describe('the difference of two values', () => {
  it('turns the old value into the new one', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const changes = diffValues(parseJson(before), parseJson(after));
        const result = apply(parseJson(before), changes);
        expect(stringifyJson(sorted(result))).toBe(stringifyJson(sorted(parseJson(after))));
      }),
    );
  });

  it('is empty exactly for equal values', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const equal = stringifyJson(sorted(parseJson(before))) === stringifyJson(sorted(parseJson(after)));
        expect(diffValues(parseJson(before), parseJson(after)).length === 0).toBe(equal);
        expect(diffValues(parseJson(before), parseJson(before))).toEqual([]);
      }),
    );
  });

  it('is one change where a subtree came or went', () => {
    expect(diffValues({}, { a: { b: [1, 2] } })).toEqual([{ path: '/a', from: undefined, to: { b: [1, 2] } }]);
    expect(diffValues({ a: { b: [1, 2] } }, {})).toEqual([{ path: '/a', from: { b: [1, 2] }, to: undefined }]);
    expect(diffValues({ a: { b: 1 } }, { a: [1] })).toEqual([{ path: '/a', from: { b: 1 }, to: [1] }]);
  });

  it('goes down to the leaf, by index in arrays, with escaped keys', () => {
    expect(diffValues({ 'a/b': [{ '~': 1 }, 2, 3] }, { 'a/b': [{ '~': 5 }, 2] })).toEqual([
      { path: '/a~1b/0/~0', from: 1, to: 5 },
      { path: '/a~1b/2', from: 3, to: undefined },
    ]);
  });
});

describe('JSON Pointers', () => {
  it('read what the difference writes', () => {
    expect(pointerKeys('/a~1b/0/~0')).toEqual(['a/b', '0', '~']);
    expect(pointerKeys('')).toEqual([]);
    expect(pointerKeys('a')).toBeNull();
    expect(pointerKeys('/a~2')).toBeNull();
  });

  it('find own members only', () => {
    expect(valueAt({ a: [1, { b: null }] }, ['a', '1', 'b'])).toBeNull();
    expect(valueAt({}, ['__proto__'])).toBeUndefined();
    expect(valueAt({}, ['constructor'])).toBeUndefined();
    expect(valueAt([1], ['length'])).toBeUndefined();
    expect(valueAt([1], ['01'])).toBeUndefined();
  });

  it('name every leaf once', () => {
    const paths: string[] = [];
    eachLeaf({ a: { b: 1, c: [] }, d: [{}, 2], e: null }, (path) => paths.push(path));
    expect(paths).toEqual(['/a/b', '/a/c', '/d/0', '/d/1', '/e']);
  });
});
