import type { Ordinal } from '../../../shared/model/event.ts';
import { inSlices, type Pause } from '../turns/slices.ts';

/**
 * Ids that are added between two pauses. Each of the first ones lands on memory that nobody has touched yet, which takes
 * the system up to some 10 microseconds.
 */
const SLICE = 512;

/**
 * First ordinals by id hash: open addressing in two typed arrays, 24 bytes for each id. Equal hashes of different ids
 * are one entry; whoever must be sure reads the ids.
 */
export class IdTable {
  readonly #hashes: Float64Array;
  /** Plus one; 0 for a slot that is free: the memory comes zeroed, which takes nobody's time. */
  readonly #ordinals: Uint32Array;
  readonly #mask: number;

  /** Of `hashes`, by ordinal; NaN where none is recorded. `pause` is awaited now and then. */
  static async of(hashes: Float64Array, pause: Pause): Promise<IdTable> {
    const table = new IdTable(hashes.length);
    await inSlices(hashes.length, pause, (from, to) => table.#add(hashes, from, to), SLICE);
    return table;
  }

  private constructor(ids: number) {
    let size = 16;
    while (size < ids * 2) size *= 2;
    this.#mask = size - 1;
    this.#hashes = new Float64Array(size);
    this.#ordinals = new Uint32Array(size);
  }

  #add(hashes: Float64Array, from: number, to: number): void {
    for (let ordinal = from; ordinal < to; ordinal++) {
      const hash = hashes[ordinal]!;
      if (Number.isNaN(hash)) continue;
      const at = this.#placeOf(hash);
      if (this.#ordinals[at] !== 0) continue;
      this.#hashes[at] = hash;
      this.#ordinals[at] = ordinal + 1;
    }
  }

  /** The first event whose id has this hash; -1 when none has. */
  ordinalOf(hash: number): Ordinal {
    return this.#ordinals[this.#placeOf(hash)]! - 1;
  }

  #placeOf(hash: number): number {
    // The low 32 bits are a lane of the hash of their own, well mixed.
    let at = (hash >>> 0) & this.#mask;
    while (this.#ordinals[at] !== 0 && this.#hashes[at] !== hash) at = (at + 1) & this.#mask;
    return at;
  }
}
