import { expect, it } from 'vitest';
import { IndexBuilder } from '../../../../../electron/worker/eventIndex/indexBuilder.ts';
import { ReadBatch } from '../../../../../electron/worker/eventIndex/readBatch.ts';
import { emptyRow } from '../../../../../electron/worker/eventIndex/rows.ts';

/** Sizes of the batches in which events with records of so many bytes are read. */
function batchSizes(recordBytes: readonly number[]): number[] {
  const index = new IndexBuilder();
  index.streams.intern('s');
  index.types.intern('T');
  for (const placeLength of recordBytes) index.append({ ...emptyRow(), placeLength });
  const batch = new ReadBatch();
  const sizes: number[] = [];
  for (let start = 0, end = 0; start < index.length; start = end) {
    while (end < index.length && !batch.isFullWith(index, end++));
    sizes.push(end - start);
    batch.end();
  }
  return sizes;
}

it('reads more and more small records together, and never more than 256', () => {
  const sizes = batchSizes(new Array<number>(2000).fill(300));
  expect(sizes[0]).toBe(16);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(256);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(2000);
});

it('ends a batch with the record that makes it large', () => {
  expect(batchSizes([300, 300, 1_000_000, 1_000_000, 300])).toEqual([3, 1, 1]);
});

it('counts records whose size is not known', () => {
  expect(batchSizes(new Array<number>(20).fill(0))[0]).toBe(16);
});
