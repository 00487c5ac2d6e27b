import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

// Writes samples of stores of which no file by the library itself is at hand, in its documented tables, into
// tests/fixtures/stores. The facts are counted from what was written, not by what reads it.
// Run with: npx node tests/scripts/makeTableStores.ts

interface Made {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly version: number;
  readonly time: string;
  readonly id: string;
  readonly cause: string | null;
  readonly payload: Record<string, unknown>;
}

const stores = join(import.meta.dirname, '../fixtures/stores');
const uuidOf = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const CLOSED = 12;

/** Accounts that are opened, used and closed; every third event of an account was caused by the one before it. */
function accounts(count: number, each: number): Made[] {
  const made: Made[] = [];
  for (let i = 0; i < count * each; i++) {
    const account = i % count;
    const revision = Math.floor(i / count) + 1;
    const stream = uuidOf(`account ${account}`);
    const [type, payload] =
      revision === 1
        ? ['AccountOpened', { owner: ['Zoë Åkesson', "Pat O'Brien", '山田 太郎'][account % 3], note: 'a "b"\n' }]
        : revision === CLOSED
          ? ['AccountClosed', { balance: 900719925474099 + account }]
          : revision % 2 === 0
            ? ['MoneyDeposited', { amount: 100 * revision + account, channel: 'atm' }]
            : ['MoneyWithdrawn', { amount: revision }];
    made.push({
      stream,
      revision,
      type: String(type),
      version: revision === 1 && account % 2 === 1 ? 2 : 1,
      time: new Date(Date.UTC(2026, 4, 1) + i * 61_000).toISOString(),
      id: uuidOf(`event ${i}`),
      cause: revision % 3 === 0 ? uuidOf(`event ${i - count}`) : null,
      payload: payload as Record<string, unknown>,
    });
  }
  return made;
}

const countBy = (keys: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

function factsOf(events: readonly Made[], typeOf: (made: Made) => string) {
  const versions = Object.fromEntries(
    [...new Set(events.map(typeOf))].map((type) => [
      type,
      countBy(events.filter((event) => typeOf(event) === type).map(({ version }) => String(version))),
    ]),
  );
  const streams = [...new Set(events.map(({ stream }) => stream))];
  return {
    events: events.length,
    streams: streams.length,
    perType: countBy(events.map(typeOf)),
    schemaVersions: Object.fromEntries(Object.entries(versions).filter(([, counts]) => '2' in counts)),
    globalPosition: { first: 1, last: events.length, missing: [] },
    firstTime: events[0]!.time,
    lastTime: events.at(-1)!.time,
    entities: Object.fromEntries(
      streams.slice(0, 2).map((stream) => {
        const own = events.filter((event) => event.stream === stream);
        const state = Object.assign({}, ...own.map(({ payload }) => payload)) as object;
        const last = own.at(-1)!;
        return [
          stream,
          { events: own.length, lastRevision: last.revision, lastType: typeOf(last), mergedState: state },
        ];
      }),
    ),
  };
}

function write(format: string, file: string, facts: object, fill: (database: Database.Database) => void): void {
  const folder = join(stores, format);
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, file), { force: true });
  const database = new Database(join(folder, file));
  database.transaction(() => fill(database))();
  database.close();
  writeFileSync(join(folder, 'facts.json'), `${JSON.stringify({ [file]: facts }, null, 1)}\n`);
}

const events = accounts(14, CLOSED);
const causes = {
  withCause: events.filter(({ cause }) => cause).length,
  causeFound: events.filter(({ cause }) => cause).length,
};
const sqlTime = (iso: string): string => iso.replace('T', ' ').replace(/\.\d+Z$/, '');

// The rows that message-db wrote, as PostgreSQL exported them.
const exported = 'messagedb-1.3.0-bank.row_to_json.jsonl';
const lines = readFileSync(join(stores, 'json-lines', exported), 'utf8')
  .trim()
  .split('\n');
const exportFacts = JSON.parse(readFileSync(join(stores, 'json-lines/facts.json'), 'utf8')) as Record<string, object>;
write('message-db-sqlite', 'messagedb-1.3.0-bank.sqlite', exportFacts[exported]!, (database) => {
  database.exec(`CREATE TABLE message_store_messages(global_position INTEGER PRIMARY KEY, position INTEGER NOT NULL,
    time TEXT NOT NULL, stream_name TEXT NOT NULL, type TEXT NOT NULL, data TEXT, metadata TEXT, id TEXT NOT NULL)`);
  const insert = database.prepare('INSERT INTO message_store_messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (const line of lines) {
    const row = JSON.parse(line) as Record<string, string | number>;
    const { global_position, position, time, stream_name, type, data, metadata, id } = row;
    insert.run(global_position, position, time, stream_name, type, JSON.stringify(data), JSON.stringify(metadata), id);
  }
});

