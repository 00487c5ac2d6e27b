import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json, readBothWays, time, word } from '../../../../../builders/rowsBothWays.ts';
import { scratchFolder } from '../../../../../builders/scratch.ts';
import { emmettLayout } from '../../../../../builders/sqliteStore.ts';

const scratch = scratchFolder();

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
        const { bytes, sql } = await readBothWays(scratch, emmettLayout, insert, [sure, ...rows]);
        expect(bytes).toEqual(sql);
      }),
      { numRuns: 40 },
    );
  });

  it('are those of many rows, each of a stream of its own', async () => {
    const rows = `INSERT INTO emt_messages(stream_id, stream_position, message_id, message_metadata)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
      SELECT 'order-' || i || '-of-a-stream-with-a-long-name', i, 'm' || i, '{"correlationId":"c' || i % 100 || '"}' FROM n`;
    const { bytes, sql } = await readBothWays(scratch, emmettLayout, rows, [[]]);
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
        const { bytes, sql } = await readBothWays(scratch, layout, 'INSERT INTO stored_events VALUES (?, ?, ?, ?)', [
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
