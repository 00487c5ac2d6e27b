// pure. Numbers by the bytes of a text, so that a text that was seen before needs no string.

/** Beyond these a text is looked up as a string: a log in which every stream is new must not be held twice. */
const MOST_ENTRIES = 1 << 21;
const MOST_WORDS = 1 << 25;

/** Words before an entry's text: its number and its length in bytes. The last word of the text ends in zeros. */
const NUMBER = 0;
const LENGTH = 1;
const TEXT = 2;

/** An open-addressed hash table, at most half full; entries are only added. Three bytes behind a text must be readable. */
export class ByteTable {
  /** Pairs: the hash, and where the entry stands in the pool; 0 for a slot that is free. */
  #slots = new Int32Array(2048);
  #mask = 1023;
  #pool = new Int32Array(2048);
  /** No entry stands at 0. */
  #poolEnd = 1;
  #size = 0;

  /** The number given with these bytes; -1 when there is none. */
  find(bytes: DataView, from: number, to: number): number {
    const slots = this.#slots;
    const pool = this.#pool;
    const length = to - from;
    const hash = hashBytes(bytes, from, to);
    for (let slot = 2 * (hash & this.#mask); ; slot = (slot + 2) & (2 * this.#mask)) {
      const entry = slots[slot + 1]!;
      if (entry === 0) return -1;
      if (slots[slot] !== hash || pool[entry + LENGTH] !== length) continue;
      let word = entry + TEXT;
      let i = from;
      while (i + 4 <= to && bytes.getInt32(i, true) === pool[word]) {
        i += 4;
        word++;
      }
      if (i === to || (i + 4 > to && lastWord(bytes, i, to) === pool[word])) return pool[entry + NUMBER]!;
    }
  }

  /** Remembers the number of bytes that are not there yet; it may decline when it is full. */
  add(bytes: DataView, from: number, to: number, number: number): void {
    const entry = this.#poolEnd;
    const end = entry + TEXT + Math.ceil((to - from) / 4);
    if (this.#size === MOST_ENTRIES || end > MOST_WORDS) return;
    if (this.#size * 2 > this.#mask) this.#grow();
    if (end > this.#pool.length) {
      const pool = new Int32Array(Math.max(end, this.#pool.length * 2));
      pool.set(this.#pool);
      this.#pool = pool;
    }
    const pool = this.#pool;
    pool[entry + NUMBER] = number;
    pool[entry + LENGTH] = to - from;
    for (let i = from, word = entry + TEXT; i < to; i += 4, word++) {
      pool[word] = to - i < 4 ? lastWord(bytes, i, to) : bytes.getInt32(i, true);
    }
    this.#poolEnd = end;
    this.#size++;
    this.#place(hashBytes(bytes, from, to), entry);
  }

  #place(hash: number, entry: number): void {
    const slots = this.#slots;
    let slot = 2 * (hash & this.#mask);
    while (slots[slot + 1] !== 0) slot = (slot + 2) & (2 * this.#mask);
    slots[slot] = hash;
    slots[slot + 1] = entry;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let slot = 0; slot < old.length; slot += 2) {
      if (old[slot + 1] !== 0) this.#place(old[slot]!, old[slot + 1]!);
    }
  }
}

/** Four bytes a step, multiplied by Knuth's odd constant; high bits are folded onto the low ones that choose the slot. */
function hashBytes(bytes: DataView, from: number, to: number): number {
  let hash = (to - from) | 0;
  for (let i = from; i < to; i += 4) {
    hash = Math.imul(hash ^ (to - i < 4 ? lastWord(bytes, i, to) : bytes.getInt32(i, true)), FACTOR);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** One to three bytes as a word that ends in zeros. */
const lastWord = (bytes: DataView, at: number, to: number): number =>
  bytes.getInt32(at, true) & (-1 >>> (8 * (4 - to + at)));

const FACTOR = 0x9e3779b1 | 0;
