import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schemas, storeSchemas } from '../../../../../electron/worker/schema/schemas.ts';
import { typeCounts } from '../../../../../electron/worker/summaries/typeCounts.ts';
import type { TypeSchema } from '../../../../../shared/model/schema.ts';
import { storeSource } from '../../../../../shared/schemaSource.ts';
import { eventLog, type TestLog } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const typed = (events: readonly { v?: string; data: unknown }[]) =>
  eventLog(
    events.map(({ v, data }) => ({ stream: 's', type: 'T', data, ...(v === undefined ? {} : { schemaVersion: v }) })),
  );

const schemaOfType = (log: TestLog, type: string, context = scanContext()): Promise<TypeSchema> =>
  new Schemas(log).type(type, storeSource, context);

describe('a type', () => {
  it('lists fields with types and presence, and what changed from version to version', async () => {
    const schema = await schemaOfType(
      typed([
        { v: '1', data: { id: 'a', amount: 1, address: null } },
        { v: '2', data: { id: 'b', amount: '1.00', lines: [{ sku: 'x' }, { sku: 'y', gift: true }] } },
        { v: '10', data: { id: 'c', amount: '2.00', lines: [] } },
        { v: '2', data: { id: 'd', amount: '1.00' } },
      ]),
      'T',
      scanContext(),
    );
    expect(schema.versions.map(({ schemaVersion, events }) => [schemaVersion, events])).toEqual([
      ['1', 1],
      ['2', 2],
      ['10', 1],
    ]);
    expect(schema.versions[1]!.fields.map(({ path, types, present }) => ({ path, types, present }))).toEqual([
      { path: 'amount', types: ['string'], present: 2 },
      { path: 'id', types: ['string'], present: 2 },
      { path: 'lines', types: ['array'], present: 1 },
      { path: 'lines[]', types: ['object'], present: 1 },
      { path: 'lines[].gift', types: ['boolean'], present: 1 },
      { path: 'lines[].sku', types: ['string'], present: 1 },
    ]);
    expect(schema.changes[0]).toMatchObject({
      from: '1',
      to: '2',
      added: ['lines', 'lines[]', 'lines[].gift', 'lines[].sku'],
      removed: ['address'],
      retyped: [{ path: 'amount', from: ['number'], to: ['string'] }],
    });
    expect(schema.changes[1]!.removed).toEqual(['lines[]', 'lines[].gift', 'lines[].sku']);
  });

  it('names the first event that changed the shape within a version', async () => {
    const { drift } = await schemaOfType(
      typed([
        { data: { a: 1, old: true, sometimes: 1 } },
        { data: { a: 2, old: true } },
        { data: { a: '3', fresh: { x: 1 } } },
        { data: { a: null, fresh: { x: 2 }, sometimes: 2 } },
      ]),
      'T',
      scanContext(),
    );
    expect(drift.map(({ path, ordinal }) => [path, ordinal])).toEqual([
      ['a', 2],
      ['fresh', 2],
      ['old', 2],
    ]);
    expect(drift[0]!.message).toBe('a is string from event #2 on, where it was number before.');
    expect(drift[1]!.message).toBe('fresh came with event #2: the 2 before do not have it, all since do.');
  });

  it('names a field that nearly all events have where it is missing', async () => {
    const data = Array.from({ length: 20 }, (_, i) => (i === 7 ? {} : { a: i }));
    const { drift } = await schemaOfType(typed(data.map((one) => ({ data: one }))), 'T', scanContext());
    expect(drift).toMatchObject([{ path: 'a', ordinal: 7, message: 'a is missing in 1 of 20 events, first in #7.' }]);
  });

  it('gathers the keys of a map under one field, and writes odd keys in quotes', async () => {
    const map = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 1]));
    const { versions } = await schemaOfType(typed([{ data: { map, 'a.b': 1 } }]), 'T', scanContext());
    const paths = versions[0]!.fields.map(({ path }) => path);
    expect(paths).toContain('"a.b"');
    expect(paths).toContain('map.*');
    expect(paths).toHaveLength(203);
  });

  it('counts a payload that is no JSON as an event without fields', async () => {
    const log = eventLog([
      { stream: 's', type: 'T', text: '{"a":' },
      { stream: 's', type: 'T', data: 7 },
    ]);
    const { versions } = await schemaOfType(log, 'T', scanContext());
    expect(versions[0]).toMatchObject({ events: 2, fields: [{ path: '', types: ['number'], present: 1 }] });
  });

  it('says so when no event has the type', async () => {
    await expect(schemaOfType(typed([]), 'Nope', scanContext())).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the report', () => {
  it('sums up: events of versions are those of the log, presence never more than events', async () => {
    const event = fc.record({
      type: fc.constantFrom('A', 'B'),
      schemaVersion: fc.constantFrom('', '1', '2'),
      data: fc.jsonValue({ maxDepth: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const log = eventLog(events.map((one) => ({ stream: 's', ...one })));
        const { types } = await storeSchemas(log, scanContext());
        expect(types.reduce((sum, type) => sum + type.events, 0)).toBe(events.length);
        expect(
          types.map(({ type, events: n, versions }) => ({
            type,
            events: n,
            versions: versions.map(({ schemaVersion, events: m }) => ({ schemaVersion, events: m })),
          })),
        ).toEqual(await typeCounts(log.index, null, scanContext()));
        for (const version of types.flatMap(({ versions }) => versions)) {
          for (const { present, types: seen } of version.fields) {
            expect(present).toBeGreaterThan(0);
            expect(present).toBeLessThanOrEqual(version.events);
            expect(seen.length).toBeGreaterThan(0);
          }
        }
      }),
    );
  });
});
