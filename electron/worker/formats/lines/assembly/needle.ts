// Finds a text in bytes, sixteen places at a time: ASCII letters in either case, all else as it stands.

/** The text, its letters in lower case, and behind it what each byte is or'ed with before it is compared: 0x20 or 0. */
let text: usize = 0;
let masks: usize = 0;
let length: usize = 0;
/** Whether the text has a letter that a character outside ASCII stands for as well: ſ for s, K (Kelvin) for k. */
let hasTwins: bool = false;
/** Whether the text could be that of a number: numbers are shown as `String` writes them. */
export let seeksNumber: bool = false;
/** Whether the line in which nothing was found last has a byte that `isOdd` must look at. */
export let mayBeOdd: bool = false;

/** Room for a needle of `bytes` bytes and as many masks behind it. */
export function needleRoom(bytes: u32, twins: bool, number: bool): usize {
  length = <usize>bytes;
  text = heap.alloc(length * 2);
  masks = text + length;
  hasTwins = twins;
  seeksNumber = number;
  return text;
}

/** Where the text stands first in `[from..to)`; 0 when it does not. Fifteen bytes more than its length can be read behind `to`. */
export function find(from: usize, to: usize): usize {
  const last = length - 1;
  const firstMask = i8x16.splat(load<u8>(masks));
  const lastMask = i8x16.splat(load<u8>(masks + last));
  const first = i8x16.splat(load<u8>(text));
  const final = i8x16.splat(load<u8>(text + last));
  const backslash = i8x16.splat(0x5c);
  const high = i8x16.splat(hasTwins ? <i8>-128 : 0);
  let odd = i8x16.splat(0);
  for (let i = from; i < to; i += 16) {
    const block = v128.load(i);
    odd = v128.or(odd, v128.or(i8x16.eq(block, backslash), v128.and(block, high)));
    let found = i8x16.bitmask(
      v128.and(
        i8x16.eq(v128.or(block, firstMask), first),
        i8x16.eq(v128.or(v128.load(i + last), lastMask), final),
      ),
    );
    for (; found != 0; found &= found - 1) {
      const at = i + <usize>ctz(found);
      if (at + length > to) break;
      if (isHere(at)) return at;
    }
  }
  mayBeOdd = v128.any_true(odd);
  return 0;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function isHere(at: usize): bool {
  for (let k: usize = 1; k < length; k++) {
    if ((load<u8>(at + k) | load<u8>(masks + k)) != load<u8>(text + k)) return false;
  }
  return true;
}

/**
 * Whether a line may stand for text that is not in its bytes: an escape by number, bytes in hex (`\x`), any backslash of
 * COPY text, or a twin of a letter.
 */
export function isOdd(from: usize, to: usize, isCopy: bool): bool {
  for (let i = from; i < to; i++) {
    const byte = load<u8>(i);
    if (byte == 0x5c) {
      const next = load<u8>(i + 1);
      if (isCopy || next == 0x75 || next == 0x78) return true;
    } else if (hasTwins && byte > 0x7f) {
      const next = load<u8>(i + 1);
      if ((byte == 0xc5 && next == 0xbf) || (byte == 0xe2 && next == 0x84 && load<u8>(i + 2) == 0xaa)) return true;
    }
  }
  return false;
}

export function hasBackslash(from: usize, to: usize): bool {
  for (let i = from; i < to; i += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(0x5c)));
    if (found != 0) return i + <usize>ctz(found) < to;
  }
  return false;
}

/** Whether some number is written otherwise than `String` would begin it: with an exponent, tiny, or of 22 digits and more. */
export function hasOddNumber(from: usize, to: usize): bool {
  for (let i = from; i < to; i += 16) {
    const block = v128.load(i);
    const next = v128.load(i + 1);
    const before = v128.or(
      v128.or(i8x16.eq(block, i8x16.splat(0x3a)), i8x16.eq(block, i8x16.splat(0x2c))),
      i8x16.eq(block, i8x16.splat(0x5b)),
    );
    // A digit, a minus or a blank.
    const digit = i8x16.lt_u(i8x16.sub(next, i8x16.splat(0x30)), i8x16.splat(10));
    const other = v128.or(i8x16.eq(next, i8x16.splat(0x2d)), i8x16.le_u(next, i8x16.splat(0x20)));
    let found = i8x16.bitmask(v128.and(before, v128.or(digit, other)));
    for (; found != 0; found &= found - 1) if (isOddNumber(i + <usize>ctz(found) + 1)) return true;
  }
  return false;
}

function isOddNumber(from: usize): bool {
  let first = from;
  while (load<u8>(first) == 0x20 || load<u8>(first) == 0x09 || load<u8>(first) == 0x0d) first++;
  if (load<u8>(first) == 0x2d) first++;
  let i = first;
  let byte = load<u8>(i);
  while (byte - 0x30 <= 9 || byte == 0x2e) byte = load<u8>(++i);
  if (i == first) return false;
  if (i - first >= 22 || (byte | 0x20) == 0x65) return true;
  // 0.000000: `String` writes less than a millionth with an exponent.
  return i - first >= 8 && load<u64>(first) == 0x3030303030302e30;
}
