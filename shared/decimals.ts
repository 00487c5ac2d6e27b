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

/** Exponents beyond this are left to doubles: their digits would fill the memory. */
const WIDEST = 400;

/** A decimal as `units` × 10^exponent; `null` where its exponent is too wide to write out. */
function unitsOf(text: string): { units: bigint; exponent: number } | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimalPattern.exec(text)!;
  if (Math.abs(Number(exponent)) > WIDEST) return null;
  const units = BigInt(`${whole}${fraction}` || '0');
  return { units: sign === '-' ? -units : units, exponent: Number(exponent) - fraction.length };
}

function textOf(units: bigint, exponent: number): string {
  if (exponent >= 0) return `${units}${units === 0n ? '' : '0'.repeat(exponent)}`;
  const digits = String(units < 0n ? -units : units).padStart(1 - exponent, '0');
  const fraction = digits.slice(exponent).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, exponent)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The exact sum, difference or product of two decimals; `null` where an exponent is too wide. */
export function combineDecimals(a: string, sign: '+' | '-' | '*', b: string): string | null {
  const x = unitsOf(a);
  const y = unitsOf(b);
  if (x === null || y === null) return null;
  if (sign === '*') return textOf(x.units * y.units, x.exponent + y.exponent);
  const exponent = Math.min(x.exponent, y.exponent);
  const left = x.units * 10n ** BigInt(x.exponent - exponent);
  const right = y.units * 10n ** BigInt(y.exponent - exponent);
  return textOf(sign === '+' ? left + right : left - right, exponent);
}
