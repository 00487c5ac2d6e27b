import { expect, it } from 'vitest';
import type { EventIndex } from '../../../../../electron/worker/eventIndex/eventIndex.ts';
import { BatchSizes } from '../../../../../electron/worker/replay/batchSizes.ts';

const indexOf = (recordBytes: readonly number[]): EventIndex =>
  ({ length: recordBytes.length, columns: { placeLength: Uint32Array.from(recordBytes) } }) as unknown as EventIndex;

const MEGABYTE = 1_000_000;

it('ends a batch with a record that makes it too large', () => {
  const records = [300, 300, MEGABYTE, MEGABYTE, 300];
  const index = indexOf(records);
  const sizes = new BatchSizes();
  const ends: number[] = [];
  for (let at = 0; at < records.length; ) {
    at = sizes.endFrom(index, at, records.length);
    ends.push(at);
    sizes.took(1, 1);
  }
  expect(ends).toEqual([3, 4, 5]);
  expect(sizes.endOf(index, Uint32Array.of(0, 2, 4), 0, 3)).toBe(2);
  sizes.begin();
  expect([0, 2].map((ordinal) => sizes.isFullWith(index, ordinal))).toEqual([false, true]);
});

it('begins with few records, as it does not know what they cost, and takes no more than it may', () => {
  const index = indexOf(new Array<number>(5000).fill(0));
  const sizes = new BatchSizes(100);
  expect(sizes.endFrom(index, 0, 5000)).toBe(16);
  for (let i = 0; i < 9; i++) sizes.took(sizes.next, 1);
  expect(sizes.endFrom(index, 16, 5000)).toBeLessThanOrEqual(116);
  expect(new BatchSizes(1).endFrom(index, 7, 5000)).toBe(8);
});
