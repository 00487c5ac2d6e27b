import { describe, expect, test } from 'vitest';
import { edgeAt, shownBuckets } from '../../../../renderer/panels/schema/chartData.ts';
import { fieldRows, mergedOrder, type VersionedFields } from '../../../../renderer/panels/schema/fieldRows.ts';
import { countLevel, rowBackground, shareLevel } from '../../../../renderer/panels/schema/heat.ts';
import { ALL_TYPES, selectedSubject, subjectsOf } from '../../../../renderer/panels/schema/subjects.ts';
import { versionHueByRow, versionHues, versionName } from '../../../../renderer/panels/schema/versions.ts';
import type { FieldStats, SchemaSubject } from '../../../../shared/model/schema.ts';

const version = (schemaVersion: string, events: number, fields: readonly FieldStats[]) => ({
  schemaVersion,
  events,
  firstRecordedAt: null,
  lastRecordedAt: null,
  firstOrdinal: 0,
  lastOrdinal: 1,
  withoutFields: 0,
  fieldsCut: false,
  fields,
});

const field = (
  path: string,
  types: readonly string[],
  present: number,
  more: Partial<FieldStats> = {},
): FieldStats => ({
  path,
  types,
  present,
  of: present,
  nulls: 0,
  firstOrdinal: 0,
  lastOrdinal: 9,
  firstRecordedAt: null,
  lastRecordedAt: null,
  range: null,
  format: null,
  values: [],
  moreValues: false,
  enumeration: false,
  ...more,
});

const orderPlaced: VersionedFields = {
  versions: [
    version('1', 20, [
      field('orderId', ['string'], 20),
      field('customer', ['string'], 20),
      field('total', ['number'], 20, { range: { min: '1', max: '9.5', integers: false } }),
    ]),
    version('2', 10, [
      field('orderId', ['string'], 10, { lastOrdinal: 40 }),
      field('customer.id', ['null', 'string'], 10),
      field('total', ['string'], 9),
    ]),
  ],
  changes: [
    {
      from: '1',
      to: '2',
      added: ['customer.id'],
      removed: ['customer'],
      retyped: [{ path: 'total', from: ['number'], to: ['string'] }],
      renamed: [],
      newlyOptional: ['total'],
      judged: [],
    },
  ],
  drift: [{ kind: 'went', schemaVersion: '2', path: 'total', message: 'total went missing', ordinal: 17 }],
};

describe('fields of a type, version by version', () => {
  test('a row per field says its types, its share per version and what changed', () => {
    expect(fieldRows(orderPlaced)).toMatchObject([
      { path: 'orderId', types: 'string', cells: ['100 %', '100 %'], values: '', first: 0, last: 40, marks: [] },
      {
        path: 'customer.id',
        types: 'null or string',
        cells: ['–', '100 %'],
        marks: [{ kind: 'added', text: 'added in v2' }],
      },
      {
        path: 'customer',
        types: 'string',
        cells: ['100 %', '–'],
        marks: [{ kind: 'removed', text: 'removed in v2' }],
      },
      {
        path: 'total',
        types: 'number → string',
        cells: ['100 % number', '90 % string'],
        values: '1 to 9.5',
        marks: [
          { kind: 'retyped', text: 'retyped in v2' },
          { kind: 'optional', text: 'optional in v2' },
          { kind: 'drift', text: 'drift within v2' },
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

describe('the list of types', () => {
  const subject = (name: string, events: number, versions: number, members: string[] = []): SchemaSubject => ({
    name,
    members,
    events,
    inferred: false,
    versions: Array.from({ length: versions }, (_, i) => ({ schemaVersion: String(i), events: 1 })),
    drift: 0,
    worst: null,
    stranded: null,
  });
  const subjects = [subject('a', 90, 1), subject('b', 5, 2), subject('c', 7, 2, ['c', 'cV2'])];

  test('shows first the one with most versions, then the one with most events', () => {
    expect(selectedSubject(subjects, null)!.name).toBe('c');
    expect(selectedSubject([], null)).toBeNull();
  });

  test('finds a type by its name or by its family, and all types', () => {
    expect(selectedSubject(subjects, 'b')!.name).toBe('b');
    expect(selectedSubject(subjects, 'cV2')!.name).toBe('c');
    expect(selectedSubject(subjects, ALL_TYPES)).toBeNull();
  });

  test('has what columns know until payloads were read', () => {
    const versions = [{ schemaVersion: '1', events: 3 }];
    expect(subjectsOf(undefined, [{ type: 'x', events: 3, versions }])).toMatchObject([
      { name: 'x', events: 3, versions },
    ]);
  });
});

describe('heat maps', () => {
  test('show few beside many, nothing as nothing, and all of it as the strongest', () => {
    expect([0, 1, 1000].map((count) => countLevel(count, 1000))).toEqual([0, 1, 6]);
    expect([0, 1, 50, 100].map((part) => shareLevel(part, 100))).toEqual([0, 1, 3, 6]);
  });

  test('draw equal neighbours as one stretch', () => {
    expect(rowBackground([0, 0, 6, 6], 'red')).toBe(
      'linear-gradient(to right, transparent 0% 50%, color-mix(in srgb, red 100%, transparent) 50% 100%)',
    );
  });

  test('give the versions of each type hues from the beginning', () => {
    const row = (type: string, schemaVersion: string | null) => ({ type, schemaVersion });
    const hues = versionHueByRow([row('a', '1'), row('a', '2'), row('b', '7')]);
    expect(hues[0]).toBe(hues[2]);
    expect(hues[0]).not.toBe(hues[1]);
  });
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
