import { compareDecimals } from '../../../../shared/decimals.ts';
import { ExactNumber, fitsDouble } from '../../../../shared/json.ts';

/** Powers of ten that a double holds exactly and that 15 digits can be divided by without a second rounding. */
const TENS = Array.from({ length: 23 }, (_, power) => 10 ** power);
const MOST_DIGITS = 15;

/** Smallest and largest of many numbers, exact whatever their digits. */
export class NumberStats {
  count = 0;
  /** Whether all of them are whole. */
  integers = true;
  #min = 0;
  #max = 0;
  /** The digits of one that a double cannot hold. */
  #minText: string | null = null;
  #maxText: string | null = null;

  /** The JSON number in `bytes[from..to)`. */
  noteBytes(bytes: Uint8Array, from: number, to: number): void {
    let i = from;
    const negative = bytes[i] === 0x2d;
    if (negative) i++;
    let mantissa = 0;
    let digits = 0;
    let point = -1;
    for (; i < to; i++) {
      const unit = bytes[i]! - 0x30;
      if (unit >= 0 && unit <= 9) {
        mantissa = mantissa * 10 + unit;
        digits++;
      } else if (unit === -2 && point < 0) point = digits;
      else break;
    }
    if (i < to || digits > MOST_DIGITS) {
      this.#noteText(String.fromCharCode(...bytes.subarray(from, to)));
      return;
    }
    const size = point < 0 ? mantissa : mantissa / TENS[digits - point]!;
    this.#note(negative ? -size : size, null);
  }

  noteValue(value: number | ExactNumber): void {
    if (value instanceof ExactNumber) this.#note(Number(value.text), value.text);
    else this.#note(value, null);
  }

  get range(): { min: string; max: string; integers: boolean } | null {
    if (this.count === 0) return null;
    return {
      min: this.#minText ?? String(this.#min),
      max: this.#maxText ?? String(this.#max),
      integers: this.integers,
    };
  }

  #noteText(text: string): void {
    const value = Number(text);
    this.#note(value, fitsDouble(text) ? null : text);
  }

  #note(value: number, text: string | null): void {
    if (this.integers && (text === null ? value !== Math.floor(value) : /[.eE]/.test(text))) this.integers = false;
    const first = this.count++ === 0;
    if (first || value < this.#min || (value === this.#min && isLess(value, text, this.#minText))) {
      this.#min = value;
      this.#minText = text;
    }
    if (first || value > this.#max || (value === this.#max && isLess(value, this.#maxText, text))) {
      this.#max = value;
      this.#maxText = text;
    }
  }
}

/** Of two numbers that are the same double: whether the digits of the first are less. */
const isLess = (double: number, a: string | null, b: string | null): boolean =>
  (a !== null || b !== null) && compareDecimals(a ?? String(double), b ?? String(double)) < 0;
