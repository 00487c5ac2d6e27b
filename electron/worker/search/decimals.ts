// Decimal numbers compared as written, so that no digit is lost past 2^53. Pure.

const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

export const isDecimal = (text: string): boolean => decimalPattern.test(text) && /\d/.test(text.split(/e/i)[0]!);

interface Decimal {
  readonly negative: boolean;
  /** Digits without leading and trailing zeros; `''` for zero. */
  readonly digits: string;
  /** The value is 0.digits × 10^scale. */
  readonly scale: number;
}

function decimalOf(text: string): Decimal {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimalPattern.exec(text)!;
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  const scale = whole.length - (all.length - digits.length) + Number(exponent);
  return { negative: sign === '-' && digits !== '', digits: digits.replace(/0+$/, ''), scale };
}

/** Negative, 0 or positive as `a` is less than, equal to or greater than `b`. Both must be decimals. */
export function compareDecimals(a: string, b: string): number {
  const x = decimalOf(a);
  const y = decimalOf(b);
  if (x.negative !== y.negative) return x.negative ? -1 : 1;
  return x.negative ? compareSizes(y, x) : compareSizes(x, y);
}

function compareSizes(x: Decimal, y: Decimal): number {
  if (x.digits === '' || y.digits === '') return Math.sign(x.digits.length - y.digits.length);
  if (x.scale !== y.scale) return x.scale - y.scale;
  return x.digits === y.digits ? 0 : x.digits < y.digits ? -1 : 1;
}
