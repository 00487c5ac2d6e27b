import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originOf, treeRows, valueText } from '../../../../renderer/widgets/treeRows.ts';
import { type JsonValue, parseJson } from '../../../../shared/json.ts';

const untouched = { toggled: new Map<string, boolean>() };
const outline = (value: JsonValue, options = untouched) =>
  treeRows(value, options).map((row) => `${row.path} ${row.text}`);

describe('treeRows', () => {
  it('lists members with their paths, escaped as JSON Pointer', () => {
    expect(outline(parseJson('{"a/b":1,"c~":{"d":"x"}}'))).toEqual(['/a~1b 1', '/c~0 ', '/c~0/d "x"']);
  });
  it('shows every digit of a number that a double cannot hold', () => {
    expect(outline(parseJson('{"n":12345678901234567890}'))).toEqual(['/n 12345678901234567890']);
  });
  it('opens what was opened and closes what was closed', () => {
    const closed = { toggled: new Map([['/a', false]]) };
    expect(outline(parseJson('{"a":{"b":1}}'), closed)).toEqual(['/a b 1']);
  });
  it('says what a change put and what stood there before', () => {
    const rows = treeRows(parseJson('{"a":2}'), {
      ...untouched,
      changes: [{ path: '/a', from: '1', to: '2', ordinal: 5 }],
    });
    expect(rows).toMatchObject([{ changed: true, before: '1', text: '2', removed: false }]);
  });
  it('keeps a place for what was taken away', () => {
    const changes = [{ path: '/gone', from: '"x"', to: null, ordinal: 5 }];
    expect(treeRows(parseJson('{"a":2}'), { ...untouched, changes })).toMatchObject([
      { path: '/a', siblings: 2 },
      { path: '/gone', removed: true, before: '"x"', position: 2 },
    ]);
  });
  it('opens the way to a change however deep it is', () => {
    const value = parseJson('{"a":{"b":{"c":{"d":{"e":1}}}}}');
    const changes = [{ path: '/a/b/c/d/e', from: null, to: '1', ordinal: 0 }];
    expect(treeRows(value, { ...untouched, changes }).map((row) => row.path)).toContain('/a/b/c/d/e');
  });
  it('shows as much of a long value as a row can hold, before a change and after', () => {
    const long = JSON.stringify('x'.repeat(500_000));
    const changes = [{ path: '/a', from: long, to: long, ordinal: 5 }];
    const [row] = treeRows(parseJson(`{"a":${long}}`), { ...untouched, changes });
    expect(row!.text).toBe(`${long.slice(0, 400)}…`);
    expect(row!.before).toBe(row!.text);
  });
  it('keeps a row for what is not there, and counts the changes in it', () => {
    const cuts = new Map([
      ['/items', { path: '/items', of: 'items' as const, shown: 2, total: 5000 }],
      ['/deep', { path: '/deep', of: 'members' as const, shown: 0, total: 1 }],
    ]);
    const changes = [
      { path: '/items/1', from: '1', to: '2', ordinal: 5 },
      { path: '/items/4000/price', from: '1', to: '2', ordinal: 5 },
    ];
    const toggled = new Map([['/deep', true]]);
    const rows = treeRows(parseJson('{"items":[1,2],"deep":{}}'), { toggled, changes, cuts });
    expect(rows.map(({ text }) => text)).toEqual([
      '5,000 items',
      '1',
      '2',
      '4,998 more items, 1 changed',
      '',
      '1 field',
    ]);
    expect(rows[3]).toMatchObject({ missing: cuts.get('/items'), position: 3, siblings: 5000 });
  });
  it('keeps a row for members of the root that are not there', () => {
    const cuts = new Map([['', { path: '', of: 'items' as const, shown: 1, total: 3 }]]);
    expect(treeRows([1], { ...untouched, cuts }).map(({ text }) => text)).toEqual(['1', '2 more items']);
  });
  it('tells the length of a string that is longer than a row', () => {
    const cuts = new Map([['/a', { path: '/a', of: 'characters' as const, shown: 500, total: 5_000_000 }]]);
    const value = parseJson(`{"a":"${'x'.repeat(500)}","b":"${'y'.repeat(450)}","c":"short"}`);
    expect(treeRows(value, { ...untouched, cuts }).map(({ length }) => length)).toEqual([5_000_000, 450, null]);
  });
  it('bears a thousand levels', () => {
    const deep = parseJson(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`);
    const toggled = new Map(
      Array.from({ length: 1000 }, (_, depth): [string, boolean] => ['/a'.repeat(depth + 1), true]),
    );
    expect(treeRows(deep, { toggled })).toHaveLength(1000);
  });
  it('gives every row its place among its siblings', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const row of treeRows(value as JsonValue, untouched)) {
          expect(row.position).toBeGreaterThan(0);
          expect(row.position).toBeLessThanOrEqual(row.siblings);
        }
      }),
    );
  });
});

it('tells a closed container by what it holds', () => {
  expect(valueText(parseJson('{"sku":"A","quantity":2,"more":[]}'), false)).toBe('sku "A", quantity 2, …');
  expect(valueText(parseJson('[1,2]'), false)).toBe('2 items');
  expect(valueText(parseJson('{"a":{}}'), false)).toBe('1 field');
  expect(valueText(parseJson('{"a":{},"b":[]}'), false)).toBe('2 fields');
  expect(valueText(parseJson('{}'), false)).toBe('{}');
});

it('names the newest event below a container', () => {
  const origins = new Map([
    ['/a/b', 3],
    ['/a/c', 7],
    ['/ab', 9],
  ]);
  expect([originOf('/a', origins), originOf('/a/b', origins), originOf('/x', origins)]).toEqual([7, 3, null]);
});

describe('items with an identity', () => {
  const line = (sku: string, n: number) => ({ sku, n });

  it('have a place that does not depend on their index', () => {
    const rows = treeRows({ lines: [line('A', 1), line('B', 2)] }, { toggled: new Map() });
    expect(rows.find(({ path }) => path === '/lines/1/n')?.place).toBe('/lines/[sku="B"]/n');
  });

  it('that are gone have a row beside the one that stands at their index now', () => {
    const changes = [
      { path: '/lines/0', place: '/lines/[sku="A"]', from: '{"sku":"A","n":1}', to: null, ordinal: 1 },
      { path: '/lines/0/n', place: '/lines/[sku="B"]/n', from: '2', to: '5', ordinal: 1 },
    ];
    const rows = treeRows({ lines: [line('B', 5)] }, { toggled: new Map([['/lines/0', true]]), changes });
    expect(rows.map(({ path, removed, before }) => [path, removed, before])).toEqual([
      ['/lines', false, null],
      ['/lines/0', false, null],
      ['/lines/0/sku', false, null],
      ['/lines/0/n', false, '2'],
      ['/lines/[sku="A"]', true, '{"sku":"A","n":1}'],
    ]);
  });
});
