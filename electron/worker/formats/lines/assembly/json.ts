import { isSame, leadingDigits } from './blocks';

// The grammar of JSON on bytes in linear memory, sixteen at a time where that helps. It accepts what RFC 8259 and
// JSON.parse accept, within one line unless told otherwise, and refuses by answering 0. Whoever calls sees to it that a
// control character stands at the end of the text (there everything ends) and that 32 more bytes can be read behind it.

/** What a value is; the numbers are known to TypeScript as well (`Kind`). */
export const TEXT: u32 = 1;
/** Text with escapes. */
export const ESCAPED: u32 = 2;
/** A number without fraction and exponent. */
export const INTEGER: u32 = 3;
export const NUMBER: u32 = 4;
export const NULL: u32 = 5;
/** `true`, `false`, an array or an object. */
export const OTHER: u32 = 6;

/** Kind of the value last walked over. */
export let kind: u32 = 0;
/** Whether an escape was met that reads otherwise once PostgreSQL's doubled backslashes are undone. */
export let tellingEscape: bool = false;

export function forgetEscapes(): void {
  tellingEscape = false;
}

export function setKind(value: u32): void {
  kind = value;
}

/** Values nested deeper are left to JSON.parse: a bit for each level says whether it is an object. */
const DEEPEST: u64 = 60;

/** First byte from `at` on that is no blank within a line. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function skipBlanks(at: usize): usize {
  return load<u8>(at) > 0x20 ? at : behindBlanks(at);
}

function behindBlanks(at: usize): usize {
  let i = at;
  while (isBlank(load<u8>(i)) || (manyLines && load<u8>(i) == 0x0a)) i++;
  return i;
}

/** Whether a line break is a blank: values may go over several lines. */
let manyLines: bool = false;