const laravelClass = ({ type }: Made): string => `App\\Domain\\Account\\Events\\${type}`;
const snapshotStreams = [...new Set(events.map(({ stream }) => stream))].slice(0, 3);
const spatieFacts = { ...factsOf(events, laravelClass), snapshots: snapshotStreams.map((stream) => [stream, 10]) };
write('spatie-sqlite', 'laravel-event-sourcing-7-bank.sqlite', spatieFacts, (database) => {
  database.exec(`CREATE TABLE "stored_events" ("id" integer primary key autoincrement not null, "aggregate_uuid" varchar,
    "aggregate_version" integer, "event_version" integer not null default '1', "event_class" varchar not null,
    "event_properties" text not null, "meta_data" text not null, "created_at" datetime not null);
    CREATE UNIQUE INDEX "stored_events_aggregate_uuid_aggregate_version_unique"
      on "stored_events" ("aggregate_uuid", "aggregate_version");
    CREATE TABLE "snapshots" ("id" integer primary key autoincrement not null, "aggregate_uuid" varchar not null,
    "aggregate_version" integer not null, "state" text not null, "created_at" datetime, "updated_at" datetime)`);
  const insert = database.prepare(
    'INSERT INTO stored_events(aggregate_uuid, aggregate_version, event_version, event_class, event_properties, meta_data, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  for (const made of events) {
    const metadata = { 'aggregate-root-uuid': made.stream, 'aggregate-root-version': made.revision };
    const { stream, revision, version, payload, time } = made;
    insert.run(
      stream,
      revision,
      version,
      laravelClass(made),
      JSON.stringify(payload),
      JSON.stringify(metadata),
      sqlTime(time),
    );
  }
  const keep = database.prepare('INSERT INTO snapshots(aggregate_uuid, aggregate_version, state) VALUES (?, 10, ?)');
  for (const stream of snapshotStreams) keep.run(stream, JSON.stringify({ balance: 1000 }));
});

const proophFacts = {
  ...factsOf(events, ({ type }) => type),
  causation: causes,
  checkpoints: { 'balances[account_stream]': 100 },
};
write('prooph-sqlite', 'prooph-bank.sqlite', proophFacts, (database) => {
  const table = `_${createHash('sha1').update('account_stream').digest('hex')}`;
  database.exec(`CREATE TABLE event_streams(no INTEGER PRIMARY KEY AUTOINCREMENT, real_stream_name VARCHAR(150) NOT NULL,
    stream_name CHAR(41) NOT NULL UNIQUE, metadata JSON, category VARCHAR(150));
    CREATE TABLE projections(no INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(150) NOT NULL UNIQUE, position JSON,
    state JSON, status VARCHAR(28) NOT NULL, locked_until CHAR(26));
    CREATE TABLE ${table}(no INTEGER PRIMARY KEY AUTOINCREMENT, event_id CHAR(36) NOT NULL UNIQUE,
    event_name VARCHAR(100) NOT NULL, payload JSON NOT NULL, metadata JSON NOT NULL, created_at DATETIME(6) NOT NULL)`);
  database
    .prepare('INSERT INTO event_streams(real_stream_name, stream_name, metadata) VALUES (?, ?, ?)')
    .run('account_stream', table, '[]');
  const insert = database.prepare(
    `INSERT INTO ${table}(event_id, event_name, payload, metadata, created_at) VALUES (?, ?, ?, ?, ?)`,
  );
  for (const { stream, revision, type, version, time, id, cause, payload } of events) {
    const metadata = {
      _aggregate_id: stream,
      _aggregate_type: 'account',
      _aggregate_version: revision,
      schema_version: version,
      ...(cause === null ? {} : { _causation_id: cause, _causation_name: 'a-command' }),
    };
    insert.run(id, type, JSON.stringify(payload), JSON.stringify(metadata), time.replace('T', ' ').replace('Z', '000'));
  }
  database
    .prepare('INSERT INTO projections(name, position, state, status) VALUES (?, ?, ?, ?)')
    .run('balances', '{"account_stream":100}', '{}', 'idle');
});

const dotted = ({ type, version }: Made): string => `bank.${type.toLowerCase()}${version === 2 ? '.v2' : ''}`;
const sauceFacts = factsOf(events, dotted);
const unversioned = { ...sauceFacts, schemaVersions: { 'bank.accountopened.v2': { 2: 7 } } };
write('eventsauce-sqlite', 'eventsauce-bank.sqlite', unversioned, (database) => {
  database.exec(`CREATE TABLE account_messages(id INTEGER PRIMARY KEY AUTOINCREMENT, event_id BINARY(16) NOT NULL,
    aggregate_root_id BINARY(16) NOT NULL, version INTEGER, payload VARCHAR(16001) NOT NULL)`);
  const insert = database.prepare(
    'INSERT INTO account_messages(event_id, aggregate_root_id, version, payload) VALUES (?, ?, ?, ?)',
  );
  const bytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
  for (const made of events) {
    const headers = {
      __event_id: made.id,
      __event_type: dotted(made),
      __time_of_recording: `${made.time.replace('T', ' ').replace('Z', '000')}+0000`,
      __time_of_recording_format: 'Y-m-d H:i:s.uO',
      __aggregate_root_id: made.stream,
      __aggregate_root_id_type: 'bank.account_id',
      __aggregate_root_version: made.revision,
      __aggregate_root_type: 'bank.account',
    };
    insert.run(bytes(made.id), bytes(made.stream), made.revision, JSON.stringify({ headers, payload: made.payload }));
  }
});
