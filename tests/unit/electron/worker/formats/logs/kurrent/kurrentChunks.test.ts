import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../../../electron/worker/openedLog.ts';
import {
  ChunkWriter,
  COMMITTED,
  DATA,
  DELETE,
  JSON_DATA,
  REDACTED,
} from '../../../../../../builders/logs/kurrentChunk.ts';
import { logEvents } from '../../../../../../builders/logs/logEvent.ts';
import { scanContext } from '../../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const SIZE = 64 * 1024;
let folders = 0;

function database(files: Record<string, Buffer>): string {
  const folder = join(scratch.folder, `db-${folders++}`);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const numbers = (log: OpenedLog): string[] =>
  Array.from({ length: log.index.length }, (_, i) => {
    const { streamId, streamRevision, type } = log.envelope(i);
    return `${streamId} ${streamRevision} ${type}`;
  });

const chunkOf = (from: number, to: number, number: number): ChunkWriter => {
  const chunk = new ChunkWriter({ number, size: SIZE });
  for (const event of logEvents(40).slice(from, to)) chunk.event(event);
  return chunk;
};

const checkpoint = (position: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(position);
  return bytes;
};

describe('a database folder', () => {
  it('is read in the order of its chunks, of several versions the newest', async () => {
    const log = await openLog(
      database({
        'chunk-000000.000000': chunkOf(0, 12, 0).completed(),
        'chunk-000000.000001': chunkOf(0, 10, 0).completed({ isScavenged: true }),
        'chunk-000001.000000': chunkOf(10, 15, 1).active(),
        'writer.chk': checkpoint(BigInt(2 * SIZE)),
        'index/indexmap': Buffer.from('1'),
      }),
    );
    expect(log.format.id).toBe('kurrentdb-chunks');
    expect(log.index.length).toBe(15);
    expect(log.index.problems).toEqual([]);
    expect(log.summary().notes.join()).toContain('older versions of chunks were passed over: chunk-000000.000000');
    expect(log.event(12)).toMatchObject({ streamId: 'account-0', streamRevision: '4', payload: { kind: 'json' } });
    log.close();
  });

  it('says which chunks are missing', async () => {
    const folder = database({ a: chunkOf(0, 3, 0).completed(), b: chunkOf(3, 6, 3).completed() });
    const log = await openLog(folder);
    expect(log.index.length).toBe(6);
    expect(log.index.problems).toMatchObject([{ reason: 'Chunks 1 to 2 are missing.' }]);
    log.close();
  });

  it('leaves out what stands behind writer.chk', async () => {
    const chunk = new ChunkWriter({ size: SIZE });
    const positions = logEvents(4).map((event) => chunk.event(event));
    const log = await openLog(database({ chunk: chunk.active(), 'writer.chk': checkpoint(positions[3]!) }));
    expect(log.index.length).toBe(3);
    expect(log.summary().notes.join()).toContain('Left out: 1 records behind the position in writer.chk');
    log.close();
  });
});

describe('records', () => {
  it('of transactions count once they are committed, with the numbers of the commit', async () => {
    const chunk = new ChunkWriter();
    const transaction = chunk.position;
    const part = { stream: 'a', type: 'T', expectedVersion: -2n, flags: DATA | JSON_DATA, transaction };
    chunk.prepare({ ...part, offset: 0 });
    chunk.prepare({ ...part, offset: 1, version: 0 });
    chunk.prepare({ stream: 'b', type: 'Other', expectedVersion: -1n });
    chunk.commit(transaction, 7n);
    chunk.prepare({ ...part, transaction: 999_999n });
    const log = await openLog(scratch.write('transactions', chunk.completed()));
    expect(numbers(log)).toEqual(['b 0 Other', 'a 7 T', 'a 8 T']);
    expect(log.summary().notes.join()).toContain('Left out: 1 events of transactions that were never committed');
    log.close();
  });

  it('of the system are told apart: links, limits, deletions, redacted and binary data', async () => {
    const chunk = new ChunkWriter();
    chunk.system();
    chunk.prepare({ stream: 'a', type: 'T', expectedVersion: 4n, data: '{"n":1}' });
    chunk.prepare({
      stream: 'a',
      type: 'T',
      expectedVersion: 5n,
      data: Buffer.from([0xff, 1]),
      flags: DATA | COMMITTED,
    });
    chunk.prepare({ stream: 'a', type: 'T', expectedVersion: 6n, flags: DATA | COMMITTED | JSON_DATA | REDACTED });
    chunk.prepare({ stream: '$ce-a', type: '$>', expectedVersion: -1n, data: '5@a' });
    chunk.prepare({ stream: '$$a', type: '$metadata', expectedVersion: -1n, data: '{"$maxCount":3}' });
    chunk.prepare({
      stream: 'gone',
      type: '$streamDeleted',
      expectedVersion: 2n ** 63n - 2n,
      flags: DELETE | COMMITTED,
      data: '',
    });
    const log = await openLog(scratch.write('system', chunk.active()));
    expect(numbers(log)).toEqual(['a 5 T', 'a 6 T', 'a 7 T', '$$a 0 $metadata', 'gone null $streamDeleted']);
    expect(log.event(1).payload).toMatchObject({ kind: 'binary', base64: '/wE=' });
    expect(log.event(2).payload).toMatchObject({ kind: 'binary', note: expect.stringContaining('redacted') });
    const notes = log.summary().notes.join();
    expect(notes).toContain('Left out: 1 links to events of other streams');
    expect(notes).toContain('1 streams keep only some of their events ($maxCount, $maxAge or $tb)');
    expect(notes).toContain('1 streams were deleted: gone');
    log.close();
  });

  it('of consumers are checkpoints and dead letters', async () => {
    const chunk = new ChunkWriter();
    const first = chunk.prepare({ stream: 'a', type: 'T', expectedVersion: -1n });
    const second = chunk.prepare({ stream: 'a', type: 'T', expectedVersion: 0n });
    const metadata = JSON.stringify({ $c: Number(first), $p: Number(first) });
    chunk.prepare({
      stream: '$projections-totals-checkpoint',
      type: '$ProjectionCheckpoint',
      expectedVersion: -1n,
      metadata,
    });
    chunk.prepare({
      stream: '$persistentsubscription-a::mail-checkpoint',
      type: '$SubscriptionCheckpoint',
      expectedVersion: -1n,
      data: '"1"',
    });
    chunk.prepare({ stream: '$persistentsubscription-a::mail-parked', type: '$>', expectedVersion: -1n, data: '0@a' });
    const log = await openLog(scratch.write('consumers', chunk.active()));
    expect(log.consumers()).toMatchObject({
      checkpoints: [
        { consumer: 'totals', globalPosition: String(first) },
        { consumer: 'a::mail', globalPosition: String(second) },
      ],
      deadLetters: [{ consumer: 'a::mail', ordinal: 0 }],
    });
    log.close();
  });
});

describe('damage', () => {
  it('of a completed chunk shows in its MD5', async () => {
    const bytes = chunkOf(0, 5, 0).completed();
    bytes[bytes.indexOf('amount')]! ^= 1;
    const log = await openLog(scratch.write('md5', bytes));
    expect(log.index.length).toBe(5);
    expect(log.index.problems).toMatchObject([{ reason: expect.stringContaining('The MD5 of the chunk is') }]);
    log.close();
  });

  it('of one record costs that record: the next one is found', async () => {
    const bytes = chunkOf(0, 9, 0).active();
    const starts: number[] = [];
    for (let at = 128; bytes.readInt32LE(at) > 0; at += bytes.readInt32LE(at) + 8) starts.push(at);
    bytes.writeInt32LE(123_456_789, starts[4]!);
    const log = await openLog(scratch.write('record', bytes));
    expect(log.index.length).toBe(8);
    expect(log.index.problems).toMatchObject([{ place: `byte ${starts[4]!.toLocaleString('en')}` }]);
    log.close();
  });

  it('of what says where its parts end is told', async () => {
    const bytes = chunkOf(0, 3, 0).active();
    // The length of the second stream's name.
    bytes[bytes.indexOf('account-1') - 1] = 0x7f;
    const log = await openLog(scratch.write('parts', bytes));
    expect(log.index.problemCount).toBeGreaterThan(0);
    log.close();
  });

  it('that cut the file off is told, and what is before it opens', async () => {
    const whole = chunkOf(0, 9, 0).completed();
    const log = await openLog(scratch.write('cut', whole.subarray(0, 1500)));
    expect(log.index.length).toBeGreaterThan(3);
    expect(log.index.problems).toMatchObject([{ reason: 'The file ends within a record.' }]);
    log.close();
  });

  it('is not made of an encrypted chunk: it is refused with a reason', async () => {
    const path = scratch.write('encrypted', chunkOf(0, 3, 0).completed({ version: 4, transform: 1 }));
    await expect(openLog(path)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('encrypted'),
    });
  });
});

it('is followed while the server writes into the space that was kept free', async () => {
  const chunk = chunkOf(0, 5, 0);
  const path = scratch.write('live', chunk.active());
  const log = await openLog(path);
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'following', newEvents: 0 });
  for (const event of logEvents(40).slice(5, 8)) chunk.event(event);
  const more = chunk.active().subarray(0, readFileSync(path).length);
  const file = openSync(path, 'r+');
  writeSync(file, more);
  closeSync(file);
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'following', newEvents: 3 });
  expect(log.event(7)).toMatchObject({ streamId: 'account-1', streamRevision: '2' });
  log.close();
});
