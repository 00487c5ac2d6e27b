import Database from 'better-sqlite3';
import type { LogEvent } from '../logs/logEvent.ts';

// Events in the tables of each SQLite store: what is needed of them, filled row by row.

type Value = string | number | bigint | Buffer | null;

interface Table {
  readonly name: string;
  /** Column definitions, as SQL. */
  readonly columns: string;
  /** The rows of the event with a number from 1. */
  rows(event: LogEvent, n: number): readonly (readonly Value[])[];
}

/** Writes a SQLite file with tables and further statements. */
function tables(path: string, events: readonly LogEvent[], list: readonly Table[], sql = ''): void {
  const database = new Database(path);
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.transaction(() => {
    for (const { name, columns, rows } of list) {
      database.exec(`CREATE TABLE ${name}(${columns})`);
      const width = database.pragma(`table_info(${name})`) as unknown[];
      const insert = database.prepare(`INSERT INTO ${name} VALUES (${width.map(() => '?').join(', ')})`);
      for (const [i, event] of events.entries()) for (const row of rows(event, i + 1)) insert.run(...row);
    }
    if (sql !== '') database.exec(sql);
  })();
  database.close();
}

const sqlTime = ({ recordedAt }: LogEvent): string => recordedAt.slice(0, 23).replace('T', ' ');
const dataOf = ({ data }: LogEvent): string => JSON.stringify(data);

/** One table, one row an event. */
export const oneTable =
  (name: string, columns: string, row: (event: LogEvent, n: number) => readonly Value[], sql = '') =>
  (path: string, events: readonly LogEvent[]): void =>
    tables(path, events, [{ name, columns, rows: (event, n) => [row(event, n)] }], sql);

