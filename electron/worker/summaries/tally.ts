// How often each number occurs. Pure.

/** Numbers below this have a place of their own each; above, only those that occur do. */
export const LARGEST_TABLE = 1 << 22;

/** Counts occurrences of whole numbers from 0 to `size - 1`, however large `size` is. */
export class Tally {
  readonly #table: Uint32Array | null;
  readonly #counts = new Map<number, number>();

  constructor(size: number) {
    this.#table = size <= LARGEST_TABLE ? new Uint32Array(size) : null;
  }

  add(number: number): void {
    if (this.#table) this.#table[number]!++;
    else this.#counts.set(number, (this.#counts.get(number) ?? 0) + 1);
  }

  /** The numbers that occur, ascending, each with how often. */
  entries(): [number: number, count: number][] {
    if (!this.#table) return [...this.#counts].sort(([a], [b]) => a - b);
    const found: [number, number][] = [];
    for (const [number, count] of this.#table.entries()) if (count > 0) found.push([number, count]);
    return found;
  }
}
