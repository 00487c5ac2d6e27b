import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, diffValues, eachLeaf } from '../../../../../electron/worker/replay/diff.ts';
import { isJsonObject, type JsonValue, parseJson, setOwn, stringifyJson } from '../../../../../shared/json.ts';
import { identityField, identityText, placeOf, pointerKeys, valueAt } from '../../../../../shared/statePath.ts';

const copy = (value: JsonValue): JsonValue => parseJson(stringifyJson(value));

/** Applies changes one by one, in order. */
function apply(value: JsonValue, changes: readonly Difference[]): JsonValue {
  let result = copy(value);
  for (const { path, to, order } of changes) {
    const keys = pointerKeys(path)!;
    if (order) {
      const list = valueAt(result, keys) as JsonValue[];
      const field = identityField(list)!;
      const wanted = (to as JsonValue[]).map((identity) => stringifyJson(identity));
      list.splice(0, list.length, ...wanted.map((text) => list.find((item) => identityText(item, field) === text)!));
      continue;
    }
    const last = keys.pop();
    if (last === undefined) {
      result = copy(to!);
      continue;
    }
    const parent = valueAt(result, keys)!;
    if (Array.isArray(parent)) {
      const { from } = changes.find((change) => change.path === path && change.to === to)!;
      if (to === undefined) parent.splice(Number(last), 1);
      else parent.splice(Number(last), from === undefined ? 0 : 1, copy(to));
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
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('scalar'), tie('list'), tie('items'), tie('object')),
  scalar: fc.constantFrom('1', '2', 'null', '"x"', '12345678901234567890', 'true'),
  list: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  items: fc
    .array(fc.tuple(fc.nat(3), tie('value')), { maxLength: 4 })
    .map((items) => `[${items.map(([id, v]) => `{"orderId":${id},"a":${v}}`).join(',')}]`),
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
    const at = { path: '/a', place: '/a' };
    expect(diffValues({}, { a: { b: [1, 2] } })).toEqual([{ ...at, from: undefined, to: { b: [1, 2] } }]);
    expect(diffValues({ a: { b: [1, 2] } }, {})).toEqual([{ ...at, from: { b: [1, 2] }, to: undefined }]);
    expect(diffValues({ a: { b: 1 } }, { a: [1] })).toEqual([{ ...at, from: { b: 1 }, to: [1] }]);
  });

  it('goes down to the leaf, by index in arrays, with escaped keys', () => {
    expect(diffValues({ 'a/b': [{ '~': 1 }, 2, 3] }, { 'a/b': [{ '~': 5 }, 2] })).toEqual([
      { path: '/a~1b/2', place: '/a~1b/2', from: 3, to: undefined },
      { path: '/a~1b/0/~0', place: '/a~1b/0/~0', from: 1, to: 5 },
    ]);
  });

  it('matches the items of lists by what identifies them', () => {
    const line = (sku: string, quantity: number) => ({ sku, quantity });
    const told = (from: JsonValue, to: JsonValue) =>
      diffValues(from, to).map(({ place, from: f, to: t }) => [place, f, t]);
    expect(told([line('A', 1), line('B', 2)], [line('B', 5)])).toEqual([
      ['/[sku="A"]', line('A', 1), undefined],
      ['/[sku="B"]/quantity', 2, 5],
    ]);
    expect(diffValues([line('A', 1)], [line('C', 3), line('A', 1)])).toEqual([
      { path: '/0', place: '/[sku="C"]', from: undefined, to: line('C', 3) },
    ]);
    expect(diffValues([line('A', 1), line('B', 2)], [line('B', 2), line('A', 7)])).toEqual([
      { path: '', place: '', from: ['A', 'B'], to: ['B', 'A'], order: true },
      { path: '/1/quantity', place: '/[sku="A"]/quantity', from: 1, to: 7 },
    ]);
  });

  it('goes by index where nothing identifies the items', () => {
    expect(diffValues([{ id: 1 }, { id: 1 }], [{ id: 1 }, { id: 2 }])[0]).toMatchObject({ place: '/1/id' });
    expect(diffValues([{ id: {} }], [{ id: [] }])[0]).toMatchObject({ place: '/0/id' });
    expect(diffValues([{ name: 'a' }], [{ name: 'b' }])[0]).toMatchObject({ place: '/0/name' });
  });
});

describe('what identifies items', () => {
  it('is the best known field that is different in every item', () => {
    expect(identityField([{ lineId: 1, id: 1 }], [{ id: 2, lineId: 1 }])).toBe('id');
    expect(
      identityField([
        { lineId: 1, id: 1 },
        { id: 1, lineId: 2 },
      ]),
    ).toBe('lineId');
    expect(identityField([], [{ customer_id: 'x' }])).toBe('customer_id');
    expect(identityField([{ paid: 1 }])).toBeNull();
    expect(identityField([{ id: 1 }, 5])).toBeNull();
    expect(identityField([{ id: null }])).toBeNull();
  });

  it('names a place that leads back to the value', () => {
    fc.assert(
      fc.property(json, (text) => {
        const value = parseJson(text);
        eachLeaf(value, (path) => {
          expect(valueAt(value, pointerKeys(placeOf(value, path))!)).toBe(valueAt(value, pointerKeys(path)!));
        });
      }),
    );
    expect(placeOf({ lines: [{ sku: 'A/1', n: 1 }] }, '/lines/0/n')).toBe('/lines/[sku="A~11"]/n');
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
