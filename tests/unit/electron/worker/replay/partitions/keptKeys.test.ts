import { describe, expect, it } from 'vitest';
import type { PartitionKeys } from '../../../../../../electron/worker/replay/partitions/keyedPartitions.ts';
import { partitionsOf } from '../../../../../../electron/worker/replay/partitions/partitions.ts';
import { loadProjection } from '../../../../../../electron/worker/replay/sandbox/projectionFile.ts';
import { eventLog } from '../../../../../builders/eventLog.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';

const calm = scanContext();
const source = `export const initialState = () => 0;
export const evolve = (s) => s + 1;
export const partitionBy = (e) => e.data.k;
`;
const events = Array.from({ length: 30 }, (_, i) => ({
  stream: 's',
  type: 'T',
  data: { k: i % 7 === 0 ? null : `k${i % 3}` },
}));

/** The partitions of a log, with what is kept of its keys and what they leave. */
async function keyed(count: number, keys: PartitionKeys | null) {
  const left: PartitionKeys[] = [];
  const kept = { keys: () => Promise.resolve(keys), putKeys: (found: PartitionKeys) => void left.push(found) };
  const partitions = partitionsOf(eventLog(events.slice(0, count)), await loadProjection('k.js', source), kept);
  const size = await partitions.size(calm);
  const all = Array.from({ length: size }, (_, number) => partitions.at(number));
  return { all: all.map(({ name, ordinals }) => ({ name, ordinals: [...ordinals] })), left, partitions };
}

describe('keys that are kept', () => {
  it('are left once, of the whole log, and give the same partitions', async () => {
    const { all, left, partitions } = await keyed(30, null);
    await partitions.find('k1', 29, calm);
    expect(left).toHaveLength(1);
    const again = await keyed(30, left[0]!);
    expect(again.all).toEqual(all);
    expect(again.left).toEqual([]);
    expect(again.partitions.numberOf(0)).toBe(-1);
  });

  it('are believed, and those of later events are asked for', async () => {
    const { left } = await keyed(10, null);
    const whole = await keyed(30, null);
    expect((await keyed(30, left[0]!)).all).toEqual(whole.all);
    const madeUp = { names: { text: 'x', ends: Uint32Array.of(1) }, ofEvent: new Int32Array(30) };
    expect((await keyed(30, madeUp)).all).toEqual([{ name: 'x', ordinals: [...events.keys()] }]);
  });

  it('are not used where they are of more events than there are', async () => {
    const { left } = await keyed(30, null);
    expect((await keyed(10, left[0]!)).all).toEqual((await keyed(10, null)).all);
  });
});
