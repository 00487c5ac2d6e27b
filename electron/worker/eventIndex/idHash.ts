/**
 * A 53-bit hash of an id's UTF-16 code units, as a double: the index holds 8 bytes for an id of any length. Two 32-bit
 * lanes take four units a step, multiply (Knuth's and MurmurHash's odd constants) and fold the high bits back; 21 bits
 * of the second lane stand on top of the first. For 10 million ids the chance of any collision is about half a percent;
 * whoever finds equal hashes reads the ids to be sure.
 */
export function idHash(id: string): number {
  const { length } = id;
  let low = LOW_SEED ^ length;
  let high = HIGH_SEED ^ length;
  for (let i = 0; i < length; i += 4) {
    let four = id.charCodeAt(i);
    if (i + 1 < length) four ^= id.charCodeAt(i + 1) << 8;
    if (i + 2 < length) four ^= id.charCodeAt(i + 2) << 16;
    if (i + 3 < length) four ^= id.charCodeAt(i + 3) << 24;
    low = Math.imul(low ^ four, LOW_FACTOR);
    low ^= low >>> 15;
    high = Math.imul(high ^ four, HIGH_FACTOR);
    high ^= high >>> 13;
  }
  return (high >>> 11) * 0x100000000 + (low >>> 0);
}

/**
 * `idHash` of ASCII text from its bytes; NaN when there is a byte that is not ASCII. Three bytes behind `to` must be
 * readable.
 */
export function asciiIdHash(bytes: DataView, from: number, to: number): number {
  const length = to - from;
  let low = LOW_SEED ^ length;
  let high = HIGH_SEED ^ length;
  let all = 0;
  for (let i = from; i < to; i += 4) {
    let four = bytes.getInt32(i, true);
    if (to - i < 4) four &= -1 >>> (8 * (4 - to + i));
    all |= four;
    low = Math.imul(low ^ four, LOW_FACTOR);
    low ^= low >>> 15;
    high = Math.imul(high ^ four, HIGH_FACTOR);
    high ^= high >>> 13;
  }
  return (all & NOT_ASCII) !== 0 ? Number.NaN : (high >>> 11) * 0x100000000 + (low >>> 0);
}

const LOW_SEED = 0x811c9dc5 | 0;
const HIGH_SEED = 0x9747b28c | 0;
const LOW_FACTOR = 0x9e3779b1 | 0;
const HIGH_FACTOR = 0x85ebca6b | 0;
/** The top bits of four bytes. */
const NOT_ASCII = 0x80808080 | 0;
