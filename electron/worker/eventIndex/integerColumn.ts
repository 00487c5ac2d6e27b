import type { IntegerBatch } from './rows.ts';

/** Stands for "not recorded" in a column of integers. */
export const NO_POSITION = -(2n ** 63n);

// Electron runs on little-endian machines only: the low half of an integer comes first in memory.

/** Halves of `NO_POSITION`: as a low half it stands for nothing else in a narrow column. */
export const NO_POSITION_LOW = 0;
export const NO_POSITION_HIGH = -(2 ** 31);
const NARROW_NONE = -(2 ** 31);

/** How 64-bit integers lie in memory: four bytes each as long as all are small, then eight. */
export type IntegerArray = Int32Array | BigInt64Array;

/**
 * Signed 64-bit integers by ordinal. Revisions, positions and offsets are small in nearly all logs: they take four
 * bytes until one comes that needs more, then the column is made anew.
 */
export class IntegerColumn {
  #array: IntegerArray;
  /** The narrow array, and the halves of the wide one: one of them is empty. */
  #narrow: Int32Array;
  #halves: Int32Array;

  /** Takes over what an array holds; `NO_POSITION` is the smallest number that it can hold. */
  constructor(array: IntegerArray) {
    this.#array = array;
    this.#narrow = array instanceof Int32Array ? array : new Int32Array(0);
    this.#halves =
      array instanceof Int32Array ? this.#narrow : new Int32Array(array.buffer, array.byteOffset, 2 * array.length);
  }

  /** What lies behind the column, with whatever capacity it has. */
  get array(): IntegerArray {
    return this.#array;
  }

  get isNarrow(): boolean {
    return this.#array === this.#narrow;
  }

  /** The integer at `i`, exactly; `NO_POSITION` where none is recorded. */
  at(i: number): bigint {
    if (this.#array !== this.#narrow) return (this.#array as BigInt64Array)[i]!;
    const value = this.#narrow[i]!;
    return value === NARROW_NONE ? NO_POSITION : BigInt(value);
  }

  /** The same as a double, rounded beyond 2^53; NaN where none is recorded. */
  number(i: number): number {
    if (this.#array === this.#narrow) {
      const value = this.#narrow[i]!;
      return value === NARROW_NONE ? Number.NaN : value;
    }
    const low = this.#halves[2 * i]!;
    const high = this.#halves[2 * i + 1]!;
    return high === NO_POSITION_HIGH && low === 0 ? Number.NaN : high * 2 ** 32 + (low >>> 0);
  }

  /** The same as decimal digits; `null` where none is recorded. */
  text(i: number): string | null {
    const number = this.number(i);
    if (Number.isNaN(number)) return null;
    return Number.isSafeInteger(number) ? String(number) : String(this.at(i));
  }

  /** Whether the entry at `i` is larger than the one at `j`; "not recorded" is smaller than all. */
  isLarger(i: number, j: number): boolean {
    if (this.#array === this.#narrow) return this.#narrow[i]! > this.#narrow[j]!;
    const high = this.#halves[2 * i + 1]!;
    const other = this.#halves[2 * j + 1]!;
    return high > other || (high === other && this.#halves[2 * i]! >>> 0 > this.#halves[2 * j]! >>> 0);
  }

  /** Sets an entry from the signed halves of its integer. */
  set(i: number, low: number, high: number): void {
    if (this.#array === this.#narrow) {
      if (high === low >> 31 && low !== NARROW_NONE) {
        this.#narrow[i] = low;
        return;
      }
      if (high === NO_POSITION_HIGH && low === NO_POSITION_LOW) {
        this.#narrow[i] = NARROW_NONE;
        return;
      }
      this.widen();
    }
    this.#halves[2 * i] = low;
    this.#halves[2 * i + 1] = high;
  }

  /** Sets the entries from `at` on from those of a batch from `from` to `to`. */
  setBatch(at: number, { isNarrow, array }: IntegerBatch, from: number, to: number): void {
    let i = from;
    if (isNarrow && this.isNarrow) {
      this.#narrow.set(array.subarray(from, to), at);
      return;
    }
    if (this.isNarrow) {
      const narrow = this.#narrow;
      const shift = at - from;
      for (; i < to; i++) {
        const low = array[2 * i]!;
        if (array[2 * i + 1] !== low >> 31 || low === NARROW_NONE) break;
        narrow[shift + i] = low;
      }
    }
    for (; i < to; i++) {
      const value = array[isNarrow ? i : 2 * i]!;
      if (!isNarrow) this.set(at - from + i, value, array[2 * i + 1]!);
      else if (value === NARROW_NONE) this.set(at - from + i, NO_POSITION_LOW, NO_POSITION_HIGH);
      else this.set(at - from + i, value, value >> 31);
    }
  }

  setBigInt(i: number, value: bigint): void {
    this.set(i, Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  }

  /** As `set`, for an offset or row number from 0 below 2^53. */
  setNumber(i: number, value: number): void {
    if (value < 2 ** 31 && this.#array === this.#narrow) this.#narrow[i] = value;
    else this.set(i, value | 0, Math.floor(value / 2 ** 32));
  }

  /** Sets the entries from `at` on from numbers that are counted from `origin`; all of them below 2^53. */
  setPlaces(at: number, places: Uint32Array, origin: number): void {
    let all = 0;
    for (let i = 0; i < places.length; i++) all |= places[i]!;
    if (this.isNarrow && origin === 0 && all >= 0) {
      this.#narrow.set(new Int32Array(places.buffer, places.byteOffset, places.length), at);
    } else {
      for (let i = 0; i < places.length; i++) this.setNumber(at + i, origin + places[i]!);
    }
  }

  /** The same entries with room for `capacity`. */
  resized(capacity: number): IntegerColumn {
    const array = this.isNarrow ? new Int32Array(capacity) : new BigInt64Array(capacity);
    if (array.length < this.#array.length) array.set(this.#array.subarray(0, capacity) as never);
    else array.set(this.#array as never);
    return new IntegerColumn(array);
  }

  /** Takes eight bytes for each entry from now on. */
  widen(): void {
    if (!this.isNarrow) return;
    const wide = new BigInt64Array(this.#narrow.length);
    const halves = new Int32Array(wide.buffer);
    for (let i = 0; i < this.#narrow.length; i++) {
      const value = this.#narrow[i]!;
      halves[2 * i] = value === NARROW_NONE ? NO_POSITION_LOW : value;
      halves[2 * i + 1] = value === NARROW_NONE ? NO_POSITION_HIGH : value >> 31;
    }
    this.#array = wide;
    this.#narrow = new Int32Array(0);
    this.#halves = halves;
  }
}
