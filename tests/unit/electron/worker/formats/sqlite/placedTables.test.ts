import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { RowScanner } from '../../../../../../electron/worker/formats/sqlite/rowScanner.ts';
import type { Mapping } from '../../../../../../shared/model/mapping.ts';
import { json, readBothWays, time, word } from '../../../../../builders/rowsBothWays.ts';
import { scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();

const asBytes = (text: fc.Arbitrary<string>) => text.map((it) => Buffer.from(it));
const text = fc.oneof(
  { weight: 8, arbitrary: word },
  fc.uuid(),
  fc.constantFrom(null, 0n, 1n, -12n, 2n ** 60n, 1.5),
  asBytes(word),
);
const integer = fc.oneof(
  { weight: 8, arbitrary: fc.integer().map(BigInt) },
  fc.constantFrom(null, -(2n ** 63n), 2n ** 62n, 1.5, '12', 'none'),
);
const times = fc.oneof(
  { weight: 4, arbitrary: time },
  fc.constantFrom(null, 0n, 1_767_225_600_123n, 12n, -5n, 10n ** 18n, 2n ** 62n, 1.5),
);
const metadataOf = (...keys: string[]) => {
  const object = fc.dictionary(fc.constantFrom(...keys, 'correlationId', 'causation_id', 'dataVersion'), json);
  const written = fc.oneof(
    object.map((it) => JSON.stringify(it)),
    object.map((it) => JSON.stringify(it, null, 2)),
  );
  const odd = fc.constantFrom(null, '[]', 'null', '', '{', '\\x7b7d', '"{\\"correlationId\\":1}"', '<map/>', 7n);
  return fc.oneof({ weight: 4, arbitrary: written }, asBytes(written), odd);
};
const flag = fc.constantFrom(0n, 0n, 1n, null, 'f', 'true');
const body = fc.constantFrom('{}', 'x'.repeat(5000));

interface TableOfRows {
  readonly table: string;
  /** The last one is the key. */
  readonly columns: Readonly<Record<string, fc.Arbitrary<unknown>>>;
  /** A row that can be read whatever comes with it. */
  readonly sure: Readonly<Record<string, unknown>>;
  /** Further tables. */
  readonly sql?: string;
  readonly mapping?: Mapping;
}

const mappingOf = (recordedAt: Mapping['fields']['recordedAt']): Mapping => ({
  eventloupe: 'mapping',
  version: 1,
  source: { kind: 'sqlite', table: 'journal' },
  fields: {
    type: 'what',
    stream: 'who',
    revision: 'number',
    eventId: 'name',
    payload: 'body',
    metadata: 'more',
    ...(recordedAt && { recordedAt }),
  },
});
const sureOfJournal = { who: 's', number: 1n, what: 'A', time: '2026-01-01T00:00:00Z', body: '{}' };
const journal = { who: text, number: integer, what: text, time: times, name: text, body, more: metadataOf('x') };

const withPosition: Mapping = {
  ...mappingOf('time'),
  fields: { ...mappingOf('time').fields, globalPosition: 'place' },
};

const tablesOfRows: Readonly<Record<string, TableOfRows>> = {
  'message-db': {
    table: 'messages',
    sure: { position: 1n, time: '2026-01-01T00:00:00Z', stream_name: 's', type: 'A', data: '{}', id: 'i' },
    columns: {
      position: integer,
      time: times,
      stream_name: text,
      type: fc.oneof(text, fc.constant('Recorded')),
      data: body,
      metadata: metadataOf('correlationStreamName', 'causationMessageId'),
      id: text,
      global_position: fc.constant(null),
    },
  },
  Axon: {
    table: 'domain_event_entry',
    sure: {
      event_identifier: 'i',
      payload: '{}',
      payload_type: 'A',
      time_stamp: '2026-01-01T00:00:00Z',
      aggregate_identifier: 's',
      sequence_number: 1n,
    },
    columns: {
      event_identifier: word,
      meta_data: metadataOf('traceId', 'correlationId'),
      payload: body,
      payload_revision: text,
      payload_type: text,
      time_stamp: times,
      aggregate_identifier: text,
      sequence_number: integer,
      global_index: fc.constant(null),
    },
  },
  'Axon 5': {
    table: 'aggregate_event_entry',
    sure: {
      aggregate_identifier: 's',
      aggregate_sequence_number: 1n,
      type: 'A',
      timestamp: '2026-01-01T00:00:00Z',
      payload: '{}',
    },
    columns: {
      aggregate_identifier: text,
      aggregate_sequence_number: integer,
      type: text,
      version: text,
      timestamp: times,
      payload: body,
      metadata: metadataOf('traceId'),
      identifier: text,
      global_index: fc.constant(null),
    },
  },
  Marten: {
    table: 'mt_events',
    sure: { id: 'i', stream_id: 's', version: 1n, data: '{}', type: 'a', timestamp: '2026-01-01T00:00:00Z' },
    columns: {
      id: text,
      stream_id: text,
      version: integer,
      data: body,
      type: fc.oneof(text, fc.constantFrom('order_placed_v3', 'a\0b')),
      timestamp: times,
      tenant_id: fc.constantFrom('*DEFAULT*', '*DEFAULT*', '', 'acme', null),
      mt_dotnet_type: fc.oneof(text, fc.constantFrom('Shop.OrderPlacedV2, Shop', 'Shop.OrderPlaced, Shop.V9')),
      correlation_id: text,
      headers: metadataOf('schemaVersion'),
      is_archived: flag,
      seq_id: fc.constant(null),
    },
  },
  Pekko: {
    table: 'event_journal',
    sure: {
      persistence_id: 's',
      sequence_number: 1n,
      write_timestamp: 1n,
      event_ser_manifest: 'A',
      event_payload: '{}',
    },
    columns: {
      persistence_id: text,
      sequence_number: integer,
      deleted: flag,
      write_timestamp: times,
      adapter_manifest: word,
      event_ser_id: fc.constant(33n),
      event_ser_manifest: text,
      event_payload: body,
      ordering: fc.constant(null),
    },
  },
  'laravel-event-sourcing': {
    table: 'stored_events',
    sure: {
      aggregate_uuid: 's',
      aggregate_version: 1n,
      event_class: 'A',
      event_properties: '{}',
      created_at: '2026-01-01T00:00:00Z',
    },
    columns: {
      aggregate_uuid: text,
      aggregate_version: integer,
      event_version: fc.oneof(text, integer),
      event_class: text,
      event_properties: body,
      meta_data: metadataOf('aggregate-root-version'),
      created_at: times,
      id: fc.constant(null),
    },
  },
  Prooph: {
    table: '_0123',
    sure: {
      event_name: 'A',
      payload: '{}',
      metadata: '{"_aggregate_id":"s","_aggregate_version":1}',
      created_at: '2026-01-01T00:00:00Z',
    },
    columns: {
      event_id: text,
      event_name: text,
      payload: body,
      metadata: metadataOf('_aggregate_id', '_aggregate_version', '_causation_id'),
      created_at: times,
      no: fc.constant(null),
    },
    sql: 'CREATE TABLE event_streams(no INTEGER PRIMARY KEY, real_stream_name, stream_name, metadata, category);',
  },
  'a mapped table': {
    table: 'journal',
    sure: sureOfJournal,
    columns: { ...journal, id: fc.constant(null) },
    mapping: mappingOf('time'),
  },
  'a table that is mapped with a form of times': {
    table: 'journal',
    sure: sureOfJournal,
    columns: { ...journal, id: fc.constant(null) },
    mapping: mappingOf({ from: 'time', as: 'milliseconds' }),
  },
  'a mapped table whose position is the key': {
    table: 'journal',
    sure: sureOfJournal,
    columns: { ...journal, place: fc.oneof(fc.constant(null), fc.bigInt({ min: 1n, max: 2n ** 62n })) },
    mapping: withPosition,
  },
  'a mapped table whose position is no key': {
    table: 'journal',
    sure: { ...sureOfJournal, place: 7n },
    columns: { ...journal, place: integer, id: fc.constant(null) },
    mapping: withPosition,
  },
};

describe('envelopes from the bytes of tables of events', () => {
  it.each(Object.entries(tablesOfRows))('are those that rows of %s have by way of SQLite', async (_, store) => {
    const names = Object.keys(store.columns);
    const layout = `CREATE TABLE ${store.table}(${names.slice(0, -1).join(', ')}, ${names.at(-1)} INTEGER PRIMARY KEY);`;
    const insert = `INSERT OR REPLACE INTO ${store.table} VALUES (${names.map(() => '?').join(', ')})`;
    const rows = fc.array(fc.tuple(...Object.values(store.columns)), { minLength: 1, maxLength: 20 });
    const sureRow = names.map((name) => store.sure[name] ?? null);
    const read = (written: readonly (readonly unknown[])[]) =>
      readBothWays(scratch, layout + (store.sql ?? ''), insert, written, store.mapping);
    const taken = vi.spyOn(RowScanner.prototype, 'taken');
    await read([sureRow]);
    expect(taken.mock.results.map(({ value }) => value?.count)).toContain(1);
    taken.mockRestore();
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const { bytes, sql } = await read([sureRow, ...written]);
        expect(bytes).toEqual(sql);
      }),
      { numRuns: 30 },
    );
  });
});
