import type { Pause } from '../turns/slices.ts';

/** Strings of a table end to end: string `n` is `text.slice(ends[n - 1] ?? 0, ends[n])`, in UTF-16 units. */
export interface JoinedStrings {
  readonly text: string;
  readonly ends: Uint32Array;
}

const JOINED_AT_ONCE = 20_000;

/** About what strings of so many units take in a table: two bytes a unit, and for each a header and a map entry. */
export const stringBytes = (units: number, strings: number): number => 2 * units + 64 * strings;

/** Append-only interning: a string gets the next number the first time it is seen. */
export class StringTable {
  #strings: string[] = [];
  #numbers: Map<string, number> | null = new Map();
  #units = 0;
  /** Strings that came joined and have not been taken apart: most of a large table is never looked at. */
  #joined: JoinedStrings | null = null;

  get size(): number {
    return this.#joined ? this.#joined.ends.length : this.#strings.length;
  }

  /** The string's number, given now if it is new. */
  intern(text: string): number {
    const numbers = this.#numbers ?? this.#number();
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#strings.length;
    this.#strings.push(text);
    this.#units += text.length;
    numbers.set(text, number);
    return number;
  }

  /** The string's number; -1 when it was never interned. */
  numberOf(text: string): number {
    return (this.#numbers ?? this.#number()).get(text) ?? -1;
  }

  /** The string of a number that `intern` gave. */
  text(number: number): string {
    return this.#joined ? sliceOf(this.#joined, number) : this.#strings[number]!;
  }

  /** All strings by number. Do not write. */
  get all(): readonly string[] {
    if (this.#joined) {
      const joined = this.#joined;
      this.#strings = Array.from(joined.ends, (_, number) => sliceOf(joined, number));
      this.#joined = null;
    }
    return this.#strings;
  }

  /** About what the table holds in memory. */
  get byteLength(): number {
    return stringBytes(this.#units, this.size);
  }

  /** All strings as one, for writing them down. Throws RangeError when they are longer than a string can be. */
  async join(pause: Pause): Promise<JoinedStrings> {
    const strings = this.all;
    const ends = new Uint32Array(strings.length);
    let text = '';
    let end = 0;
    for (let from = 0; from < ends.length; from += JOINED_AT_ONCE) {
      const some = strings.slice(from, Math.min(ends.length, from + JOINED_AT_ONCE));
      for (const [i, string] of some.entries()) {
        end += string.length;
        ends[from + i] = end;
      }
      text += some.join('');
      await pause(ends.length);
    }
    return { text, ends };
  }

  /** Takes over what `join` answered, in place of everything that is there. */
  adopt(joined: JoinedStrings): void {
    this.#joined = joined;
    this.#strings = [];
    this.#numbers = null;
    this.#units = joined.text.length;
  }

  #number(): Map<string, number> {
    const numbers = new Map(this.all.map((text, number) => [text, number]));
    this.#numbers = numbers;
    return numbers;
  }
}

const sliceOf = ({ text, ends }: JoinedStrings, number: number): string =>
  text.slice(number === 0 ? 0 : ends[number - 1], ends[number]);
