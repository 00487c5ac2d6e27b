import { expect, it } from 'vitest';
import { partitionsOf } from '../../../../../../electron/worker/replay/partitions/partitions.ts';
import { loadProjection } from '../../../../../../electron/worker/replay/sandbox/projectionFile.ts';
import { eventLog, type TestEvent } from '../../../../../builders/eventLog.ts';
import { calm } from '../bank.ts';

const events = (from: number, to: number): TestEvent[] =>
  Array.from({ length: to - from }, (_, i) => ({
    stream: `${i % 2 === 0 ? 'order' : 'other'}-${from + i}`,
    type: 'T',
  }));

it('asks of each stream once whether it is read, however the log grows, and gives way meanwhile', async () => {
  const log = eventLog(events(0, 5000));
  const loaded = await loadProjection('orders.js', 'fromCategory("order").when({})');
  const asked: string[] = [];
  const reads = (id: string): boolean => {
    asked.push(id);
    return loaded.reads(id);
  };
  const partitions = partitionsOf(log, Object.create(loaded, { reads: { value: reads } }));
  const found = async (): Promise<number> => (await partitions.find('', log.index.length - 1, calm)).ordinals.length;
  let askedAtOnce = 0;
  let askedBefore = 0;
  const breathe = (): undefined => {
    askedAtOnce = Math.max(askedAtOnce, asked.length - askedBefore);
    askedBefore = asked.length;
  };
  await partitions.size({ ...calm, breathe });
  expect(askedAtOnce).toBeLessThan(2000);
  expect(await found()).toBe(2500);
  log.append(events(5000, 5010));
  expect([partitions.reads(5000), partitions.reads(5001)]).toEqual([true, false]);
  expect(await found()).toBe(2505);
  expect(asked).toEqual(log.index.streams.all);
});
