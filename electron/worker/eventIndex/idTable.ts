import type { Ordinal } from '../../../shared/model/event.ts';

/** No id hash is negative. */
const FREE = -1;

/**
 * First ordinals by id hash: open addressing in two typed arrays, 24 bytes for each id. Equal hashes of different ids are
 * one entry; whoever must be sure reads the ids.
 */
export class IdTable {
  readonly #hashes: Float64Array;
  readonly #ordinals: Uint32Array;
  readonly #mask: number;

  /** Of `hashes`, by ordinal; NaN where none is recorded. */
  constructor(hashes: Float64Array) {
    let size = 16;
    while (size < hashes.length * 2) size *= 2;
    this.#mask = size - 1;
    this.#hashes = new Float64Array(size).fill(FREE);
    this.#ordinals = new Uint32Array(size);
    for (let ordinal = 0; ordinal < hashes.length; ordinal++) {
      const hash = hashes[ordinal]!;
      if (Number.isNaN(hash)) continue;
      const at = this.#placeOf(hash);
      if (this.#hashes[at] !== FREE) continue;
      this.#hashes[at] = hash;
      this.#ordinals[at] = ordinal;
    }
  }

  /** The first event whose id has this hash; -1 when none has. */
  ordinalOf(hash: number): Ordinal {
    const at = this.#placeOf(hash);
    return this.#hashes[at] === FREE ? -1 : this.#ordinals[at]!;
  }

  #placeOf(hash: number): number {
    // The low 32 bits are a lane of the hash of their own, well mixed.
    let at = (hash >>> 0) & this.#mask;
    while (this.#hashes[at] !== hash && this.#hashes[at] !== FREE) at = (at + 1) & this.#mask;
    return at;
  }
}
