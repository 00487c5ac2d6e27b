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
    for (const part of [V1, MUL0, MUL1]) add(s, V0, s[part]!, s[part + HIGH]!);
    this.low = s[V0]!;
    this.high = s[V0 + HIGH]!;
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

/** Adds to the number whose low half is at `at`; the carry is told from the top bits, since whole numbers are fastest. */
function add(s: Int32Array, at: number, low: number, high: number): void {
  const before = s[at]!;
  const sum = (before + low) | 0;
  s[at] = sum;
  s[at + HIGH] = (s[at + HIGH]! + high + carry(before, low, sum)) | 0;
}

/** The high half of the product of two unsigned numbers; `Math.imul` gives the low one. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const lowHigh = Math.imul(aLow, bHigh);
  const highLow = Math.imul(aHigh, bLow);
  const middle = (Math.imul(aLow, bLow) >>> 16) + (lowHigh & 0xffff) + (highLow & 0xffff);
  return (Math.imul(aHigh, bHigh) + (lowHigh >>> 16) + (highLow >>> 16) + (middle >>> 16)) | 0;
}

/** 1 where the sum of two low halves does not fit one. */
const carry = (a: number, b: number, sum: number): number => ((a & b) | ((a | b) & ~sum)) >>> 31;

function update(s: Int32Array, view: DataView, at: number): void {
  for (let lane = 0; lane < 4; lane++) {
    let low0 = s[V0 + lane]!;
    let high0 = s[V0 + HIGH + lane]!;
    let low1 = s[V1 + lane]!;
    let high1 = s[V1 + HIGH + lane]!;
    let mulLow0 = s[MUL0 + lane]!;
    let mulHigh0 = s[MUL0 + HIGH + lane]!;
    let mulLow1 = s[MUL1 + lane]!;
    let mulHigh1 = s[MUL1 + HIGH + lane]!;
    const packetLow = view.getInt32(at + 8 * lane, true);
    const added = (packetLow + mulLow0) | 0;
    const addedHigh = (view.getInt32(at + 8 * lane + 4, true) + mulHigh0 + carry(packetLow, mulLow0, added)) | 0;
    const sum1 = (low1 + added) | 0;
    high1 = (high1 + addedHigh + carry(low1, added, sum1)) | 0;
    low1 = sum1;
    mulLow0 ^= Math.imul(low1, high0);
    mulHigh0 ^= highProduct(low1, high0);
    const sum0 = (low0 + mulLow1) | 0;
    high0 = (high0 + mulHigh1 + carry(low0, mulLow1, sum0)) | 0;
    low0 = sum0;
    mulLow1 ^= Math.imul(low0, high1);
    mulHigh1 ^= highProduct(low0, high1);
    s[V0 + lane] = low0;
    s[V0 + HIGH + lane] = high0;
    s[V1 + lane] = low1;
    s[V1 + HIGH + lane] = high1;
    s[MUL0 + lane] = mulLow0;
    s[MUL0 + HIGH + lane] = mulHigh0;
    s[MUL1 + lane] = mulLow1;
    s[MUL1 + HIGH + lane] = mulHigh1;
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
