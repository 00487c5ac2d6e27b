// pure. Numbers by the bytes of a text, so that a text that was seen before needs no string.

/** Beyond these a text is looked up as a string: a log in which every stream is new must not be held twice. */
const MOST_ENTRIES = 1 << 21;
const MOST_BYTES = 1 << 27;

/** Fields of a slot, side by side, so that a look-up touches one line of the cache beside the text itself. */
const HASH = 0;
const START = 1;
const LENGTH = 2;
/** The number plus one; 0 for a slot that is free. */
const NUMBER = 3;
const SLOT_BITS = 2;

/** An open-addressed hash table, at most half full; entries are only added. Three bytes behind a text must be readable. */
export class ByteTable {
  #slots = new Int32Array(1024 << SLOT_BITS);
  #mask = 1023;
  #pool = new Uint8Array(8192);
  #poolEnd = 0;
  #size = 0;

  /** The number given with these bytes; -1 when there is none. */
  find(bytes: DataView, from: number, to: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const length = to - from;
    const hash = hashBytes(bytes, from, to);
    for (let index = hash & mask; ; index = (index + 1) & mask) {
      const slot = index << SLOT_BITS;
      const number = slots[slot + NUMBER]!;
      if (number === 0) return -1;
      if (slots[slot + HASH] === hash && slots[slot + LENGTH] === length) {
        const pool = this.#pool;
        const start = slots[slot + START]! - from;
        let i = from;
        while (i < to && bytes.getUint8(i) === pool[start + i]) i++;
        if (i === to) return number - 1;
      }
    }
  }

  /** Remembers the number of bytes that are not there yet; it may decline when it is full. */
  add(bytes: DataView, from: number, to: number, number: number): void {
    const start = this.#poolEnd;
    const end = start + to - from;
    if (this.#size === MOST_ENTRIES || end > MOST_BYTES) return;
    if (this.#size * 2 > this.#mask) this.#grow();
    if (end > this.#pool.length) {
      const pool = new Uint8Array(Math.max(end, this.#pool.length * 2));
      pool.set(this.#pool);
      this.#pool = pool;
    }
    for (let i = from; i < to; i++) this.#pool[start + i - from] = bytes.getUint8(i);
    this.#poolEnd = end;
    this.#size++;
    this.#place(hashBytes(bytes, from, to), start, end - start, number + 1);
  }

  #place(hash: number, start: number, length: number, number: number): void {
    const slots = this.#slots;
    let index = hash & this.#mask;
    while (slots[(index << SLOT_BITS) + NUMBER] !== 0) index = (index + 1) & this.#mask;
    const slot = index << SLOT_BITS;
    slots[slot + HASH] = hash;
    slots[slot + START] = start;
    slots[slot + LENGTH] = length;
    slots[slot + NUMBER] = number;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let slot = 0; slot < old.length; slot += 1 << SLOT_BITS) {
      if (old[slot + NUMBER] !== 0) {
        this.#place(old[slot + HASH]!, old[slot + START]!, old[slot + LENGTH]!, old[slot + NUMBER]!);
      }
    }
  }
}

/** Four bytes a step, multiplied by Knuth's odd constant; high bits are folded onto the low ones that choose the slot. */
function hashBytes(bytes: DataView, from: number, to: number): number {
  let hash = (to - from) | 0;
  for (let i = from; i < to; i += 4) {
    let four = bytes.getInt32(i, true);
    if (to - i < 4) four &= -1 >>> (8 * (4 - to + i));
    hash = Math.imul(hash ^ four, FACTOR);
    hash ^= hash >>> 15;
  }
  return hash;
}

const FACTOR = 0x9e3779b1 | 0;
