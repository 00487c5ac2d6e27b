import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../../../electron/worker/eventIndex/readableLog.ts';
import { assertIndexIntegrity } from '../../../../builders/indexIntegrity.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';
import { emmettLayout, writeSqlite } from '../../../../builders/sqliteStore.ts';

const scratch = scratchFolder();
let files = 0;
const nextPath = (): string => join(scratch.folder, `store-${files++}`);

async function opened(sql: string, rows: Parameters<typeof writeSqlite>[2] = []) {
  const log = await openLog(writeSqlite(nextPath(), sql, rows));
  assertIndexIntegrity(log.index);
  return log;
}

describe('an Emmett store', () => {
  it('leaves commands out, and says how many', async () => {
    const log = await opened(`${emmettLayout}
      INSERT INTO emt_messages(stream_id, stream_position, message_kind) VALUES ('a', 1, 'E'), ('a', 2, 'C'), ('a', 3, 'E');`);
    expect(log.index.length).toBe(2);
    expect(log.summary().notes.join(' ')).toContain('1 command (message_kind C)');
    log.close();
  });

  it('does not take message_schema_version for a schema version', async () => {
    const log = await opened(`${emmettLayout} INSERT INTO emt_messages(stream_id, stream_position) VALUES ('a', 1);`);
    expect(log.envelope(0).schemaVersion).toBeNull();
    log.close();
  });

  it('keeps streams of other partitions and archived parts of streams apart', async () => {
    const log = await opened(`${emmettLayout}
      INSERT INTO emt_messages(stream_id, stream_position, partition, is_archived) VALUES
        ('a', 1, 'emt:default', 1), ('a', 1, 'emt:default', 0), ('a', 1, 'eu', 0), ('b', 1, 'emt:default', 1);
      INSERT INTO emt_streams(stream_id, is_archived) VALUES ('a', 1), ('a', 0), ('b', 1);`);
    expect(log.index.streams.all).toEqual(['a (archived)', 'a', 'a in eu', 'b']);
    expect(log.event(0).metadata).toBe('{"is_archived":true}');
    log.close();
  });

  it('shows projections what it shows everybody', async () => {
    const insert = `INSERT INTO emt_messages(stream_id, stream_position, message_data, message_metadata, message_id,
      is_archived) VALUES ('a', 1, ?, ?, ?, ?)`;
    const one = [
      [insert, '{"a":1}', '{"b":"ü"}', 'm', 0],
      [insert, '{"a":1}', '{"b":2}', 'm', 1],
      [insert, '{"a":', '', '', 0],
      [insert, Buffer.from('{"a":2}'), 'no object', 'm', 1],
    ] as const;
    const log = await opened(emmettLayout, [...one, ...one, ...one, ...one, ...one]);
    const ordinals = Array.from({ length: log.index.length }, (_, i) => i);
    const { store, index } = log;
    expect(store.readBodies!(index, ordinals)).toEqual(store.readRecords(index, ordinals).map(bodyOf));
    log.close();
  });

  it('shows consumers with what tells them apart', async () => {
    const log = await opened(`${emmettLayout}
      INSERT INTO emt_messages(stream_id, stream_position) VALUES ('a', 1), ('a', 2), ('a', 3);
      INSERT INTO emt_processors VALUES ('p', 1, 'emt:default', 'stopped', '0000000000000000002'),
        ('p', 2, 'eu', 'stopped', '0000000000000000000');`);
    expect(log.consumers()).toMatchObject({
      headPosition: '3',
      checkpoints: [
        { consumer: 'p', globalPosition: '2', behind: 1, ordinal: 1, behindMicros: 0 },
        { consumer: 'p v2 in eu', globalPosition: '0', behind: 3, ordinal: -1 },
      ],
    });
    log.close();
  });

  it('reads 64-bit positions exactly and shows what is no JSON as it is', async () => {
    const log = await opened(`${emmettLayout}
      INSERT INTO emt_messages(stream_id, stream_position, global_position, message_data, message_metadata) VALUES
        ('a', 9007199254740993, 9223372036854775806, 'oops', '[]');`);
    expect(log.envelope(0)).toMatchObject({
      globalPosition: '9223372036854775806',
      streamRevision: '9007199254740993',
    });
    expect(log.event(0).payload).toMatchObject({ kind: 'invalid', text: 'oops' });
    expect(log.reader.readPayloads(log.index, [0])).toEqual([null]);
    expect(log.index.problems).toMatchObject([{ ordinal: 0, reason: expect.stringContaining('message_metadata') }]);
    log.close();
  });
});

const events =
  'CREATE TABLE stored_events(originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB, PRIMARY KEY(originator_id, originator_version))';
const insert = 'INSERT INTO stored_events VALUES (?, ?, ?, ?)';
const state = (time: string, more: object = {}): string =>
  JSON.stringify({ timestamp: { _type_: 'datetime_iso', _data_: `2026-01-01T00:00:${time}+00:00` }, ...more });

describe('a store of the Python library', () => {
  it('takes timestamp, originator_topic and class_version for envelope, the rest for payload', async () => {
    const text = state('01.000001', { originator_topic: 'm:A', class_version: 3, name: 'x', deep: { timestamp: 1 } });
    const log = await opened(events, [[insert, 'a', 1, 'm:A.Created', Buffer.from(text)]]);
    expect(log.event(0)).toMatchObject({
      recordedAt: '2026-01-01T00:00:01.000001Z',
      schemaVersion: '3',
      payload: { kind: 'json', text: '{"name":"x","deep":{"timestamp":1}}' },
    });
    expect(Object.keys(JSON.parse(log.event(0).metadata!) as object)).toEqual([
      'timestamp',
      'originator_topic',
      'class_version',
    ]);
    log.close();
  });

  it('unpacks compressed states, and shows encrypted ones as bytes', async () => {
    const noise = Buffer.concat([Buffer.from([0xff]), randomBytes(40)]);
    const log = await opened(events, [
      [insert, 'a', 1, 't', deflateSync(state('01', { n: 1 }))],
      [insert, 'a', 2, 't', noise],
    ]);
    expect(log.event(0)).toMatchObject({ recordedAt: '2026-01-01T00:00:01.000Z', payload: { text: '{"n":1}' } });
    expect(log.event(1)).toMatchObject({
      recordedAt: null,
      payload: { kind: 'binary', base64: noise.toString('base64'), note: expect.stringContaining('encrypted') },
    });
    expect(log.summary().notes.join(' ')).toContain('unknown encoding: 1 event,');
    log.close();
  });

  it('orders a store without a global order by time, and says so', async () => {
    const log = await opened(`${events} WITHOUT ROWID`, [
      [insert, 'b', 1, 't', state('01')],
      [insert, 'a', 1, 't', state('02', { x: 1 })],
      [insert, 'b', 2, 't', state('03', { x: 2 })],
    ]);
    expect(
      [0, 1, 2].map((i) => log.envelope(i)).map(({ streamId, streamRevision }) => streamId + streamRevision),
    ).toEqual(['b1', 'a1', 'b2']);
    expect(log.envelope(0).globalPosition).toBeNull();
    expect(log.reader.readPayloads(log.index, [2, 1])).toEqual(['{"x":2}', '{"x":1}']);
    expect(log.summary().notes.join(' ')).toContain('ordered by their time');
    log.close();
  });

  it('is empty without being damaged', async () => {
    const log = await opened(events);
    expect(log.summary()).toMatchObject({ events: 0, problems: 0, firstRecordedAt: null });
    expect(log.point('end')).toBeNull();
    log.close();
  });
});
