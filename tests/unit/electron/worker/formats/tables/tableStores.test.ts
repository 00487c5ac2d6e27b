import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { assertIndexIntegrity } from '../../../../../builders/indexIntegrity.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';
import { writeSqlite } from '../../../../../builders/sqliteStore.ts';

const scratch = scratchFolder();
let files = 0;

async function opened(sql: string, rows: Parameters<typeof writeSqlite>[2] = []) {
  const log = await openLog(writeSqlite(join(scratch.folder, `store-${files++}`), sql, rows));
  assertIndexIntegrity(log.index);
  return log;
}

const time = '2026-01-01T00:00:00.000Z';

describe('a store of Marten', () => {
  const layout = `CREATE TABLE "app.mt_events"(seq_id BIGINT, id TEXT, stream_id TEXT, version BIGINT, data TEXT,
    bdata BLOB, type TEXT, timestamp TEXT, tenant_id TEXT, mt_dotnet_type TEXT, headers TEXT, is_archived INTEGER)`;
  const insert = 'INSERT INTO "app.mt_events" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
  const row = (seq: bigint, stream: string, tenant: string, more: { bdata?: Buffer; dotnet?: string } = {}) =>
    [insert, seq, `id-${seq}`, stream, 1, '{}', more.bdata, 'placed', time, tenant, more.dotnet, null, 1] as const;

  it('keeps the order of its positions where no key does, exact beyond 2^53', async () => {
    const log = await opened(layout, [
      row(9007199254740995n, 'c', '*DEFAULT*'),
      row(9007199254740993n, 'a', '*DEFAULT*'),
      row(9007199254740994n, 'b', '*DEFAULT*'),
    ]);
    expect(
      [0, 1, 2].map((i) => log.envelope(i)).map(({ streamId, globalPosition }) => [streamId, globalPosition]),
    ).toEqual([
      ['a', '9007199254740993'],
      ['b', '9007199254740994'],
      ['c', '9007199254740995'],
    ]);
    expect([2, 0].map((i) => log.event(i).eventId)).toEqual(['id-9007199254740995', 'id-9007199254740993']);
    expect(log.summary().notes.join(' ')).toContain('3 events in archived streams');
    log.close();
  });

  it('tells tenants apart, and takes the version from the .NET type where the name has none', async () => {
    const dotnet = 'Orders.PlacedV2, Orders';
    const log = await opened(layout, [row(1n, 'a', '*DEFAULT*', { dotnet }), row(1n, 'a', 'eu')]);
    expect(log.index.streams.all).toEqual(['a', 'a in eu']);
    expect(log.envelope(0).schemaVersion).toBe('2');
    expect(JSON.parse(log.event(1).metadata!)).toEqual({ tenant_id: 'eu', is_archived: 1 });
    log.close();
  });

  it('shows binary events as bytes', async () => {
    const log = await opened(layout, [row(1n, 'a', '', { bdata: Buffer.from([1, 2]) })]);
    expect(log.event(0).payload).toMatchObject({ kind: 'binary', bytes: 2, note: expect.stringContaining('bdata') });
    log.close();
  });
});

