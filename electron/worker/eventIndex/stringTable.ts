/** Append-only interning: a string gets the next number the first time it is seen. */
export class StringTable {
  readonly #strings: string[] = [];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#strings.length;
  }

  /** The string's number, given now if it is new. */
  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#strings.length;
    this.#strings.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** The string's number; -1 when it was never interned. */
  numberOf(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  /** The string of a number that `intern` gave. */
  text(number: number): string {
    return this.#strings[number]!;
  }

  /** All strings by number. Do not write. */
  get all(): readonly string[] {
    return this.#strings;
  }
}
