import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
let files = 0;

/** Writes what a query answers as Parquet. */
async function write(query: string, options = ''): Promise<string> {
  const path = join(scratch.folder, `x${files++}`);
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet${options})`);
  connection.closeSync();
  database.closeSync();
  return path;
}

const events = (count: number, more = ''): string =>
  `SELECT 'T' AS type, 's-' || (i % 3) AS stream_id, i AS global_position, TIMESTAMP '2024-01-01' + i * INTERVAL 1 SECOND AS recorded_at,
   {'n': i, 'list': [i, NULL], 'word': 'w'} AS data${more} FROM range(${count}) t(i)`;

describe('a Parquet file', () => {
  it.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli'])('is read with %s, group by group', async (codec) => {
    const opened = await openLog(await write(events(5000), `, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`));
    expect(opened.summary()).toMatchObject({ format: 'parquet', formatName: 'Parquet', events: 5000, problems: 0 });
    expect(opened.event(4999)).toMatchObject({
      streamId: 's-1',
      globalPosition: '4999',
      recordedAt: '2024-01-01T01:23:19.000Z',
      payload: { kind: 'json', text: '{"n":4999,"list":[4999,null],"word":"w"}' },
    });
    opened.close();
  });

  it('keeps every digit', async () => {
    const query = `SELECT 'T' AS type, 's' AS stream_id, 9223372036854775807 AS big, -0.05::DECIMAL(38, 10) AS wide,
      12345678901234567.89::DECIMAL(19, 2) AS amount, 7::DECIMAL(4, 0) AS whole, 'nan'::DOUBLE AS none,
      TIMESTAMP_NS '2024-01-01 00:00:00.123456789' AS nanos, DATE '2024-02-29' AS day, 18446744073709551615::UBIGINT AS unsigned`;
    const opened = await openLog(await write(query));
    expect(opened.event(0).payload).toEqual({
      kind: 'json',
      text: '{"big":9223372036854775807,"wide":-0.0500000000,"amount":12345678901234567.89,"whole":7,"none":"NaN","nanos":"2024-01-01T00:00:00.123456789Z","day":"2024-02-29","unsigned":18446744073709551615}',
    });
    opened.close();
  });

  it('shows bytes that are no JSON as bytes', async () => {
    const query = `SELECT 'T' AS type, 's' AS stream_id, unnest(['\\x00\\xFF'::BLOB, '{"a":1}'::BLOB]) AS data`;
    const opened = await openLog(await write(query));
    expect(opened.event(0).payload).toMatchObject({ kind: 'binary', bytes: 2 });
    expect(opened.event(1).payload).toEqual({ kind: 'json', text: '{"a":1}' });
    opened.close();
  });

  it('is refused, with the reason, when its rows are no events or its codec is not read', async () => {
    await expect(openLog(await write('SELECT 1 AS a, 2 AS b'))).rejects.toMatchObject({ code: 'not-a-store' });
    await expect(openLog(await write(events(3), ', COMPRESSION lz4'))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(/LZ4/),
    });
    await expect(openLog(await write(`${events(3)} WHERE false`))).rejects.toMatchObject({
      message: expect.stringMatching(/no rows/),
    });
  });
});

describe('a damaged Parquet file', () => {
  it('that is cut off says that its footer is missing', async () => {
    const bytes = readFileSync('tests/fixtures/stores/parquet/messagedb-1.3.0-bank.parquet');
    const path = scratch.write('cut', bytes.subarray(0, bytes.length / 2));
    await expect(openLog(path)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringMatching(/footer/) });
  });

  it('opens without a row group that cannot be read, and its rows keep their numbers', async () => {
    const rows = events(6000).replace("'T' AS type", "CASE WHEN i = 5000 THEN NULL ELSE 'T' END AS type");
    const path = await write(rows, ', COMPRESSION snappy, ROW_GROUP_SIZE 2048');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4, 60);
    const opened = await openLog(scratch.write('bad', bytes));
    expect(opened.index.length).toBe(6000 - 2048 - 1);
    expect(opened.index.problems.map(({ place }) => place)).toEqual(['row 5,001', 'row group 1 (rows 1 to 2,048)']);
    opened.close();
  });
});
