import { describe, expect, it } from 'vitest';
import { Schemas } from '../../../../../electron/worker/schema/schemas.ts';
import { typeFamilies } from '../../../../../electron/worker/schema/versions/typeFamilies.ts';
import { parseSchemaSource, schemaSourceText, storeSource } from '../../../../../shared/schemaSource.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const schemasOf = (events: readonly Omit<TestEvent, 'stream'>[]) =>
  new Schemas(eventLog(events.map((event) => ({ stream: 's', ...event }))));

const counts = (versions: readonly { schemaVersion: string | null; events: number }[]) =>
  versions.map(({ schemaVersion, events }) => [schemaVersion, events]);

describe('versions that are not recorded', () => {
  const old = { type: 'T', data: { id: 'a', total: 1 } };
  const fresh = { type: 'T', data: { id: 'a', total: 1, currency: 'EUR' } };

  it('are inferred from fields that came and stayed, with what tells them apart', async () => {
    const { versions, inferred } = await schemasOf([old, old, old, fresh, old, fresh, fresh]).type(
      'T',
      storeSource,
      scanContext(),
    );
    expect(counts(versions)).toEqual([[null, 7]]);
    expect(counts(inferred!.versions)).toEqual([
      ['inferred 1', 4],
      ['inferred 2', 3],
    ]);
    expect(inferred!.by).toEqual(['currency came with event #3.']);
    expect(inferred!.changes).toMatchObject([{ from: 'inferred 1', to: 'inferred 2', added: ['currency'] }]);
  });

  it('are not inferred from a field that comes and goes', async () => {
    const { inferred } = await schemasOf([old, fresh, old, fresh, old, fresh, old]).type(
      'T',
      storeSource,
      scanContext(),
    );
    expect(inferred).toBeNull();
  });

  it('are inferred from another type of a field', async () => {
    const text = { type: 'T', data: { id: 'a', total: '1' } };
    const { inferred } = await schemasOf([old, old, text, text]).type('T', storeSource, scanContext());
    expect(counts(inferred!.versions)).toEqual([
      ['inferred 1', 2],
      ['inferred 2', 2],
    ]);
    expect(inferred!.by).toEqual(['total is string since event #2.']);
  });

  it('take the place of recorded ones where the person says so, over time too', async () => {
    const schemas = schemasOf([old, old, fresh, fresh].map((event) => ({ ...event, schemaVersion: '7' })));
    const source = parseSchemaSource('inferred');
    expect(counts((await schemas.type('T', source, scanContext())).versions)).toEqual([
      ['inferred 1', 2],
      ['inferred 2', 2],
    ]);
    const over = await schemas.overTime({ type: 'T', buckets: 2, inferred: false }, source, scanContext());
    expect(over.series.map(({ schemaVersion }) => schemaVersion)).toEqual(['inferred 1', 'inferred 2']);
  });
});

describe('where versions are taken from', () => {
  const events = [
    { type: 'T', schemaVersion: '9', data: { v: 1 }, metadata: { schema: { rev: 'a' } } },
    { type: 'T', schemaVersion: '9', data: { v: 2 }, metadata: { schema: { rev: 'b' } } },
    { type: 'T', schemaVersion: '9', data: {}, metadata: {} },
  ];

  it.each([
    ['store', [['9', 3]]],
    [
      'metadata.schema.rev',
      [
        [null, 1],
        ['a', 1],
        ['b', 1],
      ],
    ],
    [
      'data.v',
      [
        [null, 1],
        ['1', 1],
        ['2', 1],
      ],
    ],
    ['type', [[null, 3]]],
  ])('%s', async (text, expected) => {
    const source = parseSchemaSource(text);
    expect(schemaSourceText(source)).toBe(text);
    expect(counts((await schemasOf(events).type('T', source, scanContext())).versions)).toEqual(expected);
  });

  it.each(['', 'column', 'metadata', 'metadata.', 'data..v'])('refuses %j and says what it takes', (text) => {
    expect(() => parseSchemaSource(text)).toThrow(`Versions cannot be taken from "${text}".`);
  });
});

describe('a version in the name of a type', () => {
  const events = [
    { type: 'OrderPlaced', data: { id: 1 } },
    { type: 'OrderPlacedV2', schemaVersion: '2', data: { id: 1, currency: 'EUR' } },
    { type: 'OrderPlaced', data: { id: 2 } },
    { type: 'Paid', data: {} },
  ];

  it('makes one family of the types', async () => {
    const { types, families } = await schemasOf(events).report(storeSource, scanContext());
    expect(types.map(({ type }) => type).sort()).toEqual(['OrderPlaced', 'OrderPlacedV2', 'Paid']);
    expect(families.map(({ type, members }) => [type, members])).toEqual([
      [
        'OrderPlaced',
        [
          { type: 'OrderPlaced', schemaVersion: '1', events: 2 },
          { type: 'OrderPlacedV2', schemaVersion: '2', events: 1 },
        ],
      ],
    ]);
    expect(counts(families[0]!.versions)).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
    expect(families[0]!.changes).toMatchObject([{ from: '1', to: '2', added: ['currency'] }]);
    expect(families[0]!.drift.map(({ message }) => message)).toEqual([
      'v1 was written again with event #2, after v2 had begun with #1: 1 event.',
    ]);
  });

  it('counts the family over time', async () => {
    const over = await schemasOf(events).overTime(
      { type: 'OrderPlaced', buckets: 1, inferred: false },
      storeSource,
      scanContext(),
    );
    expect(over.series).toEqual([
      { schemaVersion: '1', counts: [2] },
      { schemaVersion: '2', counts: [1] },
    ]);
  });

  it('leaves names that only end in a number alone', () => {
    expect([...typeFamilies(['Invoice.2024', 'step-3', 'v2']).families]).toEqual([]);
  });
});

describe('versions that go backwards', () => {
  it('are named with the first event that did it', async () => {
    const versions = ['1', '2', '1', '3', '1', '2'];
    const { drift } = await schemasOf(versions.map((schemaVersion) => ({ type: 'T', schemaVersion, data: {} }))).type(
      'T',
      storeSource,
      scanContext(),
    );
    expect(drift.map(({ kind, ordinal, message }) => [kind, ordinal, message])).toEqual([
      ['backwards', 2, 'v1 was written again with event #2, after v2 had begun with #1: 2 events, up to #4.'],
      ['backwards', 5, 'v2 was written again with event #5, after v3 had begun with #3: 1 event.'],
    ]);
  });
});

describe('a log that grows', () => {
  it('is read on, with the same answer as in one go', async () => {
    const events = Array.from({ length: 30 }, (_, i) => ({
      stream: 's',
      type: i % 3 === 0 ? 'U' : 'T',
      data: { id: i, ...(i > 14 ? { currency: 'EUR' } : {}) },
    }));
    const whole = eventLog(events);
    let length = 12;
    const growing = {
      reader: whole.reader,
      index: new Proxy(whole.index, {
        get: (index, name) => {
          if (name === 'length') return length;
          const value: unknown = Reflect.get(index, name, index);
          return typeof value === 'function' ? value.bind(index) : value;
        },
      }),
    };
    const schemas = new Schemas(growing);
    await schemas.report(storeSource, scanContext());
    length = 30;
    expect(await schemas.report(storeSource, scanContext())).toEqual(
      await new Schemas(whole).report(storeSource, scanContext()),
    );
  });
});
