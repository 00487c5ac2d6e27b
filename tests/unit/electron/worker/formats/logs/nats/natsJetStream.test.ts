import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../../../electron/worker/openedLog.ts';
import { logEvents } from '../../../../../../builders/logs/logEvent.ts';
import { blockWriter, natsMessageOf } from '../../../../../../builders/logs/natsBlock.ts';
import { scanContext } from '../../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const events = logEvents(12);
let folders = 0;

function folderOf(files: Record<string, Buffer | string>): string {
  const folder = join(scratch.folder, `stream-${folders++}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const meta = JSON.stringify({ name: 'BANK' });
const first = blockWriter('BANK', 1);
const second = blockWriter('BANK', 2);
const some = (write: typeof first, from: number, to: number): Buffer[] =>
  events.slice(from, to).map((event, i) => write(natsMessageOf(event, from + i + 1)));
const sequences = (log: OpenedLog): (string | null)[] =>
  Array.from({ length: log.index.length }, (_, i) => log.envelope(i).globalPosition);

it('reads blocks in order, with what was removed left out', async () => {
  const log = await openLog(
    folderOf({
      'meta.inf': meta,
      'msgs/1.blk': Buffer.concat([
        ...some(first, 0, 5),
        first({ sequence: 6, mark: 'erased', body: Buffer.alloc(40, 7) }),
      ]),
      'msgs/2.blk': Buffer.concat([...some(second, 6, 12), second({ sequence: 3, mark: 'tombstone' })]),
      'obs/mail/o.dat': Buffer.from([22, 2, 9, 8, 9, 8, 0, 0]),
    }),
  );
  expect(log.format.id).toBe('nats-jetstream');
  expect(log.index.problems).toEqual([]);
  expect(sequences(log)).toEqual(['1', '2', '4', '5', '7', '8', '9', '10', '11', '12']);
  expect(log.summary().notes).toContain('Left out: 2 messages that were deleted.');
  expect(log.consumers().checkpoints).toMatchObject([{ consumer: 'mail', globalPosition: '8' }]);
  expect(log.event(0)).toMatchObject({
    streamId: 'bank.account-0',
    type: 'AccountOpened',
    recordedAt: '2026-05-01T00:00:00.000123Z',
    payload: { kind: 'json', text: JSON.stringify(events[0]!.data) },
  });
  log.close();
});

it('reads messages without headers, and those that an application wrapped', async () => {
  const nanos = 1_800_000_000_000_000_000n;
  const block = Buffer.concat([
    first({ sequence: 1, subject: 'orders.7.placed', body: '{"total":5}', nanos }),
    first({ sequence: 2, subject: 'orders.7', body: '{"type":"Paid","actor":"u1","data":{"sum":5}}', nanos }),
    first({
      sequence: 3,
      subject: 'orders.7',
      body: Buffer.from([0xff, 0]),
      nanos,
      headers: { Trace: 'x', 'Event-Type': 'Raw' },
    }),
  ]);
  const log = await openLog(folderOf({ 'meta.inf': meta, 'msgs/1.blk': block }));
  expect([0, 1, 2].map((i) => log.event(i))).toMatchObject([
    { type: 'placed', payload: { text: '{"total":5}' }, metadata: null },
    { type: 'Paid', actor: 'u1', payload: { text: '{"sum":5}' }, metadata: '{"type":"Paid","actor":"u1"}' },
    { type: 'Raw', payload: { kind: 'binary' }, metadata: '{"Trace":"x"}' },
  ]);
  log.close();
});

describe('damage', () => {
  it('of a message is told by its checksum', async () => {
    const block = Buffer.concat(some(first, 0, 6));
    block[block.indexOf('amount') + 9]! ^= 1;
    const log = await openLog(folderOf({ 'meta.inf': meta, 'msgs/1.blk': block }));
    expect(log.index.length).toBe(6);
    expect(log.index.problems).toMatchObject([
      { reason: expect.stringContaining('The checksum of message 1 is wrong') },
    ]);
    log.close();
  });

  it('of a length is passed over up to the next message', async () => {
    const messages = some(first, 0, 6);
    messages[2]!.writeUInt32LE(99_999, 0);
    const log = await openLog(folderOf({ 'meta.inf': meta, 'msgs/1.blk': Buffer.concat(messages) }));
    expect(sequences(log)).toEqual(['1', '2', '4', '5', '6']);
    expect(log.index.problemCount).toBe(1);
    log.close();
  });

  it('that cut a block off is told', async () => {
    const block = Buffer.concat(some(first, 0, 6));
    const log = await openLog(scratch.write('cut', block.subarray(0, block.length - 20)));
    expect(log.index.length).toBe(5);
    expect(log.index.problems).toMatchObject([{ reason: 'The file ends within a message.' }]);
    expect(log.summary().notes.join()).toContain('Checksums were not compared');
    log.close();
  });
});

it('says why a folder is not one stream, or cannot be read', async () => {
  const block = Buffer.concat(some(first, 0, 2));
  const several = openLog(folderOf({ 'A/msgs/1.blk': block, 'B/msgs/1.blk': block, 'A/meta.inf': meta }));
  await expect(several).rejects.toMatchObject({
    data: {
      rejections: expect.arrayContaining([
        expect.objectContaining({ reason: expect.stringContaining('It holds 2 streams') }),
      ]),
    },
  });
  const packed = Buffer.concat([Buffer.from('cmp\x01'), Buffer.alloc(60, 3)]);
  const mixed = await openLog(
    folderOf({ 'meta.inf': meta, 'msgs/1.blk': packed, 'msgs/2.blk': Buffer.concat(some(second, 0, 2)) }),
  );
  expect(mixed.index.problems).toMatchObject([{ reason: expect.stringContaining('compressed with S2') }]);
  mixed.close();
});

it('is followed while a block grows', async () => {
  const path = scratch.write('1.blk', Buffer.concat(some(first, 0, 3)));
  const log = await openLog(path);
  await log.grow(scanContext());
  writeFileSync(path, Buffer.concat(some(first, 3, 5)), { flag: 'a' });
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'following', newEvents: 2 });
  log.close();
});
