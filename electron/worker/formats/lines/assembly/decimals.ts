/** Whether the number last read was of a form that is understood here. */
export let known: bool = true;

/** Decimals of so many digits are told apart by the doubles next to them. */
const EXACT_DIGITS: u32 = 15;
/** Powers of ten that are doubles. */
const powers: StaticArray<f64> = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
];

/**
 * The double next to a decimal without exponent, of 15 digits at most: one division of two doubles that hold whole
 * numbers exactly, so that it is rounded once (W. D. Clinger, How to read floating point numbers accurately).
 */
export function decimalOf(from: usize, to: usize): f64 {
  known = false;
  if (from == to) return 0;
  const sign = load<u8>(from);
  let i = sign == 0x2d || sign == 0x2b ? from + 1 : from;
  let mantissa: u64 = 0;
  let digits: u32 = 0;
  let fraction: u32 = 0;
  let all: u32 = 0;
  let hasPoint = false;
  for (; i < to; i++) {
    const byte = load<u8>(i);
    const digit = byte - 0x30;
    if (digit <= 9) {
      mantissa = mantissa * 10 + <u64>digit;
      all++;
      if (mantissa != 0 && ++digits > EXACT_DIGITS) return 0;
      if (hasPoint && ++fraction > 22) return 0;
    } else if (byte == 0x2e && !hasPoint) hasPoint = true;
    else return 0;
  }
  if (all == 0) return 0;
  known = true;
  const value = <f64>mantissa / unchecked(powers[fraction]);
  return sign == 0x2d ? -value : value;
}
