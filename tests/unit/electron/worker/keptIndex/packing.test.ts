import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_POSITION } from '../../../../../electron/worker/eventIndex/eventIndex.ts';
import {
  type Column,
  emptyColumn,
  kindOf,
  pack,
  packedBytes,
  packedWidth,
  packingOf,
  unpack,
} from '../../../../../electron/worker/keptIndex/packing.ts';

const bytesOf = (column: Column): number[] => [...new Uint8Array(column.slice().buffer)];

async function thereAndBack(column: Column, step: number): Promise<Column> {
  const packing = await packingOf(column, () => undefined);
  const blocks: Uint8Array[] = [];
  for (let from = 0; from < column.length; from += step) {
    blocks.push(pack(column, packing, from, Math.min(column.length, from + step)));
  }
  const bytes = new Uint8Array(Buffer.concat(blocks));
  expect(bytes.length).toBe(packedBytes(column, packing, column.length));
  const back = emptyColumn(kindOf(column), column.length);
  if (packing === 'raw') new Uint8Array(back.buffer).set(bytes);
  else if (packing === 'constant') unpack(back, 0, packing, bytes);
  else {
    const width = packedWidth(packing);
    for (let from = 0; from < column.length; from += step) {
      unpack(back, from, packing, bytes.slice(from * width, (from + step) * width));
    }
  }
  return back;
}

const small = fc.constantFrom(1, 200, 60_000, 70_000);
const column: fc.Arbitrary<Column> = fc.oneof(
  small.chain((max) => fc.array(fc.nat(max)).map((values) => Uint32Array.from(values))),
  small.chain((max) => fc.array(fc.integer({ min: -1, max })).map((values) => Int32Array.from(values))),
  fc.constantFrom(1, 200, 60_000).chain((max) => fc.array(fc.nat(max)).map((values) => Uint16Array.from(values))),
  fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((values) => BigInt64Array.from(values)),
  fc.array(fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }))).map((values) => BigInt64Array.from(values)),
  small.chain((max) => fc.array(fc.nat(max)).map((values) => BigInt64Array.from(values, BigInt))),
  fc.array(fc.double()).map((values) => Float64Array.from(values)),
  fc.nat(40).map((length) => new Float64Array(length).fill(Number.NaN)),
  fc.nat(40).map((length) => new BigInt64Array(length).fill(NO_POSITION)),
  fc.nat(40).map((length) => new Uint32Array(length).fill(77)),
  fc.nat(40).map((length) => new Uint16Array(length).fill(770)),
  fc.nat(40).map((length) => new Int32Array(length).fill(-7)),
);

it('gives back every bit of every column', async () => {
  await fc.assert(
    fc.asyncProperty(column, fc.integer({ min: 1, max: 50 }), async (values, step) => {
      expect(bytesOf(await thereAndBack(values, step))).toEqual(bytesOf(values));
    }),
  );
});

it('takes no more room than the values need', async () => {
  const still = (): undefined => undefined;
  expect(await packingOf(new Uint32Array([1, 255]), still)).toBe('u8');
  expect(await packingOf(new Uint32Array([1, 256]), still)).toBe('u16');
  expect(await packingOf(new Uint32Array([1, 65_536]), still)).toBe('raw');
  expect(await packingOf(new Uint16Array([1, 255]), still)).toBe('u8');
  expect(await packingOf(new Uint16Array([1, 256]), still)).toBe('raw');
  expect(await packingOf(new Int32Array([1, 256]), still)).toBe('u16');
  expect(await packingOf(new Int32Array([1, -1]), still)).toBe('raw');
  expect(await packingOf(new BigInt64Array([1n, 65_536n]), still)).toBe('u32');
  expect(await packingOf(new BigInt64Array([1n, -1n]), still)).toBe('raw');
  expect(await packingOf(new BigInt64Array([NO_POSITION, NO_POSITION]), still)).toBe('constant');
  expect(await packingOf(new Float64Array([Number.NaN, Number.NaN]), still)).toBe('constant');
  expect(await packingOf(new Float64Array([1, 2]), still)).toBe('raw');
});
