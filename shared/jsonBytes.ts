// Walks over the bytes of JSON that is known to be valid: nothing here validates, and nothing makes a string. A walk
// ends at `to` whatever stands there; a few bytes behind it are looked at, so views reach further than what they show.

/** JSON as UTF-8. `view` is over the same bytes and can be read three bytes past the end of what is walked. */
export interface JsonBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** The top bit of each of four bytes. */
const TOP_BITS = 0x80808080 | 0;

/** Index of the first byte from `at` on that is no blank; never past `to`. */
export function skipBlanks(bytes: Uint8Array, at: number, to: number): number {
  let i = at;
  while (i < to && bytes[i]! <= 0x20) i++;
  return i;
}

/** Index behind the string whose opening quote stands at `at`; -1 when it does not end before `to`. */
export function skipString(view: DataView, at: number, to: number): number {
  let i = at + 1;
  while (i < to) {
    // A byte b equal to n makes ((b ^ n) - 1) & ~(b ^ n) negative; what a borrow adds stands above the first.
    const four = view.getInt32(i, true);
    const quote = four ^ 0x22222222;
    const backslash = four ^ 0x5c5c5c5c;
    const found = (((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash)) & TOP_BITS;
    if (found === 0) {
      i += 4;
      continue;
    }
    i += (31 - Math.clz32(found & -found)) >> 3;
    if (i >= to) return -1;
    if (view.getUint8(i) === 0x22) return i + 1;
    i += 2;
  }
  return -1;
}

/** Index behind the value that begins at `at`; -1 when it does not end before `to`, or there is none. */
export function skipValue({ bytes, view }: JsonBytes, at: number, to: number): number {
  let depth = 0;
  let i = at;
  while (i < to) {
    const unit = bytes[i]!;
    if (unit === 0x22) {
      i = skipString(view, i, to);
      if (depth === 0 || i < 0) return i;
      continue;
    }
    // [ and { are 0x5b and 0x7b, ] and } are 0x5d and 0x7d.
    if ((unit | 0x20) === 0x7b) depth++;
    else if ((unit | 0x20) === 0x7d) {
      if (depth === 0) return i === at ? -1 : i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (unit === 0x2c || unit <= 0x20)) return i === at ? -1 : i;
    i++;
  }
  return depth === 0 && i > at ? i : -1;
}

/** The name of a member in quotes, ready to be compared with bytes four at a time. */
export interface KeyBytes {
  /** Its bytes with both quotes, little end first. */
  readonly fours: Int32Array;
  /** The bits of the last four that belong to it. */
  readonly lastMask: number;
  /** Bytes, quotes included. */
  readonly length: number;
}

/** Index behind the quoted name at `at`; -1 when there is none, or one with an escape: it might be any name. */
export function plainKeyEnd(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] !== 0x22) return -1;
  for (let i = at + 1; i < to; i++) {
    if (bytes[i] === 0x22) return i + 1;
    if (bytes[i] === 0x5c) return -1;
  }
  return -1;
}

/** The quoted name in `bytes[from..to)`. */
export function keyBytesOf(bytes: Uint8Array, from: number, to: number): KeyBytes {
  const length = to - from;
  const fours = new Int32Array(Math.ceil(length / 4));
  for (let k = 0; k < length; k++) fours[k >> 2]! |= bytes[from + k]! << (8 * (k & 3));
  return { fours, lastMask: (-1 >>> (8 * (-length & 3))) | 0, length };
}

/** Whether the name stands at `at`. */
export function isKeyAt(view: DataView, at: number, { fours, lastMask }: KeyBytes): boolean {
  const last = fours.length - 1;
  for (let k = 0; k < last; k++) if (view.getInt32(at + 4 * k, true) !== fours[k]) return false;
  return ((view.getInt32(at + 4 * last, true) ^ fours[last]!) & lastMask) === 0;
}
