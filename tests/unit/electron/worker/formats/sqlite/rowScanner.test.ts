import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../../electron/worker/openedLog.ts';
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
async function readBothWays(layout: string, insert: string, rows: readonly (readonly unknown[])[]) {
  const open = async (before: string) => {
    const path = join(scratch.folder, `store-${files++}`);
    const log = await openLog(
      writeSqlite(
        path,
        before + layout,
        rows.map((row) => [insert, ...row] as const),
      ),
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

/** A row that can be read whatever comes with it. */
const sure = ['s', 1n, 'emt:default', 'E', '{}', 'Happened', 'm', 0n, '2026-01-01 00:00:00', '{}'] as const;
