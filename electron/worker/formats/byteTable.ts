// pure. Numbers by the bytes of a text, so that a text that was seen before needs no string.

/** Beyond these a text is looked up as a string: a log in which every stream is new must not be held twice. */
const MOST_ENTRIES = 1 << 21;
const MOST_BYTES = 1 << 27;

/** An open-addressed hash table; entries are only added. */
export class ByteTable {
  #slots = new Int32Array(1024); // entry + 1, or 0
  #hashes = new Int32Array(512);
  #numbers = new Int32Array(512);
  /** Where the bytes of entry `e` are in the pool: `[ends[e], ends[e + 1])`. */
  #ends = new Int32Array(513);
  #pool = new Uint8Array(8192);
  #size = 0;

  /** The number given with these bytes; -1 when there is none. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashBytes(bytes, from, to);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = slots[at]! - 1;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, from, to)) return this.#numbers[entry]!;
    }
  }

  /** Remembers the number of bytes that are not there yet; it may decline when it is full. */
  add(bytes: Uint8Array, from: number, to: number, number: number): void {
    const entry = this.#size;
    const start = this.#ends[entry]!;
    const end = start + to - from;
    if (entry === MOST_ENTRIES || end > MOST_BYTES) return;
    if (entry === this.#hashes.length) this.#growEntries();
    if (end > this.#pool.length)
      this.#pool = copyInto(new Uint8Array(Math.max(end, this.#pool.length * 2)), this.#pool);
    this.#pool.set(bytes.subarray(from, to), start);
    this.#hashes[entry] = hashBytes(bytes, from, to);
    this.#numbers[entry] = number;
    this.#ends[entry + 1] = end;
    this.#size++;
    this.#place(entry);
  }

  #equals(entry: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#ends[entry]!;
    if (this.#ends[entry + 1]! - start !== to - from) return false;
    const pool = this.#pool;
    for (let i = from, k = start; i < to; i++, k++) if (bytes[i] !== pool[k]) return false;
    return true;
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let at = this.#hashes[entry]! & mask;
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#slots[at] = entry + 1;
  }

  #growEntries(): void {
    const capacity = this.#hashes.length * 2;
    this.#hashes = copyInto(new Int32Array(capacity), this.#hashes);
    this.#numbers = copyInto(new Int32Array(capacity), this.#numbers);
    this.#ends = copyInto(new Int32Array(capacity + 1), this.#ends);
    this.#slots = new Int32Array(capacity * 2);
    for (let entry = 0; entry < this.#size; entry++) this.#place(entry);
  }
}

function copyInto<T extends Int32Array | Uint8Array>(larger: T, from: T): T {
  larger.set(from);
  return larger;
}

/** FNV-1a, its high bits folded onto the low ones that choose the slot. */
function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