describe('a store of Commanded', () => {
  const layout = `CREATE TABLE events(event_id, event_type, causation_id, correlation_id, data, metadata, created_at);
    CREATE TABLE streams(stream_id INTEGER PRIMARY KEY, stream_uuid, stream_version, deleted_at);
    CREATE TABLE stream_events(event_id, stream_id, stream_version, original_stream_id, original_stream_version);
    CREATE TABLE subscriptions(subscription_id, stream_uuid, subscription_name, last_seen);
    INSERT INTO streams VALUES (0, '$all', 2, NULL), (1, 'a', 1, NULL), (2, 'b', 1, '2026-01-02'), (3, 'linked', 2, NULL);
    INSERT INTO events VALUES ('e2', 'T', NULL, NULL, x'83', NULL, '${time}'), ('e1', 'T', NULL, NULL, '{"n":1}', NULL, '${time}');
    INSERT INTO stream_events VALUES ('e1', 1, 1, 1, 1), ('e2', 2, 1, 2, 1), ('e1', 0, 1, 1, 1), ('e2', 0, 2, 2, 1),
      ('e1', 3, 1, 1, 1), ('e2', 3, 2, 2, 1);
    INSERT INTO subscriptions VALUES (1, '$all', 'all', 2), (2, 'a', 'one', 1);`;

  it('counts an event once, in its home stream, and orders by $all', async () => {
    const log = await opened(layout);
    expect([0, 1].map((i) => log.envelope(i)).map((e) => [e.globalPosition, e.streamId, e.streamRevision])).toEqual([
      ['1', 'a', '1'],
      ['2', 'b', '1'],
    ]);
    const notes = log.summary().notes.join(' ');
    expect(notes).toContain('2 links to events in other streams (linked)');
    expect(notes).toContain('Soft-deleted, but still there: 1 stream');
    expect(log.consumers().checkpoints).toMatchObject([{ consumer: 'all', globalPosition: '2' }]);
    expect(log.summary().notes.join(' ')).toContain('Subscription one has seen a up to version 1.');
    expect(log.event(1).payload).toMatchObject({ kind: 'binary', note: expect.stringContaining('Erlang') });
    log.close();
  });

  it('keeps events that no stream has, with a problem for each', async () => {
    const log = await opened(`${layout} DELETE FROM stream_events WHERE event_id = 'e1';`);
    expect(log.index.length).toBe(2);
    expect(log.envelope(1)).toMatchObject({ streamId: '', globalPosition: null });
    expect(log.index.problems).toMatchObject([{ ordinal: 1, reason: 'It names no stream.' }]);
    log.close();
  });
});

describe('a store of RubyEventStore', () => {
  const layout = `CREATE TABLE event_store_events(id INTEGER PRIMARY KEY, event_id, event_type, metadata BLOB, data BLOB,
      created_at, valid_at);
    CREATE TABLE event_store_events_in_streams(id INTEGER PRIMARY KEY, stream, position, event_id, created_at);
    INSERT INTO event_store_events SELECT value, 'e' || value, 'T', NULL, '{}', '2026-01-01 00:00:00.000001', NULL
      FROM json_each('[1,2,3,4]');`;
  const streams = (log: Awaited<ReturnType<typeof opened>>) =>
    Array.from({ length: log.index.length }, (_, i) => log.envelope(i)).map((e) => [e.streamId, e.streamRevision]);

  it('takes the first stream that is not the library’s own for the home of an event', async () => {
    const log = await opened(`${layout} INSERT INTO event_store_events_in_streams(stream, position, event_id) VALUES
      ('$by_type_T', 0, 'e1'), ('a', 0, 'e1'), ('b', 0, 'e1'), ('a', 1, 'e2'), ('b', NULL, 'e3');`);
    expect(streams(log)).toEqual([
      ['a', '0'],
      ['a', '1'],
      ['b', '0'],
      ['(no stream)', null],
    ]);
    const notes = log.summary().notes.join(' ');
    expect(notes).toContain('2 links');
    expect(notes).toContain('1 event in no stream');
    expect(notes).toContain('1 stream without positions');
    log.close();
  });

  it('numbers a stream itself only where the store numbers none of its events', async () => {
    const log = await opened(`${layout} INSERT INTO event_store_events_in_streams(stream, position, event_id) VALUES
      ('a', NULL, 'e2'), ('a', NULL, 'e1'), ('b', 7, 'e3'), ('b', NULL, 'e4');`);
    expect(streams(log)).toEqual([
      ['a', '1'],
      ['a', '0'],
      ['b', '7'],
      ['b', null],
    ]);
    log.close();
  });

  it('reads YAML as data, and neither classes nor Marshal', async () => {
    const yaml =
      '--- !ruby/object:Shop::Order\n:total: !ruby/object:BigDecimal 18:0.1e1\n:by: :admin\n:at: 2026-01-01\n';
    const log = await opened(`${layout} DELETE FROM event_store_events WHERE id > 3;
      UPDATE event_store_events SET data = '${yaml}', metadata = '---
:correlation_id: c
:user: ann
' WHERE id = 1;
      UPDATE event_store_events SET data = x'04087b00' WHERE id = 2;
      UPDATE event_store_events SET data = '--- [1, 2]' WHERE id = 3;`);
    expect(log.event(0)).toMatchObject({
      payload: { kind: 'json', text: '{"total":"18:0.1e1","by":"admin","at":"2026-01-01"}' },
      correlationId: 'c',
      actor: 'ann',
    });
    expect(log.event(1).payload).toMatchObject({ kind: 'binary', note: expect.stringContaining('Marshal') });
    expect(log.event(2).payload).toMatchObject({
      kind: 'invalid',
      text: '--- [1, 2]',
      reason: expect.stringContaining('YAML'),
    });
    log.close();
  });
});

