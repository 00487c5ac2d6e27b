import type { EventIndex } from '../eventIndex/eventIndex.ts';

export const LARGEST_BATCH = 1000;
/** Few: what they hold is not known yet. */
const FIRST_BATCH = 16;
/** Batches are sized to about this many characters, so that large payloads do not pile up. */
const BATCH_CHARACTERS = 1_000_000;
const BATCH_BYTES = 256 * 1024;
/** And to about this long, which is what others wait for beyond the slice that `breathe` allows. */
const BATCH_MS = 4;

/** How many events go into a batch, judged by the last one: about `BATCH_CHARACTERS` and `BATCH_MS` each. */
export class BatchSizes {
  next: number;
  readonly #largest: number;
  #begun = performance.now();

  constructor(largest = LARGEST_BATCH) {
    this.next = Math.min(FIRST_BATCH, largest);
    this.#largest = largest;
  }

  /**
   * Behind the last of the `ordinals[from..to)` that go into the batch at `from`: it ends with a record that makes it
   * too large, where the index knows how large records are, for the last batch says nothing about this one's.
   */
  endOf(index: EventIndex, ordinals: Uint32Array, from: number, to: number): number {
    const last = Math.min(to, from + this.next);
    const { placeLength } = index.columns;
    let end = from;
    for (let bytes = 0; end < last && bytes < BATCH_BYTES; end++) bytes += placeLength[ordinals[end]!]!;
    return end;
  }

  /** To be called when the work on a batch begins, where something else was done since the last one ended. */
  begin(): void {
    this.#begun = performance.now();
  }

  /** How many events the batch had that ends now, and how long they were together. */
  took(events: number, characters: number): void {
    const ms = Math.max(0.01, performance.now() - this.#begun);
    const fitting = events * Math.min(BATCH_CHARACTERS / (characters + 1), BATCH_MS / ms);
    this.next = Math.max(1, Math.floor(Math.min(this.#largest, events * 4, fitting)));
    this.begin();
  }
}

/** Characters of all texts together. */
export function lengthOf(texts: readonly (string | null)[]): number {
  let length = 0;
  for (const text of texts) length += text?.length ?? 0;
  return length;
}
