/** Words (of 32 ordinals) between two entries of the rank directory. */
const BLOCK = 16;

function bitsOf(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * A set of ordinals below `size`, one bit each. Sets that are combined may differ in size: what lies past the end of
 * one is not in it. `count`, `rank` and `select` share a directory that is built when first asked for after a change.
 * Invariant: bits at or past `size` are 0.
 */
export class BitSet {
  readonly size: number;
  readonly #words: Uint32Array;
  /** Members before each block, and the total as last entry. */
  #ranks: Uint32Array | null = null;

  constructor(size: number, words: Uint32Array = new Uint32Array((size + 31) >>> 5)) {
    this.size = size;
    this.#words = words;
  }

  static of(size: number, ordinals: ArrayLike<number>): BitSet {
    const set = new BitSet(size);
    for (let i = 0; i < ordinals.length; i++) set.add(ordinals[i]!);
    return set;
  }

  /**
   * The ordinals below `size` whose bits are set in `words`, 32 to a word, of which there must be as many as `size`
   * needs. The set takes them over: do not write them any more.
   */
  static ofWords(size: number, words: Uint32Array): BitSet {
    const set = new BitSet(size, words);
    set.#trim();
    return set;
  }

  /** All ordinals from `from` up to and without `to`. */
  static range(size: number, from: number, to: number): BitSet {
    const set = new BitSet(size);
    const start = Math.max(0, from);
    const end = Math.min(size, to);
    if (start >= end) return set;
    const first = start >>> 5;
    const last = (end - 1) >>> 5;
    set.#words.fill(0xffffffff, first, last + 1);
    set.#words[first]! &= 0xffffffff << (start & 31);
    set.#words[last]! &= 0xffffffff >>> (31 - ((end - 1) & 31));
    return set;
  }

  static full(size: number): BitSet {
    return BitSet.range(size, 0, size);
  }

  /** The bits themselves, 32 ordinals to a word, for loops over millions. Do not write. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** Puts an ordinal in. It must be below `size`. */
  add(ordinal: number): void {
    if (ordinal < 0 || ordinal >= this.size) throw new RangeError(`No ordinal ${ordinal} in a set of ${this.size}.`);
    this.#words[ordinal >>> 5]! |= 1 << (ordinal & 31);
    this.#ranks = null;
  }

  has(ordinal: number): boolean {
    return ordinal >= 0 && ordinal < this.size && ((this.#words[ordinal >>> 5]! >>> (ordinal & 31)) & 1) === 1;
  }

  /** The same members in a set of another size; those past the new end are dropped. */
  resized(size: number): BitSet {
    const set = new BitSet(size);
    set.#words.set(this.#words.subarray(0, set.#words.length));
    set.#trim();
    return set;
  }

  and(other: BitSet): BitSet {
    const set = new BitSet(Math.max(this.size, other.size));
    const [words, a, b] = [set.#words, this.#words, other.#words];
    const shared = Math.min(a.length, b.length);
    for (let i = 0; i < shared; i++) words[i] = a[i]! & b[i]!;
    return set;
  }

  or(other: BitSet): BitSet {
    const [longer, shorter] = this.size >= other.size ? [this, other] : [other, this];
    const set = longer.resized(longer.size);
    const [words, b] = [set.#words, shorter.#words];
    for (let i = 0; i < b.length; i++) words[i]! |= b[i]!;
    return set;
  }

  /** Members of this set that are not in the other. */
  andNot(other: BitSet): BitSet {
    const set = this.resized(Math.max(this.size, other.size));
    const [words, b] = [set.#words, other.#words];
    const shared = Math.min(words.length, b.length);
    for (let i = 0; i < shared; i++) words[i]! &= ~b[i]!;
    return set;
  }

  /** Everything below `size` that is not in the set. */
  not(): BitSet {
    const set = new BitSet(this.size);
    const [words, own] = [set.#words, this.#words];
    for (let i = 0; i < own.length; i++) words[i] = ~own[i]!;
    set.#trim();
    return set;
  }

  get count(): number {
    return this.#directory().at(-1)!;
  }

  get isEmpty(): boolean {
    return this.next(-1) < 0;
  }

  /** How many members are at or before `ordinal`. */
  rank(ordinal: number): number {
    if (ordinal < 0) return 0;
    if (ordinal >= this.size) return this.count;
    const word = ordinal >>> 5;
    const block = Math.floor(word / BLOCK);
    let rank = this.#directory()[block]!;
    for (let i = block * BLOCK; i < word; i++) rank += bitsOf(this.#words[i]!);
    return rank + bitsOf(this.#words[word]! & (0xffffffff >>> (31 - (ordinal & 31))));
  }

  /** How many members are in `from` up to and without `to`. */
  countIn(from: number, to: number): number {
    return from < to ? this.rank(to - 1) - this.rank(from - 1) : 0;
  }

  /** The member with `k` members before it; -1 when there are not so many. `rank(select(k)) === k + 1`. */
  select(k: number): number {
    const ranks = this.#directory();
    if (k < 0 || k >= ranks.at(-1)!) return -1;
    let low = 0; // Invariant: ranks[low] <= k < ranks[high].
    let high = ranks.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (ranks[middle]! <= k) low = middle;
      else high = middle;
    }
    let left = k - ranks[low]!;
    let i = low * BLOCK;
    for (let bits = bitsOf(this.#words[i]!); left >= bits; bits = bitsOf(this.#words[i]!)) {
      left -= bits;
      i++;
    }
    let word = this.#words[i]!;
    for (; left > 0; left--) word &= word - 1;
    return i * 32 + 31 - Math.clz32(word & -word);
  }

  /** The first member after `ordinal`; -1 when there is none. `next(-1)` is the first of all. */
  next(ordinal: number): number {
    const from = ordinal + 1;
    if (from >= this.size) return -1;
    let i = from >>> 5;
    let word = this.#words[i]! & (0xffffffff << (from & 31));
    while (word === 0) {
      if (++i === this.#words.length) return -1;
      word = this.#words[i]!;
    }
    return i * 32 + 31 - Math.clz32(word & -word);
  }

  /** The last member before `ordinal`; -1 when there is none. `previous(size)` is the last of all. */
  previous(ordinal: number): number {
    const from = Math.min(ordinal, this.size) - 1;
    if (from < 0) return -1;
    let i = from >>> 5;
    let word = this.#words[i]! & (0xffffffff >>> (31 - (from & 31)));
    while (word === 0) {
      if (i-- === 0) return -1;
      word = this.#words[i]!;
    }
    return i * 32 + 31 - Math.clz32(word);
  }

  /** Calls `visit` for every member from `from` up to and without `to`, ascending. */
  forEach(from: number, to: number, visit: (ordinal: number) => void): void {
    const words = this.#words;
    const end = Math.min(to, this.size);
    for (let i = from >>> 5; i * 32 < end; i++) {
      let word = words[i]!;
      if (i * 32 < from) word &= 0xffffffff << (from & 31);
      if (end - i * 32 < 32) word &= ~(0xffffffff << (end & 31));
      for (; word !== 0; word &= word - 1) visit(i * 32 + 31 - Math.clz32(word & -word));
    }
  }

  /** Members from index `offset` on, at most `limit`, ascending. */
  slice(offset: number, limit: number): Uint32Array {
    const members = new Uint32Array(Math.max(0, Math.min(limit, this.count - offset)));
    for (let i = 0, at = this.select(offset); i < members.length; i++, at = this.next(at)) members[i] = at;
    return members;
  }

  #trim(): void {
    if (this.size % 32 !== 0) this.#words[this.#words.length - 1]! &= 0xffffffff >>> (32 - (this.size % 32));
  }

  #directory(): Uint32Array {
    if (this.#ranks) return this.#ranks;
    const blocks = Math.ceil(this.#words.length / BLOCK);
    const ranks = new Uint32Array(blocks + 1);
    const words = this.#words;
    let members = 0;
    for (let b = 0, i = 0; b < blocks; b++) {
      const end = Math.min(words.length, i + BLOCK);
      for (; i < end; i++) members += bitsOf(words[i]!);
      ranks[b + 1] = members;
    }
    this.#ranks = ranks;
    return ranks;
  }
}