export const tableStores = {
  'emmett-sqlite': oneTable(
    'emt_messages',
    `stream_id TEXT, stream_position BIGINT, partition TEXT, message_kind CHAR(1), message_data JSONB, message_metadata JSONB,
     message_schema_version TEXT, message_type TEXT, message_id TEXT, is_archived BOOLEAN, global_position INTEGER PRIMARY KEY,
     created DATETIME`,
    (e, n) => {
      const metadata = JSON.stringify({ correlationId: e.correlationId, schemaVersion: e.schemaVersion });
      const { streamId, streamRevision, type, eventId } = e;
      return [streamId, streamRevision, 'emt:default', 'E', dataOf(e), metadata, '0', type, eventId, 0, n, sqlTime(e)];
    },
    `CREATE TABLE emt_streams(stream_id TEXT, stream_position BIGINT, partition TEXT, stream_type TEXT, stream_metadata JSONB,
     is_archived BOOLEAN)`,
  ),
  'py-eventsourcing-sqlite': oneTable(
    'stored_events',
    'originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB, PRIMARY KEY (originator_id, originator_version)',
    (e) => {
      const timestamp = { _type_: 'datetime_iso', _data_: e.recordedAt.replace('Z', '000+00:00') };
      const state = { timestamp, ...(e.data as object), class_version: e.schemaVersion };
      return [e.streamId, e.streamRevision, `shop:${e.type}`, Buffer.from(JSON.stringify(state))];
    },
  ),
  'marten-sqlite': oneTable(
    'mt_events',
    `seq_id INTEGER PRIMARY KEY, id TEXT, stream_id TEXT, version INTEGER, data TEXT, type TEXT, timestamp TEXT, tenant_id TEXT,
     mt_dotnet_type TEXT, correlation_id TEXT, causation_id TEXT, headers TEXT, is_archived INTEGER`,
    (e, n) => {
      const { eventId, streamId, streamRevision, type, recordedAt, correlationId } = e;
      return [
        n,
        eventId,
        streamId,
        streamRevision,
        dataOf(e),
        type,
        recordedAt,
        '*DEFAULT*',
        type,
        correlationId,
        null,
        null,
        0,
      ];
    },
  ),
  'commanded-sqlite': (path: string, events: readonly LogEvent[]): void => {
    const numbers = new Map([...new Set(events.map(({ streamId }) => streamId))].map((stream, i) => [stream, i + 1]));
    const streamRows = [...numbers].map(([stream, number]) => [number, stream, 1, events[0]!.recordedAt, null]);
    tables(path, events, [
      {
        name: 'events',
        columns:
          'event_id TEXT PRIMARY KEY, event_type TEXT, causation_id TEXT, correlation_id TEXT, data BLOB, metadata BLOB, created_at TEXT',
        rows: (e) => [[e.eventId, `Elixir.${e.type}`, null, e.correlationId, dataOf(e), '{}', e.recordedAt]],
      },
      {
        name: 'stream_events',
        columns:
          'event_id TEXT, stream_id INTEGER, stream_version INTEGER, original_stream_id INTEGER, original_stream_version INTEGER',
        rows: (e, n) => {
          const home = numbers.get(e.streamId)!;
          return [
            [e.eventId, 0, n, home, e.streamRevision],
            [e.eventId, home, e.streamRevision, home, e.streamRevision],
          ];
        },
      },
      {
        name: 'streams',
        columns:
          'stream_id INTEGER PRIMARY KEY, stream_uuid TEXT, stream_version INTEGER, created_at TEXT, deleted_at TEXT',
        rows: (_e, n) => (n === 1 ? streamRows : []),
      },
    ]);
  },
  'pekko-sqlite': oneTable(
    'event_journal',
    `ordering INTEGER PRIMARY KEY, persistence_id TEXT, sequence_number INTEGER, deleted INTEGER, writer TEXT,
     write_timestamp INTEGER, adapter_manifest TEXT, event_ser_id INTEGER, event_ser_manifest TEXT, event_payload BLOB,
     meta_ser_id INTEGER, meta_ser_manifest TEXT, meta_payload BLOB`,
    (e, n) => {
      const time = Date.parse(e.recordedAt);
      return [n, e.streamId, e.streamRevision, 0, 'w', time, '', 33, e.type, Buffer.from(dataOf(e)), null, null, null];
    },
  ),
  'axon-sqlite': oneTable(
    'domain_event_entry',
    `global_index INTEGER PRIMARY KEY, event_identifier TEXT, meta_data BLOB, payload BLOB, payload_revision TEXT,
     payload_type TEXT, time_stamp TEXT, aggregate_identifier TEXT, sequence_number INTEGER, type TEXT`,
    (e, n) => {
      const metadata = JSON.stringify({ traceId: e.correlationId });
      const { eventId, schemaVersion, type, recordedAt, streamId, streamRevision } = e;
      return [
        n,
        eventId,
        metadata,
        dataOf(e),
        String(schemaVersion),
        type,
        recordedAt,
        streamId,
        streamRevision - 1,
        'Order',
      ];
    },
  ),
  'rails-event-store-sqlite': (path: string, events: readonly LogEvent[]): void =>
    tables(path, events, [
      {
        name: 'event_store_events',
        columns: `id INTEGER PRIMARY KEY, event_id TEXT, event_type TEXT, metadata BLOB, data BLOB, created_at TEXT, valid_at TEXT`,
        rows: (e, n) => {
          const metadata = JSON.stringify({ correlation_id: e.correlationId, schema_version: e.schemaVersion });
          return [[n, e.eventId, e.type, metadata, dataOf(e), sqlTime(e), null]];
        },
      },
      {
        name: 'event_store_events_in_streams',
        columns: `id INTEGER PRIMARY KEY, stream TEXT, position INTEGER, event_id TEXT, created_at TEXT`,
        rows: (e, n) => [[n, e.streamId, e.streamRevision - 1, e.eventId, sqlTime(e)]],
      },
    ]),
  'message-db-sqlite': oneTable(
    'messages',
    `global_position INTEGER PRIMARY KEY, position INTEGER, time TEXT, stream_name TEXT, type TEXT, data TEXT, metadata TEXT, id TEXT`,
    (e, n) => [n, e.streamRevision - 1, sqlTime(e), e.streamId, e.type, dataOf(e), '{}', e.eventId],
  ),
  'spatie-sqlite': oneTable(
    'stored_events',
    `id INTEGER PRIMARY KEY, aggregate_uuid TEXT, aggregate_version INTEGER, event_version INTEGER, event_class TEXT,
     event_properties TEXT, meta_data TEXT, created_at TEXT`,
    (e, n) => [n, e.streamId, e.streamRevision, e.schemaVersion, e.type, dataOf(e), '{}', sqlTime(e).slice(0, 19)],
  ),
  'prooph-sqlite': oneTable(
    '_0123456789',
    'no INTEGER PRIMARY KEY, event_id TEXT, event_name TEXT, payload TEXT, metadata TEXT, created_at TEXT',
    (e, n) => {
      const metadata = {
        _aggregate_id: e.streamId,
        _aggregate_version: e.streamRevision,
        schema_version: e.schemaVersion,
      };
      return [n, e.eventId, e.type, dataOf(e), JSON.stringify(metadata), sqlTime(e)];
    },
    `CREATE TABLE event_streams(no INTEGER PRIMARY KEY, real_stream_name TEXT, stream_name TEXT, metadata TEXT, category TEXT);
     INSERT INTO event_streams VALUES (1, 'orders', '_0123456789', '[]', NULL)`,
  ),
  'eventsauce-sqlite': oneTable(
    'order_messages',
    'id INTEGER PRIMARY KEY, event_id TEXT, aggregate_root_id TEXT, version INTEGER, payload TEXT',
    (e, n) => {
      const headers = {
        __event_id: e.eventId,
        __event_type: e.type,
        __time_of_recording: `${sqlTime(e)}000+0000`,
        __aggregate_root_id: e.streamId,
        __aggregate_root_version: e.streamRevision,
      };
      return [n, e.eventId, e.streamId, e.streamRevision, JSON.stringify({ headers, payload: e.data })];
    },
  ),
  'ocel-sqlite': (path: string, events: readonly LogEvent[]): void => {
    const types = [...new Set(events.map(({ type }) => type))];
    const objects = [...new Set(events.map(({ streamId }) => streamId))];
    const list: Table[] = [
      { name: 'event', columns: 'ocel_id TEXT PRIMARY KEY, ocel_type TEXT', rows: (e) => [[e.eventId, e.type]] },
      {
        name: 'object',
        columns: 'ocel_id TEXT PRIMARY KEY, ocel_type TEXT',
        rows: (_e, n) => (n === 1 ? objects.map((id) => [id, 'Order']) : []),
      },
      {
        name: 'event_object',
        columns: 'ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT',
        rows: (e) => [[e.eventId, e.streamId, '']],
      },
      {
        name: 'event_map_type',
        columns: 'ocel_type TEXT, ocel_type_map TEXT',
        rows: (_e, n) => (n === 1 ? types.map((type) => [type, type]) : []),
      },
      ...types.map(
        (type): Table => ({
          name: `event_${type}`,
          columns: 'ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP, amount TEXT',
          rows: (e) => (e.type === type ? [[e.eventId, sqlTime(e), dataOf(e)]] : []),
        }),
      ),
    ];
    tables(
      path,
      events,
      list,
      `CREATE TABLE object_object(ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
      CREATE TABLE object_map_type(ocel_type TEXT, ocel_type_map TEXT); INSERT INTO object_map_type VALUES ('Order', 'Order');
      CREATE TABLE object_Order(ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT)`,
    );
  },
};
