import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../../../electron/worker/openedLog.ts';
import {
  batchOf,
  type Codec,
  type KafkaMessage,
  markerOf,
  messageOf,
} from '../../../../../../builders/logs/kafkaSegment.ts';
import { logEvents } from '../../../../../../builders/logs/logEvent.ts';
import { scanContext } from '../../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const messages = logEvents(12).map(messageOf);
let folders = 0;

function partition(files: Record<string, Buffer>): string {
  const folder = join(scratch.folder, `data-${folders++}`);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const open = (bytes: Buffer): Promise<OpenedLog> => openLog(scratch.write(`segment-${folders++}`, bytes));
const amounts = (log: OpenedLog): unknown[] =>
  log.reader
    .readPayloads(
      log.index,
      Array.from({ length: log.index.length }, (_, i) => i),
    )
    .map((text) => (text === null ? null : (JSON.parse(text) as { amount?: number } | null)?.amount));
const tens = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => 10 * (from + i + 1));

describe('a batch', () => {
  it.each<Codec>(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('packed with %s gives its records', async (codec) => {
    const log = await open(
      Buffer.concat([batchOf(5, messages, { codec }), batchOf(20, messages.slice(0, 2), { codec })]),
    );
    expect(log.format.id).toBe('kafka-log');
    expect(log.index.problems).toEqual([]);
    expect(amounts(log)).toEqual([...tens(0, 12), 10, 20]);
    expect(log.event(4)).toMatchObject({
      globalPosition: '9',
      streamId: 'account-1',
      type: 'MoneyDeposited',
      schemaVersion: '1',
      recordedAt: '2026-05-01T00:04:04.000Z',
      eventId: messages[4]!.headers!['event-id'],
    });
    log.close();
  });

  it('that the broker gave the time has that of its last record', async () => {
    const log = await open(batchOf(0, messages.slice(0, 3), { isAppendTime: true }));
    expect(log.event(0).recordedAt).toBe('2026-05-01T00:02:02.000Z');
    log.close();
  });

  it('of what is not text: keys, values, headers, and the number of a registry’s schema', async () => {
    const schema = Buffer.from([0, 0, 0, 0, 7]);
    const odd: KafkaMessage[] = [
      { key: Buffer.from([0, 255]), value: null },
      { key: null, value: Buffer.concat([schema, Buffer.from([2, 200])]) },
      { key: 'k', value: Buffer.concat([schema, Buffer.from('{"amount":1}')]), headers: { trace: 'x', user: 'u7' } },
      { key: 'k', value: '{"eventType":"Said.v3"}' },
    ];
    const log = await openLog(partition({ 'orders-3/00.log': batchOf(0, odd) }));
    const shown = [0, 1, 2, 3].map((i) => log.event(i));
    expect(shown.map(({ streamId, type, schemaVersion }) => [streamId, type, schemaVersion])).toEqual([
      ['0x00ff', 'orders', null],
      ['orders-3', 'orders', '7'],
      ['k', 'orders', '7'],
      ['k', 'Said.v3', '3'],
    ]);
    expect(shown[0]!.payload).toEqual({ kind: 'json', text: 'null' });
    expect(shown[1]!.payload).toMatchObject({ kind: 'binary', note: expect.stringContaining('schema 7') });
    expect(shown[2]).toMatchObject({
      payload: { kind: 'json', text: '{"amount":1}' },
      metadata: '{"trace":"x"}',
      actor: 'u7',
    });
    log.close();
  });

  it('of a transaction counts unless that was aborted', async () => {
    const of = (from: number, producerId: bigint): Buffer =>
      batchOf(from, messages.slice(from, from + 2), { isTransactional: true, producerId });
    const log = await open(
      Buffer.concat([
        of(0, 1n),
        of(2, 2n),
        markerOf(4, 1n, 'abort'),
        markerOf(5, 2n, 'commit'),
        of(6, 1n),
        batchOf(8, messages.slice(8, 9)),
      ]),
    );
    expect(amounts(log)).toEqual([...tens(2, 4), ...tens(6, 9)]);
    const notes = log.summary().notes.join();
    expect(notes).toContain('Left out: 2 records of transactions that were aborted');
    expect(notes).toContain('Left out: 2 control batches');
    expect(notes).toContain('1 transactions have not ended');
    expect(log.live).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('transactions') });
    log.close();
  });
});

