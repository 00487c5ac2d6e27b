// Sixteen bytes at once. All texts stand where 32 bytes more can be read behind them.

/** Sixteen bytes of ones, then sixteen of zeros: a window into them keeps the first `n` bytes of a block. */
const window: usize = memory.data<u64>([-1, -1, 0, 0], 16);

/** Ones in the first `bytes` of sixteen, zeros in the others. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function firstBytes(bytes: usize): v128 {
  return v128.load(window + 16 - bytes);
}

/** Whether `length` bytes are the same at both places. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function isSame(a: usize, b: usize, length: usize): bool {
  let rest = length;
  let i: usize = 0;
  for (; rest > 16; rest -= 16, i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  }
  return !v128.any_true(v128.and(v128.xor(v128.load(a + i), v128.load(b + i)), firstBytes(rest)));
}

/** How many of the bytes from `at` on are digits; 16 stands for that many or more. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function leadingDigits(at: usize): usize {
  const digits = i8x16.lt_u(i8x16.sub(v128.load(at), i8x16.splat(0x30)), i8x16.splat(10));
  return <usize>ctz(~i8x16.bitmask(digits));
}

/** Whether one of the bytes is none of ASCII. */
export function hasHighByte(from: usize, to: usize): bool {
  let all: u8 = 0;
  for (let i = from; i < to; i++) all |= load<u8>(i);
  return all > 127;
}
