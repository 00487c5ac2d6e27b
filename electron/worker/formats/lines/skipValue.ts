// pure. Walks over values in the bytes of JSON that is known to be valid: nothing here validates. It ends at `to`
// whatever stands there; bytes up to three behind it are looked at.

/** The top bit of each of four bytes. */
const TOP_BITS = 0x80808080 | 0;

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
export function skipValue(bytes: Uint8Array, view: DataView, at: number, to: number): number {
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
