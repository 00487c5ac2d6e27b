import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { RowScanner } from '../../../../../../electron/worker/formats/sqlite/rowScanner.ts';
import type { OpenedLog } from '../../../../../../electron/worker/openedLog.ts';
import type { Mapping } from '../../../../../../shared/model/mapping.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';
import { emmettLayout, writeSqlite } from '../../../../../builders/sqliteStore.ts';

const scratch = scratchFolder();
let files = 0;

/** Everything that the index says of each event, and the problems. */
const contentOf = (log: OpenedLog) => ({
  rows: Array.from({ length: log.index.length }, (_, ordinal) => {
    const c = log.index.columns;
    return [
      log.envelope(ordinal),
      c.eventIdHash[ordinal],
      c.correlationIdHash[ordinal],
      c.causationIdHash[ordinal],
      c.recordedAt[ordinal],
    ];
  }),
  problems: log.index.problems,
  notes: log.summary().notes,
});

/** In UTF-16 no text can be read from its bytes: SQLite and the format read every row. */
async function readBothWays(
  layout: string,
  insert: string,
  rows: readonly (readonly unknown[])[],
  mapping: Mapping | null = null,
) {
  const open = async (before: string) => {
    const path = join(scratch.folder, `store-${files++}`);
    const log = await openLog(
      writeSqlite(
        path,
        before + layout,
        rows.map((row) => [insert, ...row] as const),
      ),
      mapping,
    );
    const content = contentOf(log);
    log.close();
    return content;
  };
  return {
    bytes: await open('PRAGMA synchronous = OFF;'),
    sql: await open(`PRAGMA synchronous = OFF; PRAGMA encoding = 'UTF-16le';`),
  };
}

const word = fc.constantFrom(
  'a',
  '',
  'order-1',
  'Ünder',
  'line\nbreak',
  '"quoted"',
  'OrderPlacedV2',
  'x'.repeat(70),
  '7',
);
const json = fc.oneof(
  word,
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(1.5, 1e21, -0, 2 ** 53),
  fc.constant([{ correlationId: 'not this one' }]),
  fc.constant({ correlationId: 'nor this', _data_: '2026-01-01T00:00:00Z' }),
);
const time = fc.constantFrom(
  '2026-01-02 03:04:05',
  '2026-01-02T03:04:05.678Z',
  '2026-02-30 00:00:00',
  '2024-02-29T00:00:00+02:00',
  'yesterday',
  '',
  '1767225600',
);

describe('envelopes from the bytes of rows', () => {
  it('are those that Emmett rows have by way of SQLite and JSON.parse', async () => {
    const keys = [
      'correlationId',
      'correlation_id',
      '$causationId',
      'causationId',
      'schemaVersion',
      'event_version',
      'other',
    ];
    const metadata = fc.oneof(
      { weight: 6, arbitrary: fc.dictionary(fc.constantFrom(...keys), json).map((object) => JSON.stringify(object)) },
      fc.dictionary(fc.constantFrom(...keys), json).map((object) => JSON.stringify(object, null, 1)),
      fc.constantFrom(
        '{"correlationId":"a","correlationId":12345678901234567890}',
        '{"correlationId":01}',
        '[]',
        '"{}"',
        '{',
      ),
      fc.constantFrom(
        '{"schemaVersion":"\\u0031","causationId":-12}',
        '{"\\u0073chemaVersion":4}',
        ' {"schemaVersion":3}',
      ),
    );
    const row = fc.tuple(
      word,
      fc.oneof(
        fc.integer().map(BigInt),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.constant('no number'),
      ),
      fc.constantFrom('emt:default', 'global', 'eu', 'emt:defaults'),
      fc.constantFrom('E', 'E', 'E', 'C'),
      fc.oneof(
        metadata,
        metadata.map((text) => Buffer.from(text)),
      ),
      word,
      fc.oneof(word, fc.uuid()),
      fc.constantFrom(0n, 0n, 0n, 1n),
      fc.oneof(time, fc.constant(null)),
      // What stands behind a long payload stands in overflow pages.
      fc.constantFrom('{}', '{}', 'x'.repeat(300), 'x'.repeat(5000), 'x'.repeat(100_000)),
    );
    const insert = `INSERT INTO emt_messages(stream_id, stream_position, partition, message_kind, message_metadata,
      message_type, message_id, is_archived, created, message_data) VALUES (${Array(10).fill('?').join(', ')})`;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), async (rows) => {
        const { bytes, sql } = await readBothWays(emmettLayout, insert, [sure, ...rows]);
        expect(bytes).toEqual(sql);
      }),
      { numRuns: 40 },
    );
  });

  it('are those of many rows, each of a stream of its own', async () => {
    const rows = `INSERT INTO emt_messages(stream_id, stream_position, message_id, message_metadata)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
      SELECT 'order-' || i || '-of-a-stream-with-a-long-name', i, 'm' || i, '{"correlationId":"c' || i % 100 || '"}' FROM n`;
    const { bytes, sql } = await readBothWays(emmettLayout, rows, [[]]);
    expect(bytes.rows).toHaveLength(12_000);
    expect(bytes).toEqual(sql);
  });

  it('are those that rows of Python eventsourcing have', async () => {
    const stamp = fc.oneof(
      time.map((text) => ({ _type_: 'datetime_iso', _data_: text })),
      time,
      json,
    );
    const state = fc.oneof(
      fc
        .record({ timestamp: stamp, class_version: json, amount: json }, { requiredKeys: [] })
        .map((object) => JSON.stringify(object)),
      fc.constantFrom('{', '[1]', '{"timestamp":{"_data_":1},"timestamp":"2026-01-01T00:00:00"}'),
    );
    const row = fc.tuple(
      word,
      fc.integer().map(BigInt),
      word,
      fc.oneof(
        state.map((text) => Buffer.from(text)),
        state,
      ),
    );
    const layout =
      'CREATE TABLE stored_events(originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB);';
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), async (rows) => {
        const { bytes, sql } = await readBothWays(layout, 'INSERT INTO stored_events VALUES (?, ?, ?, ?)', [
          ['a', 1n, 'app:A.Opened', Buffer.from('{"timestamp":"2026-01-01T00:00:00"}')],
          ...rows,
        ]);
        expect(bytes).toEqual(sql);
      }),
      { numRuns: 40 },
    );
  });
});

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
      readBothWays(layout + (store.sql ?? ''), insert, written, store.mapping);
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

/** A row that can be read whatever comes with it. */
const sure = ['s', 1n, 'emt:default', 'E', '{}', 'Happened', 'm', 0n, '2026-01-01 00:00:00', '{}'] as const;
