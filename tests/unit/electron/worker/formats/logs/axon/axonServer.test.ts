import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { axonMessageOf, segmentOf } from '../../../../../../builders/logs/axonSegment.ts';
import { logEvents } from '../../../../../../builders/logs/logEvent.ts';
import { scanContext } from '../../../../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const messages = logEvents(12).map(axonMessageOf);
let folders = 0;
const nameOf = (token: number, kind = 'events'): string => `${String(token).padStart(20, '0')}.${kind}`;

function context(files: Record<string, Buffer>): string {
  const folder = join(scratch.folder, `context-${folders++}`);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

it('reads segments by their tokens, and snapshots beside them', async () => {
  const snapshot = { ...messages[9]!, isSnapshot: true, data: '{"balance":7}', revision: '4' };
  const log = await openLog(
    context({
      [nameOf(0)]: segmentOf([messages.slice(0, 4), messages.slice(4, 6)]),
      [nameOf(6)]: segmentOf([messages.slice(6)], 64, false),
      [nameOf(0, 'snapshots')]: segmentOf([[snapshot]]),
      [nameOf(0, 'index')]: Buffer.alloc(10, 1),
    }),
  );
  expect(log.format.id).toBe('axon-server');
  expect(log.index.problems).toEqual([]);
  expect(log.index.length).toBe(12);
  expect(log.event(10)).toMatchObject({
    globalPosition: '10',
    streamId: 'account-1',
    streamRevision: '3',
    type: 'bank.MoneyDeposited',
    recordedAt: '2026-05-01T00:10:10.000Z',
    correlationId: messages[10]!.metadata!.traceId,
    metadata: expect.stringContaining('"aggregateType":"Account"'),
  });
  expect(log.reader.snapshots()).toEqual([
    { streamId: 'account-0', streamRevision: '3', schemaVersion: '4', state: { kind: 'json', text: '{"balance":7}' } },
  ]);
  expect(log.reader.snapshotCount()).toBe(1);
  log.close();
});

it('reads metadata of all kinds, and events of no aggregate', async () => {
  const metadata = { text: 'é', whole: -5, part: 1.5, yes: true };
  const log = await openLog(
    scratch.write('kinds', segmentOf([[{ id: 'a', type: 'T', data: Buffer.from([255]), metadata }]])),
  );
  expect(log.event(0)).toMatchObject({
    streamId: '(no aggregate)',
    streamRevision: null,
    schemaVersion: null,
    payload: { kind: 'binary' },
  });
  expect(JSON.parse(log.event(0).metadata!)).toEqual(metadata);
  expect(log.summary().notes.join()).toContain('Tokens are counted from 0');
  log.close();
});

it('tells missing segments, and that a folder holds several contexts', async () => {
  const log = await openLog(
    context({ [nameOf(0)]: segmentOf([messages.slice(0, 4)]), [nameOf(10)]: segmentOf([messages.slice(10)]) }),
  );
  expect(log.index.problems).toMatchObject([
    { place: nameOf(10), reason: expect.stringContaining('The 6 events before it, from token 4 on, are missing') },
  ]);
  log.close();
  const one = segmentOf([messages]);
  const several = openLog(context({ [`a/${nameOf(0)}`]: one, [`b/${nameOf(0)}`]: one }));
  await expect(several).rejects.toMatchObject({
    data: {
      rejections: expect.arrayContaining([expect.objectContaining({ reason: expect.stringContaining('2 contexts') })]),
    },
  });
});

it('passes over a transaction whose checksum is wrong, and says where', async () => {
  const bytes = segmentOf([messages.slice(0, 4), messages.slice(4, 8), messages.slice(8)]);
  bytes[bytes.indexOf('"amount":50')]! ^= 1;
  const log = await openLog(scratch.write('crc', bytes));
  expect(log.index.length).toBe(8);
  expect(log.index.problems).toMatchObject([
    { reason: expect.stringMatching(/^The CRC-32 of the transaction is wrong.* The next transaction is at byte/) },
  ]);
  log.close();
});

it('tells that a file was cut off, and data behind the end mark', async () => {
  const cut = await openLog(
    scratch.write('cut', segmentOf([messages.slice(0, 4), messages.slice(4)]).subarray(0, 1500)),
  );
  expect(cut.index.length).toBe(4);
  expect(cut.index.problems).toMatchObject([{ reason: 'The file ends within a transaction.' }]);
  cut.close();
  const whole = segmentOf([messages.slice(0, 4)], 40);
  const more = await openLog(scratch.write('more', Buffer.concat([whole, segmentOf([messages.slice(4)]).subarray(5)])));
  expect(more.index.length).toBe(12);
  expect(more.index.problems).toMatchObject([{ reason: expect.stringContaining('but data follows at byte') }]);
  more.close();
});

it('is followed while the server writes into the space that was kept free', async () => {
  const path = scratch.write(nameOf(0), segmentOf([messages.slice(0, 4)], 4000, false));
  const log = await openLog(path);
  await log.grow(scanContext());
  writeFileSync(path, segmentOf([messages.slice(0, 4), messages.slice(4, 6)], 4000, false));
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'following', newEvents: 2 });
  expect(log.event(5).globalPosition).toBe('5');
  log.close();
});
