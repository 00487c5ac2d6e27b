// pure. HighwayHash-64, by the portable implementation that github.com/google/highwayhash describes: four lanes of four
// 64-bit numbers. Here each number is two halves of 32 bits: V8 has no fast integers of 64.

/** Low halves of the lanes, then the high ones: v0, v1, mul0, mul1. */
const V0 = 0;
const V1 = 8;
const MUL0 = 16;
const MUL1 = 24;
const HIGH = 4;
const PACKET = 32;

const START = Int32Array.of(
  0xfe4cce2f,
  0x299f31d0,
  0x03707344,
  0x85a308d3,
  0xdbe6d5d5,
  0xa4093822,
  0x13198a2e,
  0x243f6a88,
  0xcb0ef593,
  0xb5f18a8c,
  0x34e90c6c,
  0x38d01377,
  0x3bd39e10,
  0xc0acf169,
  0xbe5466cf,
  0x452821e6,
);

/** Hashes bytes with one key, again and again. */
export class HighwayHash {
  /** The halves of the last hash. */
  low = 0;
  high = 0;
  readonly #start = new Int32Array(32);
  readonly #state = new Int32Array(32);
  readonly #rest = Buffer.alloc(PACKET);
  readonly #restView = new DataView(this.#rest.buffer, this.#rest.byteOffset, PACKET);

  /** `key`: 32 bytes. */
  constructor(key: Buffer) {
    const s = this.#start;
    s.set(START, MUL0);
    for (let lane = 0; lane < 4; lane++) {
      const low = key.readInt32LE(8 * lane);
      const high = key.readInt32LE(8 * lane + 4);
      s[V0 + lane] = s[MUL0 + lane]! ^ low;
      s[V0 + HIGH + lane] = s[MUL0 + HIGH + lane]! ^ high;
      s[V1 + lane] = s[MUL1 + lane]! ^ high;
      s[V1 + HIGH + lane] = s[MUL1 + HIGH + lane]! ^ low;
    }
  }

  /** Hashes `view[from..to)` into `low` and `high`. `bytes` is what `view` looks at. */
  hash(bytes: Buffer, view: DataView, from: number, to: number): void {
    const s = this.#state;
    s.set(this.#start);
    let i = from;
    for (; i + PACKET <= to; i += PACKET) update(s, view, i);
    if (i < to) this.#remainder(bytes, i, to - i);
    for (let round = 0; round < 4; round++) {
      for (let lane = 0; lane < 4; lane++) {
        const other = lane ^ 2;
        this.#restView.setInt32(8 * lane, s[V0 + HIGH + other]!, true);
        this.#restView.setInt32(8 * lane + 4, s[V0 + other]!, true);
      }
      update(s, this.#restView, 0);
    }
    const low = [V0, V1, MUL0, MUL1].reduce((total, part) => total + (s[part]! >>> 0), 0);
    const high = [V0, V1, MUL0, MUL1].reduce((total, part) => (total + s[part + HIGH]!) | 0, Math.floor(low / 2 ** 32));
    this.low = low | 0;
    this.high = high;
  }

  /** The last bytes, fewer than a packet has. */
  #remainder(bytes: Buffer, from: number, size: number): void {
    const s = this.#state;
    for (let lane = 0; lane < 4; lane++) {
      add(s, V0 + lane, size, size);
      for (const half of [V1 + lane, V1 + HIGH + lane]) s[half] = (s[half]! << size) | (s[half]! >>> (32 - size));
    }
    const rest = this.#rest.fill(0);
    const whole = size & ~3;
    const few = size & 3;
    bytes.copy(rest, 0, from, from + whole);
    if (size & 16) bytes.copy(rest, 28, from + size - 4, from + size);
    else if (few > 0) {
      rest[16] = bytes[from + whole]!;
      rest[17] = bytes[from + whole + (few >> 1)]!;
      rest[18] = bytes[from + size - 1]!;
    }
    update(s, this.#restView, 0);
  }
}

/** Adds to the number whose low half is at `at`. */
function add(s: Int32Array, at: number, low: number, high: number): void {
  const sum = (s[at]! >>> 0) + (low >>> 0);
  s[at] = sum | 0;
  s[at + HIGH] = (s[at + HIGH]! + high + (sum >= 2 ** 32 ? 1 : 0)) | 0;
}

/** Mixes the low half of one number times the high half of another into a third. */
function multiply(s: Int32Array, at: number, a: number, b: number): void {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const lowHigh = Math.imul(aLow, bHigh);
  const highLow = Math.imul(aHigh, bLow);
  const middle = (Math.imul(aLow, bLow) >>> 16) + (lowHigh & 0xffff) + (highLow & 0xffff);
  s[at] = s[at]! ^ Math.imul(a, b);
  s[at + HIGH] =
    s[at + HIGH]! ^ ((Math.imul(aHigh, bHigh) + (lowHigh >>> 16) + (highLow >>> 16) + (middle >>> 16)) | 0);
}

function update(s: Int32Array, view: DataView, at: number): void {
  for (let lane = 0; lane < 4; lane++) {
    add(s, V1 + lane, view.getInt32(at + 8 * lane, true), view.getInt32(at + 8 * lane + 4, true));
    add(s, V1 + lane, s[MUL0 + lane]!, s[MUL0 + HIGH + lane]!);
    multiply(s, MUL0 + lane, s[V1 + lane]!, s[V0 + HIGH + lane]!);
    add(s, V0 + lane, s[MUL1 + lane]!, s[MUL1 + HIGH + lane]!);
    multiply(s, MUL1 + lane, s[V0 + lane]!, s[V1 + HIGH + lane]!);
  }
  zip(s, V1, V0);
  zip(s, V1 + 2, V0 + 2);
  zip(s, V0, V1);
  zip(s, V0 + 2, V1 + 2);
}

/** Adds the bytes of two neighbouring numbers, in another order, to two others. */
function zip(s: Int32Array, from: number, to: number): void {
  const low0 = s[from]!;
  const high0 = s[from + HIGH]!;
  const low1 = s[from + 1]!;
  const high1 = s[from + 1 + HIGH]!;
  add(
    s,
    to,
    (low0 >>> 24) | ((high1 & 0xff) << 8) | (low0 & 0xff0000) | ((high0 & 0xff00) << 16),
    ((high1 >>> 16) & 0xff) | (low0 & 0xff00) | ((high1 >>> 8) & 0xff0000) | (low0 << 24),
  );
  add(
    s,
    to + 1,
    (low1 >>> 24) | ((high0 & 0xff) << 8) | (low1 & 0xff0000) | ((high1 & 0xff00) << 16),
    ((low1 >>> 8) & 0xff) | ((high0 >>> 8) & 0xff00) | ((low1 & 0xff) << 16) | (high0 & 0xff000000),
  );
}