describe('a store of Axon Framework', () => {
  const jdbc = `CREATE TABLE DomainEventEntry(globalIndex INTEGER PRIMARY KEY, eventIdentifier, metaData, payload,
      payloadRevision, payloadType, timeStamp, aggregateIdentifier, sequenceNumber, type);
    INSERT INTO DomainEventEntry VALUES (1, 'e1', '{"traceId":"t","correlationId":"e1"}', '{"a":1}', NULL, 'T',
      '${time}', 'x', 0, 'X'), (3, 'e2', '{"traceId":"t","correlationId":"e1"}', '<x/>', '2.0', 'T', '${time}', 'x', 1, 'X');`;

  it('is read under its JDBC names; a root has no cause', async () => {
    const log = await opened(jdbc);
    expect(log.event(0)).toMatchObject({
      correlationId: 't',
      causationId: null,
      schemaVersion: null,
      metadata: expect.stringContaining('"type":"X"'),
    });
    expect(log.event(1)).toMatchObject({
      causationId: 'e1',
      schemaVersion: '2.0',
      globalPosition: '3',
      streamRevision: '1',
    });
    expect(log.event(1).payload).toMatchObject({
      kind: 'invalid',
      text: '<x/>',
      reason: expect.stringContaining('XML'),
    });
    expect(log.live.state).toBe('following');
    log.close();
  });

  it('is read in the tables of 5.x, where version is that of the payload', async () => {
    const log = await opened(`CREATE TABLE aggregate_event_entry(global_index INTEGER PRIMARY KEY, identifier,
      aggregate_type, aggregate_identifier, aggregate_sequence_number, type, version, timestamp, payload BLOB, metadata BLOB);
      INSERT INTO aggregate_event_entry VALUES (1, 'e1', 'X', 'x', 0, 'T', '1.0.1', '${time}', '{}', '{}'),
        (2, 'e2', NULL, NULL, NULL, 'T', '0.0.1', '${time}', '{}', '{}');`);
    expect(log.envelope(0)).toMatchObject({ schemaVersion: '1.0.1', streamRevision: '0', streamId: 'x' });
    expect(log.envelope(1)).toMatchObject({ streamRevision: null, streamId: '(no aggregate)' });
    log.close();
  });

  it('reads tokens of all kinds, and says which tell no position', async () => {
    const log = await opened(`${jdbc} CREATE TABLE TokenEntry(processorName, segment, token, tokenType);
      INSERT INTO TokenEntry VALUES ('a', 0, '{"globalIndex":3}', 'G'), ('b', 0, NULL, NULL),
        ('c', 0, '{"tokenAtReset":{"index":3,"gaps":[]},"currentToken":{"index":1,"gaps":[]}}', 'R'),
        ('d', 0, '<t><index>3</index></t>', 'X'), ('e', 0, '{"tokens":[]}', 'MultiSourceTrackingToken'),
        ('f', 1, '{"lowerSegmentToken":{"index":3},"upperSegmentToken":{"index":1}}', 'M');`);
    expect(log.consumers().checkpoints.map((c) => [c.consumer, c.globalPosition])).toEqual([
      ['a[0]', '3'],
      ['c[0]', '1'],
      ['d[0]', '3'],
      ['f[1]', '1'],
    ]);
    expect(log.summary().notes.join(' ')).toContain('The token of e[0] tells no position: MultiSourceTrackingToken.');
    log.close();
  });
});

