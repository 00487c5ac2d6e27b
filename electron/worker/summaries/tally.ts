// How often each number occurs. Pure.

/** Numbers below this have a place of their own each; above, only those that occur do. */
const LARGEST_TABLE = 1 << 22;

/** Counts occurrences of whole numbers from 0 on, however large they are. */
export class Tally {
  #table = new Uint32Array(1024);
  readonly #beyond = new Map<number, number>();

  add(number: number): void {
    if (number < this.#table.length) this.#table[number]!++;
    else this.#addBeyond(number);
  }

  /** The numbers that occur, ascending, each with how often. */
  entries(): [number: number, count: number][] {
    const found: [number, number][] = [];
    for (let number = 0; number < this.#table.length; number++) {
      if (this.#table[number]! > 0) found.push([number, this.#table[number]!]);
    }
    return found.concat([...this.#beyond].sort(([a], [b]) => a - b));
  }

  #addBeyond(number: number): void {
    if (number >= LARGEST_TABLE) {
      this.#beyond.set(number, (this.#beyond.get(number) ?? 0) + 1);
      return;
    }
    const longer = new Uint32Array(Math.min(LARGEST_TABLE, Math.max(number + 1, this.#table.length * 2)));
    longer.set(this.#table);
    longer[number] = 1;
    this.#table = longer;
  }
}
