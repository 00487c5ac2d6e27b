/**
 * A 53-bit hash of an id's UTF-16 code units, as a double: the index holds 8 bytes for an id of any length. Eight units a
 * step are laid over 64 bits, which are multiplied by an odd constant and folded: their upper half comes down to the lower. Of
 * a last product the top 53 bits count. For 10 million ids the
 * chance of any collision is about half a percent; whoever finds equal hashes reads the ids to be sure.
 */
export function idHash(id: string): number {
  const hash = new Stirred(id.length);
  for (let i = 0; i < id.length; i += 8) hash.take(fourUnits(id, i), fourUnits(id, i + 4));
  return hash.end();
}

/** Four code units from `at` on, eight bits apart; nothing behind the end. */
function fourUnits(id: string, at: number): number {
  const { length } = id;
  if (at >= length) return 0;
  let four = id.charCodeAt(at);
  if (at + 1 < length) four ^= id.charCodeAt(at + 1) << 8;
  if (at + 2 < length) four ^= id.charCodeAt(at + 2) << 16;
  if (at + 3 < length) four ^= id.charCodeAt(at + 3) << 24;
  return four;
}

/**
 * `idHash` of ASCII text from its bytes; NaN when there is a byte that is not ASCII. Seven bytes behind `to` must be
 * readable.
 */
export function asciiIdHash(bytes: DataView, from: number, to: number): number {
  const hash = new Stirred(to - from);
  let all = 0;
  for (let i = from; i < to; i += 8) {
    const low = firstBytes(bytes.getInt32(i, true), to - i);
    const high = firstBytes(bytes.getInt32(i + 4, true), to - i - 4);
    all |= low | high;
    hash.take(low, high);
  }
  return (all & NOT_ASCII) !== 0 ? Number.NaN : hash.end();
}

/** As many of four bytes as there are. */
const firstBytes = (four: number, bytes: number): number =>
  bytes >= 4 ? four : bytes <= 0 ? 0 : four & (-1 >>> (8 * (4 - bytes)));

/** 64 bits in two halves. */
class Stirred {
  #low: number;
  #high = 0;

  constructor(length: number) {
    this.#low = length;
  }

  take(low: number, high: number): void {
    this.#multiply(this.#low ^ low, this.#high ^ high, FACTOR_LOW, FACTOR_HIGH);
    this.#low ^= this.#high;
  }

  end(): number {
    this.#multiply(this.#low, this.#high, LAST_LOW, LAST_HIGH);
    return (this.#high >>> 0) * 2 ** 21 + (this.#low >>> 11);
  }

  /** The lower 64 bits of a product; the lower halves' is exact in a double. */
  #multiply(low: number, high: number, byLow: number, byHigh: number): void {
    const carried = ((low >>> 0) * byLow) / 2 ** 32;
    this.#high = ((carried | 0) + Math.imul(low, byHigh) + Math.imul(high, byLow)) | 0;
    this.#low = Math.imul(low, byLow);
  }
}

/** Lower halves have 21 bits, so that 32 more fit a double beside them. */
const FACTOR_LOW = 0x1f4a7d;
const FACTOR_HIGH = 0x9e3779b9 | 0;
const LAST_LOW = 0x17d4eb;
const LAST_HIGH = 0xc2b2ae3d | 0;
/** The top bits of four bytes. */
const NOT_ASCII = 0x80808080 | 0;
