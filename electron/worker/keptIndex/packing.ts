import type { ColumnArray } from '../eventIndex/columns.ts';
import type { Pause } from '../turns/slices.ts';

// How a column lies in a kept index: most hold far less than their type could. Everything is little-endian.

export type Column = ColumnArray;

const kinds = {
  i32: Int32Array,
  i64: BigInt64Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f64: Float64Array,
} as const;

/** What a column is made of. */
export type ColumnKind = keyof typeof kinds;

export const kindOf = (column: Column): ColumnKind =>
  (Object.keys(kinds) as ColumnKind[]).find((kind) => column instanceof kinds[kind])!;

/** A new column of a kind. */
export const emptyColumn = (kind: ColumnKind, length: number): Column => new kinds[kind](length);

/** `raw` as in memory; `constant` one value for all; `u8`, `u16`, `u32` unsigned integers of that width. */
export type Packing = 'raw' | 'constant' | 'u8' | 'u16' | 'u32';

const widths = { u8: 1, u16: 2, u32: 4 } as const;
/** Entries that are packed in one go: a millisecond or two. */
export const PACK_AT_ONCE = 1 << 17;

/** Bytes of a column of `length` entries when packed. */
export function packedBytes(column: Column, packing: Packing, length: number): number {
  if (packing === 'raw') return length * column.BYTES_PER_ELEMENT;
  return packing === 'constant' ? column.BYTES_PER_ELEMENT : length * widths[packing];
}

/** The narrowest packing that gives the same bits back. `pause` is awaited now and then. */
export async function packingOf(column: Column, pause: Pause): Promise<Packing> {
  if (column.length < 2) return 'raw';
  const words = wordsOf(column);
  const step = words.length / column.length;
  const canBeNarrower = step === 2 ? column instanceof BigInt64Array : true;
  let isConstant = true;
  let high = 0;
  let bits = 0;
  for (let from = 0; from < words.length; from += PACK_AT_ONCE) {
    const to = Math.min(words.length, from + PACK_AT_ONCE);
    for (let i = from; i < to; i += step) {
      const low = words[i]!;
      bits |= low;
      if (low !== words[0]) isConstant = false;
      if (step === 1) continue;
      const upper = words[i + 1]!;
      high |= upper;
      if (upper !== words[1]) isConstant = false;
    }
    if (!isConstant && (!canBeNarrower || high !== 0)) return 'raw';
    await pause(to);
  }
  if (isConstant) return 'constant';
  const unsigned = bits >>> 0;
  const width = unsigned < 2 ** 8 ? 'u8' : unsigned < 2 ** 16 ? 'u16' : 'u32';
  return widths[width] < column.BYTES_PER_ELEMENT ? width : 'raw';
}

/** The bytes of the entries from `from` to `to` when packed: a view for `raw`, else a copy. */
export function pack(column: Column, packing: Packing, from: number, to: number): Uint8Array {
  if (packing === 'raw') return bytesOf(column.subarray(from, to));
  if (packing === 'constant') return from === 0 ? bytesOf(column.subarray(0, 1)) : new Uint8Array(0);
  const narrow = narrowArray(packing, to - from);
  if (column instanceof BigInt64Array || column instanceof Float64Array) {
    const words = wordsOf(column);
    for (let i = from; i < to; i++) narrow[i - from] = words[2 * i]!;
  } else narrow.set(column.subarray(from, to));
  return bytesOf(narrow);
}

/** Bytes of one entry when packed; 0 where one value stands for all. */
export const packedWidth = (packing: Exclude<Packing, 'raw'>): number => (packing === 'constant' ? 0 : widths[packing]);

/**
 * Sets the entries from `from` on from what `pack` made of them, or all of them where one value stands for all; `bytes`
 * begins at an address that fits its width.
 */
export function unpack(column: Column, from: number, packing: Exclude<Packing, 'raw'>, bytes: Uint8Array): void {
  if (packing === 'constant') fill(column, bytes);
  else widen(column.subarray(from), narrowView(packing, bytes, bytes.length / widths[packing]));
}

function fill(column: Column, { buffer, byteOffset }: Uint8Array): void {
  // As words: a double that is NaN may change its bits on its way through a variable.
  if (column.BYTES_PER_ELEMENT === 8) {
    const [low, high] = new Uint32Array(buffer, byteOffset, 2);
    fillPairs(new Uint32Array(column.buffer, column.byteOffset, 2 * column.length), low!, high!);
  } else if (column instanceof Uint16Array) column.fill(new Uint16Array(buffer, byteOffset, 1)[0]!);
  else wordsOf(column).fill(new Uint32Array(buffer, byteOffset, 1)[0]!);
}

function widen(column: Column, narrow: Uint8Array | Uint16Array | Uint32Array): void {
  if (column instanceof BigInt64Array || column instanceof Float64Array) {
    const words = wordsOf(column);
    for (let i = 0; i < narrow.length; i++) words[2 * i] = narrow[i]!;
  } else column.set(narrow);
}

function narrowArray(packing: 'u8' | 'u16' | 'u32', length: number): Uint8Array | Uint16Array | Uint32Array {
  if (packing === 'u8') return new Uint8Array(length);
  return packing === 'u16' ? new Uint16Array(length) : new Uint32Array(length);
}

function narrowView(packing: 'u8' | 'u16' | 'u32', { buffer, byteOffset }: Uint8Array, length: number) {
  if (packing === 'u8') return new Uint8Array(buffer, byteOffset, length);
  return packing === 'u16' ? new Uint16Array(buffer, byteOffset, length) : new Uint32Array(buffer, byteOffset, length);
}

/** Doubles its reach with every copy: as fast as memory goes. */
function fillPairs(words: Uint32Array, low: number, high: number): void {
  words[0] = low;
  words[1] = high;
  for (let done = 2; done < words.length; done *= 2) words.copyWithin(done, 0, Math.min(done, words.length - done));
}

/** The entries as words: two of each of eight bytes, one of each of four; those of two bytes as they are. */
const wordsOf = (column: Column): Uint32Array | Uint16Array =>
  column instanceof Uint16Array ? column : new Uint32Array(column.buffer, column.byteOffset, column.byteLength / 4);

const bytesOf = (array: Column | Uint8Array | Uint16Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
