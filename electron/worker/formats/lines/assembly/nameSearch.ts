import { isSame } from './blocks';

// Finds a quoted name in bytes, 32 places at a time.

/** Whether the bytes before the name last found hold a backslash, or a bracket that something may stand in. */
export let hasTraps: bool = false;

/** Sixteen times each. In memory, where a comparison takes them from in one step. */
const quotes: usize = memory.data<u64>([0x2222222222222222, 0x2222222222222222], 16);
const blanks: usize = memory.data<u64>([0x2020202020202020, 0x2020202020202020], 16);
const brackets: usize = memory.data<u64>([0x7b7b7b7b7b7b7b7b, 0x7b7b7b7b7b7b7b7b], 16);
const backslashes: usize = memory.data<u64>([0x5c5c5c5c5c5c5c5c, 0x5c5c5c5c5c5c5c5c], 16);

/** Where the quoted name at `name` stands first in `[from..to)`; 0 if nowhere. 48 bytes behind `to` can be read. */
export function nameFrom(from: usize, to: usize, name: usize, length: u32): usize {
  const letter = i8x16.splat(load<u8>(name + 1));
  let passed = i8x16.splat(0);
  for (let i = from; i < to; i += 32) {
    const one = v128.load(i);
    const other = v128.load(i, 16);
    const traps = trapsIn(one);
    const otherTraps = trapsIn(other);
    const begins = v128.and(i8x16.eq(one, v128.load(quotes)), i8x16.eq(v128.load(i, 1), letter));
    const otherBegins = v128.and(i8x16.eq(other, v128.load(quotes)), i8x16.eq(v128.load(i, 17), letter));
    if (v128.any_true(v128.or(begins, otherBegins))) {
      for (let found = bitsOf(begins, otherBegins); found != 0; found &= found - 1) {
        const bit = <u32>ctz(found);
        const at = i + <usize>bit;
        if (at + <usize>length > to || !isSame(at, name, length)) continue;
        hasTraps = v128.any_true(passed) || (bitsOf(traps, otherTraps) & ((1 << bit) - 1)) != 0;
        return at;
      }
    }
    passed = v128.or(passed, v128.or(traps, otherTraps));
  }
  return 0;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function trapsIn(block: v128): v128 {
  // `[` and `{` differ in the bit that makes letters small.
  const opens = i8x16.eq(v128.or(block, v128.load(blanks)), v128.load(brackets));
  return v128.or(opens, i8x16.eq(block, v128.load(backslashes)));
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function bitsOf(one: v128, other: v128): u32 {
  return <u32>i8x16.bitmask(one) | (<u32>i8x16.bitmask(other) << 16);
}