export function setManyLines(value: bool): void {
  manyLines = value;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function isBlank(byte: u8): bool {
  return byte == 0x20 || byte == 0x09 || byte == 0x0d;
}

function isHex(byte: u8): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** Behind the string whose opening quote stands at `at`. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function stringEnd(at: usize): usize {
  const i = specialFrom(at + 1);
  kind = TEXT;
  const stop = load<u8>(i);
  if (stop == 0x22) return i + 1;
  return stop == 0x5c ? escapedEnd(i) : 0;
}

/** The rest of a string from its first escape on. */
function escapedEnd(from: usize): usize {
  let i = from;
  while (true) {
    i = behindEscape(i + 1);
    if (i == 0) return 0;
    i = specialFrom(i);
    const stop = load<u8>(i);
    if (stop == 0x5c) continue;
    kind = ESCAPED;
    return stop == 0x22 ? i + 1 : 0;
  }
  return 0;
}

/** Behind the escape whose second byte stands at `at`; 0 when there is no such escape. */
function behindEscape(at: usize): usize {
  const escaped = load<u8>(at);
  if (escaped == 0x2f) return at + 1;
  if (escaped == 0x75) {
    for (let i = at + 1; i < at + 5; i++) if (!isHex(load<u8>(i))) return 0;
    return at + 5;
  }
  // " \ b f n r t
  if (
    escaped != 0x22 &&
    escaped != 0x5c &&
    escaped != 0x62 &&
    escaped != 0x66 &&
    escaped != 0x6e &&
    escaped != 0x72 &&
    escaped != 0x74
  ) {
    return 0;
  }
  tellingEscape = true;
  return at + 1;
}

/** Sixteen times each: what `specialFrom` compares with. In memory, where a comparison takes them from in one step. */
const flip: usize = memory.data<u64>([0x0202020202020202, 0x0202020202020202], 16);
const quoteOrBelow: usize = memory.data<u64>([0x2020202020202020, 0x2020202020202020], 16);
const backslash: usize = memory.data<u64>([0x5c5c5c5c5c5c5c5c, 0x5c5c5c5c5c5c5c5c], 16);

/** The next quote, backslash or control character. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function specialFrom(from: usize): usize {
  let i = from;
  while (true) {
    const block = v128.load(i);
    // A quote and a blank change places, and control characters stay below: one comparison for all that are wanted.
    const flipped = v128.xor(block, v128.load(flip));
    const low = i8x16.eq(i8x16.min_u(flipped, v128.load(quoteOrBelow)), flipped);
    const found = i8x16.bitmask(v128.or(low, i8x16.eq(block, v128.load(backslash))));
    if (found != 0) return i + <usize>ctz(found);
    i += 16;
  }
  return 0;
}

/** Behind the number or word that begins at `at`. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function scalarEnd(at: usize): usize {
  const first = at + <usize>(load<u8>(at) == 0x2d);
  let i = behindDigits(first);
  if (i == first) return first == at ? wordEnd(at) : 0;
  // No zero stands before another digit.
  if (load<u8>(first) == 0x30 && i != first + 1) return 0;
  kind = INTEGER;
  let byte = load<u8>(i);
  if (byte == 0x2e) {
    kind = NUMBER;
    const fraction = i + 1;
    i = behindDigits(fraction);
    if (i == fraction) return 0;
    byte = load<u8>(i);
  }
  return (byte | 0x20) == 0x65 ? exponentEnd(i) : i;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function behindDigits(from: usize): usize {
  let i = from;
  while (true) {
    const digits = leadingDigits(i);
    i += digits;
    if (digits < 16) return i;
  }
  return i;
}

function exponentEnd(at: usize): usize {
  kind = NUMBER;
  const sign = load<u8>(at + 1);
  const first = at + 1 + <usize>(sign == 0x2b || sign == 0x2d);
  const end = behindDigits(first);
  return end == first ? 0 : end;
}

function wordEnd(at: usize): usize {
  const four = load<u32>(at);
  kind = OTHER;
  if (four == 0x65757274) return at + 4; // true
  if (four == 0x736c6166 && load<u8>(at + 4) == 0x65) return at + 5; // fals, e
  if (four != 0x6c6c756e) return 0; // null
  kind = NULL;
  return at + 4;
}

/** Behind the value that begins at `at`, whatever it is; leaves its kind in `kind`. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function valueEnd(at: usize): usize {
  const first = load<u8>(at);
  if (first == 0x22) return stringEnd(at);
  if ((first | 0x20) != 0x7b) return scalarEnd(at);
  const end = nestedEnd(at);
  kind = OTHER;
  return end;
}

/**
 * What stood between two values that hold no others, with all brackets and keys: in lists of objects, and in one line
 * after the other, the same bytes come again in the same order.
 */
@unmanaged
class Between {
  length: u32;
  /** Which arrays and objects it stands in where it begins, and where it ends. */
  before: u64;
  after: u64;
  /** What came behind the value behind it last time. */
  next: Between;
  /** Room for as many bytes as are remembered, and those that are compared along. */
  bytes0: u64;
  bytes1: u64;
  bytes2: u64;
  bytes3: u64;
}

const BETWEENS: u32 = 64;
const MOST_BETWEEN: usize = 32;
const betweens: usize = heap.alloc(<usize>(BETWEENS + 1) * offsetof<Between>() + 32);
memory.fill(betweens, 0, <usize>(BETWEENS + 1) * offsetof<Between>());
for (let i: u32 = 0; i <= BETWEENS; i++) betweenAt(i).next = betweenAt(BETWEENS);

// @ts-ignore: AssemblyScript's own decorator
@inline
function betweenAt(i: u32): Between {
  return changetype<Between>(betweens + <usize>i * offsetof<Between>());
}

/** No array or object at all: a bit stands before those of the levels. */
const OUTSIDE: u64 = 1;
/** The arrays and objects around the place that was reached, a bit each, the innermost last: 1 for objects. */
let around: u64 = OUTSIDE;
/** Whether a key on the way there had escapes. */
let escapedKey: bool = false;

/** Behind the array or object that begins at `at`. */
function nestedEnd(at: usize): usize {
  let i = at;
  let levels: u64 = OUTSIDE;
  let last = betweenAt(BETWEENS);
  while (true) {
    const known = last.next;
    const length = <usize>known.length;
    let next = i + length;
    const byte = load<u8>(next);
    if (
      known.before == levels &&
      isSame(i, changetype<usize>(known) + offsetof<Between>('bytes0'), length) &&
      // What comes now is a value like the one before, or the end.
      ((byte > 0x20 && (byte | 0x20) - 0x7b > 2) || known.after == OUTSIDE)
    ) {
      levels = known.after;
      last = known;
      if (levels == OUTSIDE) return next;
    } else {
      around = levels;
      next = nextScalar(i, levels == OUTSIDE);
      if (next == 0) return 0;
      if (next - i <= MOST_BETWEEN && !escapedKey && !manyLines) last = remembered(last, i, <u32>(next - i), levels);
      levels = around;
      if (levels == OUTSIDE) return next;
    }
    i = load<u8>(next) == 0x22 ? stringEnd(next) : scalarEnd(next);
    if (i == 0) return 0;
  }
}

function remembered(last: Between, at: usize, length: u32, before: u64): Between {
  const isShort = length < 8;
  const first = isShort ? load<u64>(at) << (64 - 8 * <u64>length) : load<u64>(at);
  const rest = isShort ? 0 : load<u64>(at + length - 8);
  const hash = ((first * 31) ^ rest ^ (before << 32) ^ <u64>length) * 0x9e3779b97f4a7c15;
  const known = betweenAt(<u32>(hash >>> 58));
  known.length = length;
  known.before = before;
  known.after = around;
  const room = changetype<usize>(known) + offsetof<Between>('bytes0');
  v128.store(room, v128.load(at));
  v128.store(room, v128.load(at, 16), 16);
  last.next = known;
  return known;
}

/**
 * The next value that holds no others, from behind one on (or from a bracket, where one is `wanted`); behind everything
 * where all brackets are closed; 0 where it is no JSON.
 */
function nextScalar(from: usize, wanted: bool): usize {
  let i = from;
  let isWanted = wanted;
  escapedKey = false;
  while (true) {
    i = skipBlanks(i);
    const byte = load<u8>(i);
    if (isWanted) {
      if ((byte | 0x20) != 0x7b) return i;
      if (around >>> DEEPEST != 0) return 0;
      const isObject = byte == 0x7b;
      around = (around << 1) | <u64>isObject;
      i = skipBlanks(i + 1);
      // `}` and `]` stand two behind `{` and `[` in ASCII.
      if (load<u8>(i) == byte + 2) isWanted = false;
      else if (isObject) {
        i = keyAndColonEnd(i);
        if (i == 0) return 0;
      }
    } else {
      i++;
      if (byte == 0x2c) {
        i = skipBlanks(i);
        if ((around & 1) == 1) {
          i = keyAndColonEnd(i);
          if (i == 0) return 0;
        }
        isWanted = true;
      } else {
        if (byte != ((around & 1) == 1 ? 0x7d : 0x5d)) return 0;
        around >>= 1;
        if (around == OUTSIDE) return i;
      }
    }
  }
}

/** From a key to where its value begins. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function keyAndColonEnd(at: usize): usize {
  if (load<u8>(at) != 0x22) return 0;
  let i = stringEnd(at);
  if (i == 0) return 0;
  if (kind == ESCAPED) escapedKey = true;
  i = skipBlanks(i);
  return load<u8>(i) == 0x3a ? skipBlanks(i + 1) : 0;
}

/** Behind the quoted key at `at`; 0 when there is none, or one with an escape: it might be any name. */
export function plainKeyEnd(at: usize): usize {
  if (load<u8>(at) != 0x22) return 0;
  const end = stringEnd(at);
  return end != 0 && kind == TEXT ? end : 0;
}

/**
 * Behind the value that begins at `at`, told by its quotes and brackets alone, whether it is valid or not; 0 when it does
 * not end before `to`.
 */
export function roughEnd(at: usize, to: usize): usize {
  let depth = 0;
  let i = at;
  while (i < to) {
    const byte = load<u8>(i++);
    if (byte == 0x22) {
      while (i < to && load<u8>(i) != 0x22) i += load<u8>(i) == 0x5c ? 2 : 1;
      i++;
    } else if ((byte | 0x20) == 0x7b) depth++;
    else if ((byte | 0x20) == 0x7d) depth--;
    // Behind a number or word stands what ends it.
    if (depth < 0 || (depth == 0 && byte == 0x2c)) return i - 1;
    if (depth == 0 && i <= to && (byte == 0x22 || (byte | 0x20) == 0x7d)) return i;
  }
  return 0;
}
