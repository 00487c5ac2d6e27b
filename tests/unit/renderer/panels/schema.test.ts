import { describe, expect, test } from 'vitest';
import { edgeAt, shownBuckets } from '../../../../renderer/panels/schema/chartData.ts';
import { fieldRows, mergedOrder } from '../../../../renderer/panels/schema/fieldRows.ts';
import { firstShown } from '../../../../renderer/panels/schema/firstShown.ts';
import { upgradePath } from '../../../../renderer/panels/schema/upgradePath.ts';
import { versionHues, versionName } from '../../../../renderer/panels/schema/versions.ts';
import type { TypeSchema } from '../../../../shared/model/schema.ts';
import type { ReducerInfo } from '../../../../shared/model/state.ts';

const times = { firstRecordedAt: null, lastRecordedAt: null };

const orderPlaced: TypeSchema = {
  type: 'OrderPlaced',
  events: 30,
  versions: [
    {
      schemaVersion: '1',
      events: 20,
      ...times,
      fields: [
        { path: 'orderId', types: ['string'], present: 20 },
        { path: 'customer', types: ['string'], present: 20 },
        { path: 'total', types: ['number'], present: 20 },
      ],
    },
    {
      schemaVersion: '2',
      events: 10,
      ...times,
      fields: [
        { path: 'orderId', types: ['string'], present: 10 },
        { path: 'customer.id', types: ['null', 'string'], present: 10 },
        { path: 'total', types: ['string'], present: 9 },
      ],
    },
  ],
  changes: [
    {
      from: '1',
      to: '2',
      added: ['customer.id'],
      removed: ['customer'],
      retyped: [{ path: 'total', from: ['number'], to: ['string'] }],
    },
  ],
  drift: [{ schemaVersion: '2', path: 'total', message: 'total went missing', ordinal: 17 }],
};

describe('fields of a type, version by version', () => {
  test('a row per field says its types, its share per version and what changed', () => {
    expect(fieldRows(orderPlaced)).toEqual([
      { path: 'orderId', types: 'string', cells: ['100 %', '100 %'], marks: [] },
      {
        path: 'customer.id',
        types: 'null or string',
        cells: ['–', '100 %'],
        marks: [{ kind: 'added', text: 'added in v2', ordinal: null }],
      },
      {
        path: 'customer',
        types: 'string',
        cells: ['100 %', '–'],
        marks: [{ kind: 'removed', text: 'removed in v2', ordinal: null }],
      },
      {
        path: 'total',
        types: 'number → string',
        cells: ['100 % number', '90 % string'],
        marks: [
          { kind: 'retyped', text: 'retyped in v2', ordinal: null },
          { kind: 'drift', text: 'drift within v2', ordinal: 17 },
        ],
      },
    ]);
  });

  test('merging keeps the order of every list and loses nothing', () => {
    expect(mergedOrder([['a', 'b', 'c'], ['a', 'x', 'c', 'y'], []])).toEqual(['a', 'x', 'b', 'c', 'y']);
  });
});

describe('versions', () => {
  test('have names a person reads', () => {
    expect(['1', '2.1', null, 'beta'].map(versionName)).toEqual(['v1', 'v2.1', 'not recorded', 'beta']);
  });

  test('have hues of their own; grey stands for none recorded', () => {
    const hues = versionHues([null, '1', '2', '3']);
    expect(hues[0]).toBe(7);
    expect(new Set(hues).size).toBe(4);
  });
});

describe('the way to the newest version', () => {
  const reducer = (name: string, type: string, from: string[]): ReducerInfo => ({
    id: name,
    name,
    kind: 'decider',
    partitioning: 'stream',
    upcasters: [{ type, from }],
  });
  const versions = [
    { schemaVersion: null, events: 5 },
    { schemaVersion: '2', events: 7 },
    { schemaVersion: '3', events: 1 },
  ];

  test('names the projection that lifts each step, and how many events need it', () => {
    const steps = upgradePath('A', versions, [
      reducer('a.projection.js', 'A', ['1', '2']),
      reducer('b.js', 'B', ['2']),
    ]);
    expect(steps).toEqual([
      { from: 'not recorded', to: 'v2', upcasters: ['a.projection.js'], events: 5 },
      { from: 'v2', to: 'v3', upcasters: ['a.projection.js'], events: 12 },
    ]);
  });

  test('says where no projection goes on', () => {
    expect(upgradePath('A', versions, [reducer('a', 'A', ['2'])])[0]!.upcasters).toEqual([]);
    expect(upgradePath('A', versions.slice(0, 1), [])).toEqual([]);
  });
});

test('the type with most versions is shown first, then the one with most events', () => {
  const type = (name: string, events: number, versions: number) => ({
    type: name,
    events,
    versions: Array.from({ length: versions }, (_, i) => ({ schemaVersion: String(i), events: 1 })),
  });
  expect(firstShown([type('a', 90, 1), type('b', 5, 2), type('c', 7, 2)])).toBe('c');
  expect(firstShown([])).toBeNull();
});

describe('chart of versions', () => {
  test('a takeover stands at the last edge before it', () => {
    expect(edgeAt([10, 20, 30], 25)).toBe(20);
    expect(edgeAt([10, 20, 30], 5)).toBe(10);
    expect(edgeAt([10, 20, 30], 99)).toBe(30);
  });

  test('its table has a row for each bucket that holds anything', () => {
    const series = [
      { schemaVersion: '1', counts: [0, 2, 0] },
      { schemaVersion: '2', counts: [1, 0, 0] },
    ];
    expect(shownBuckets({ type: null, edges: [1, 2, 3], axis: 'time', series, summary: '', takeovers: [] })).toEqual([
      0, 1,
    ]);
  });
});