describe('a journal of Akka or Pekko', () => {
  const field = (number: number, value: Buffer | string): Buffer => {
    const bytes = Buffer.from(value as string);
    return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
  };
  /** Serializer 33, the manifest `M#3`, and 1000 ms as sint64. */
  const wrapped = Buffer.concat([
    field(1, Buffer.concat([Buffer.from([8, 33]), field(2, '{"n":1}'), field(3, 'M#3')])),
    Buffer.from([(14 << 3) | 0, 0xd0, 0x0f]),
  ]);
  const layout = `CREATE TABLE journal(ordering INTEGER PRIMARY KEY, persistence_id, sequence_number, deleted, tags, message BLOB)`;
  const insert = 'INSERT INTO journal(persistence_id, sequence_number, deleted, tags, message) VALUES (?, ?, ?, ?, ?)';

  it('of old is taken out of its protobuf', async () => {
    const log = await opened(layout, [
      [insert, 'a', 1, 0, 'x,y', wrapped],
      [insert, 'a', 2, 1, null, wrapped],
      [insert, 'a', 3, 0, null, Buffer.from('nonsense')],
    ]);
    expect(log.index.length).toBe(2);
    expect(log.event(0)).toMatchObject({
      type: 'M#3',
      schemaVersion: '3',
      recordedAt: '1970-01-01T00:00:01.000Z',
      payload: { kind: 'json', text: '{"n":1}' },
      metadata: '{"deleted":0,"tags":"x,y"}',
    });
    expect(log.index.problems).toMatchObject([
      { place: 'journal, ordering 3', reason: expect.stringContaining('PersistentMessage') },
    ]);
    expect(log.summary().notes.join(' ')).toContain('1 event marked as deleted');
    log.close();
  });

  it('shows tags with the event, and offsets of projections', async () => {
    const log =
      await opened(`CREATE TABLE event_journal(ordering INTEGER PRIMARY KEY, persistence_id, sequence_number, deleted,
        write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest, event_payload);
      CREATE TABLE event_tag(event_id, persistence_id, sequence_number, tag);
      CREATE TABLE pekko_projection_offset_store(projection_name, projection_key, current_offset, manifest);
      INSERT INTO event_journal VALUES (1, 'a', 1, 0, 1000, '', 18, '', x'00ff'), (2, 'a', 2, 0, 1767604080000, '', 33, 'T', '{}');
      INSERT INTO event_tag VALUES (1, NULL, NULL, 'x'), (1, NULL, NULL, 'y'), (NULL, 'a', 2, 'z');
      INSERT INTO pekko_projection_offset_store VALUES ('p', 'k', '2', 'SEQ'), ('q', 'k', '0b6ee5c0', 'TBU');`);
    expect([0, 1].map((i) => (JSON.parse(log.event(i).metadata!) as { tags: string[] }).tags)).toEqual([
      ['x', 'y'],
      ['z'],
    ]);
    expect(log.envelope(0)).toMatchObject({ type: '(serializer 18)', recordedAt: '1970-01-01T00:00:01.000Z' });
    expect(log.consumers().checkpoints).toMatchObject([{ consumer: 'p[k]', globalPosition: '2' }]);
    log.close();
  });
});

describe('a store of Prooph', () => {
  const stream = (name: string): string =>
    `CREATE TABLE ${name}(no INTEGER PRIMARY KEY, event_id, event_name, payload, metadata, created_at);`;
  it('with several streams is ordered by time, and says so', async () => {
    const log = await opened(`CREATE TABLE event_streams(no, real_stream_name, stream_name, metadata, category);
      ${stream('_a')} ${stream('_b')}
      INSERT INTO event_streams VALUES (1, 'alpha', '_a', '[]', NULL), (2, 'beta', '_b', '[]', NULL);
      INSERT INTO _a VALUES (1, 'a1', 'T', '{"n":1}', '[]', '2026-01-01 00:00:01'), (2, 'a2', 'T', '{"n":3}', '{}', '2026-01-01 00:00:03');
      INSERT INTO _b VALUES (1, 'b1', 'T', '{"n":2}', '{}', '2026-01-01 00:00:02');`);
    expect(
      [0, 1, 2].map((i) => log.event(i)).map((e) => [e.streamId, e.streamRevision, e.eventId, e.globalPosition]),
    ).toEqual([
      ['alpha', '1', 'a1', null],
      ['beta', '1', 'b1', null],
      ['alpha', '2', 'a2', null],
    ]);
    expect(log.reader.readPayloads(log.index, [2, 1, 0])).toEqual(['{"n":3}', '{"n":2}', '{"n":1}']);
    expect(log.summary().notes.join(' ')).toContain('2 tables without an order across them');
    log.close();
  });
});