describe('a folder', () => {
  it('of a partition is read in the order of its offsets, whatever the names', async () => {
    const log = await openLog(
      partition({
        'b.log': batchOf(0, messages.slice(0, 6)),
        'a.log': batchOf(6, messages.slice(6)),
        'a.index': Buffer.alloc(64),
        'old.log.deleted': batchOf(0, messages),
      }),
    );
    expect(amounts(log)).toEqual(tens(0, 12));
    log.close();
  });

  it('of several partitions is ordered by time', async () => {
    const even = messages.filter((_, i) => i % 2 === 0);
    const odd = messages.filter((_, i) => i % 2 === 1);
    const log = await openLog(
      partition({
        'bank-0/0.log': batchOf(0, even),
        'bank-1/0.log': batchOf(0, odd),
        '__consumer_offsets-4/0.log': batchOf(0, even),
      }),
    );
    expect(amounts(log)).toEqual(tens(0, 12));
    expect(log.event(1)).toMatchObject({ globalPosition: null, metadata: '{"partition":"bank-1"}' });
    expect(log.summary().notes.join()).toContain('__consumer_offsets-4/0.log');
    log.close();
  });
});

describe('damage', () => {
  const first = batchOf(0, messages.slice(0, 4), { codec: 'gzip' });
  const second = batchOf(4, messages.slice(4, 8));
  const third = batchOf(8, messages.slice(8));

  it('of a packed batch costs that batch', async () => {
    const bytes = Buffer.concat([second, first, third]);
    bytes[second.length + 80]! ^= 0xff;
    const log = await open(bytes);
    expect(amounts(log)).toEqual(tens(4, 12));
    expect(log.index.problems).toMatchObject([
      { reason: expect.stringContaining('4 records with the offsets 0 to 3 are lost') },
    ]);
    log.close();
  });

  it('of a plain batch is told by its checksum, and what can be read is shown', async () => {
    const bytes = Buffer.concat([first, second, third]);
    bytes[first.length + second.indexOf('amount') + 9]! ^= 1;
    const log = await open(bytes);
    expect(log.index.length).toBe(12);
    expect(log.index.problems).toMatchObject([
      { reason: expect.stringContaining('The CRC-32C of the batch with the offsets 4 to 7 is wrong') },
    ]);
    log.close();
  });

  it('of a length is passed over up to the next batch', async () => {
    const bytes = Buffer.concat([first, second, third]);
    bytes.writeInt32BE(7_777, first.length + 8);
    const log = await open(bytes);
    expect(amounts(log)).toEqual([...tens(0, 4), ...tens(8, 12)]);
    expect(log.index.problems).toMatchObject([{ place: `byte ${first.length}` }]);
    log.close();
  });

  it('that cut the file off is told; space that is not in use yet is none', async () => {
    const cut = await open(Buffer.concat([first, second.subarray(0, 100)]));
    expect(cut.index.length).toBe(4);
    expect(cut.index.problems).toMatchObject([{ reason: 'The file ends within a batch.' }]);
    cut.close();
    const free = await open(Buffer.concat([first, Buffer.alloc(1000)]));
    expect(free.index.problems).toEqual([]);
    free.close();
  });

  it('is not what messages of old formats are: they are named', async () => {
    const old = Buffer.alloc(40);
    old.writeInt32BE(28, 8);
    old[16] = 1;
    const log = await open(Buffer.concat([second, old, third]));
    expect(log.index.length).toBe(8);
    expect(log.index.problems).toMatchObject([{ reason: expect.stringContaining('message of format 1') }]);
    log.close();
    await expect(open(Buffer.concat([old, Buffer.alloc(100)]))).rejects.toMatchObject({
      data: {
        rejections: expect.arrayContaining([
          expect.objectContaining({ reason: expect.stringContaining('before Kafka 0.11') }),
        ]),
      },
    });
  });
});

it('is followed while it grows, a batch that was half written included', async () => {
  const path = scratch.write(
    'live.log',
    Buffer.concat([batchOf(0, messages.slice(0, 4)), batchOf(4, messages.slice(4, 8)).subarray(0, 50)]),
  );
  const log = await openLog(path);
  expect(log.index.problemCount).toBe(1);
  await log.grow(scanContext());
  appendFileSync(
    path,
    Buffer.concat([batchOf(4, messages.slice(4, 8)).subarray(50), batchOf(8, messages.slice(8), { codec: 'zstd' })]),
  );
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'following', newEvents: 8 });
  expect(log.index.problemCount).toBe(0);
  expect(amounts(log)).toEqual(tens(0, 12));
  writeFileSync(path, batchOf(0, messages));
  await log.grow(scanContext());
  expect(log.live.state).toBe('stopped');
  log.close();
});