describe('a store of EventSauce', () => {
  it('is read in its older table, and without a number for each message', async () => {
    const log =
      await opened(`CREATE TABLE domain_messages(event_id, event_type, aggregate_root_id, aggregate_root_version,
        time_of_recording, payload);
      INSERT INTO domain_messages VALUES ('e1', 'opened', 'x', 1, '2026-01-01 00:00:00.5+0000',
        '{"headers":{"__event_type":"opened","__aggregate_root_id":"x"},"payload":{"n":1}}'), ('e2', 'closed', 'x', 2, '${time}', '{}');`);
    expect(log.event(0)).toMatchObject({
      type: 'opened',
      streamId: 'x',
      streamRevision: '1',
      globalPosition: null,
      recordedAt: '2026-01-01T00:00:00.500Z',
      payload: { text: '{"n":1}' },
    });
    expect(log.index.problems).toMatchObject([{ ordinal: 1, reason: 'Its payload has no headers.' }]);
    log.close();
  });
});

describe('a store of message-db', () => {
  it('shows the snapshots that Eventide keeps in streams of their own', async () => {
    const log =
      await opened(`CREATE TABLE messages(global_position INTEGER PRIMARY KEY, position, time, stream_name, type, data,
        metadata, id);
      INSERT INTO messages VALUES (5, 0, '2026-01-01 00:00:00.25', 'account-1', 'Opened', '{}', NULL, 'm1'),
        (6, 0, '2026-01-01 00:00:00', 'account:snapshot-1', 'Recorded', '{"entityData":{"balance":1},"entityVersion":0}', NULL, 'm2'),
        (7, 1, '2026-01-01 00:00:00', 'account:snapshot-1', 'Recorded', '{"entityData":{"balance":2},"entityVersion":4}', NULL, 'm3'),
        (9, 0, '2026-01-01 00:00:00', 'account:position-c', 'Recorded', '{"position":5}', NULL, 'm4');`);
    expect(log.store.snapshots()).toEqual([
      {
        streamId: 'account-1',
        streamRevision: '4',
        schemaVersion: null,
        state: { kind: 'json', text: '{"balance":2}' },
      },
    ]);
    expect(log.consumers().checkpoints).toMatchObject([{ consumer: 'account:position-c', globalPosition: '5' }]);
    expect(log.envelope(0).recordedAt).toBe('2026-01-01T00:00:00.250Z');
    log.close();
  });
});

describe('a table without rowids', () => {
  const layout = `CREATE TABLE stored_events(id PRIMARY KEY, aggregate_uuid, aggregate_version, event_class, event_properties,
    meta_data, created_at) WITHOUT ROWID;`;
  const row = (id: string) =>
    `INSERT INTO stored_events VALUES (${id}, 'a', ${id}, 'T', '{"id":${id}}', '[]', '${time}');`;

  it('is read by its positions', async () => {
    const log = await opened(`${layout} ${row('3')} ${row('1')}`);
    expect([0, 1].map((i) => log.envelope(i).globalPosition)).toEqual(['1', '3']);
    expect(log.reader.readPayloads(log.index, [1])).toEqual(['{"id":3}']);
    log.close();
  });

  it('whose positions are texts cannot be read, and says so', async () => {
    const text = `INSERT INTO stored_events VALUES ('x', 'a', 1, 'T', '{}', '[]', '${time}');`;
    await expect(opened(layout + text)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('no key'),
    });
  });
});

describe('a store that grows', () => {
  const layout = `CREATE TABLE messages(global_position INTEGER PRIMARY KEY, position, time, stream_name, type, data,
    metadata, id);`;
  const recorded = (at: number): string =>
    `INSERT INTO messages VALUES (${at}, ${at}, '${time}', 'a:position-c', 'Recorded', '{"position":${at}}', NULL, 'm${at}');`;

  it('shows its new events and how far consumers are now', async () => {
    const log = await opened(layout + recorded(1));
    const writer = new Database(log.path);
    writer.exec(recorded(2));
    writer.close();
    await log.grow(scanContext());
    expect(log.live).toMatchObject({ state: 'following', newEvents: 1 });
    expect(log.envelope(1)).toMatchObject({ globalPosition: '2', streamRevision: '2' });
    expect(log.consumers().checkpoints).toMatchObject([{ consumer: 'a:position-c', globalPosition: '2' }]);
    log.close();
  });

  it('is not followed where streams are in another table, and says why', async () => {
    const log =
      await opened(`CREATE TABLE event_store_events(id INTEGER PRIMARY KEY, event_id, event_type, metadata, data,
        created_at); CREATE TABLE event_store_events_in_streams(id INTEGER PRIMARY KEY, stream, position, event_id);
      INSERT INTO event_store_events VALUES (1, 'e', 'T', NULL, '{}', '${time}');`);
    expect(log.live).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('different tables') });
    log.close();
  });
});
