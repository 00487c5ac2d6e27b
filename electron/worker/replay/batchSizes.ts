import type { Ordinal } from '../../../shared/model/event.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';

export const LARGEST_BATCH = 1000;
/** Few: what they hold is not known yet. */
const FIRST_BATCH = 16;
/** Batches are sized to about this many characters, so that large payloads do not pile up. */
const BATCH_CHARACTERS = 1_000_000;
const BATCH_BYTES = 256 * 1024;
/** And to about this long, which is what others wait for beyond the slice that `breathe` allows. */
const BATCH_MS = 2;

/** How many events go into a batch, judged by the last one: about `BATCH_CHARACTERS` and `BATCH_MS` each. */
export class BatchSizes {
  next: number;
  readonly #largest: number;
  #begun = performance.now();
  /** Events in the batch so far, and the bytes of their records. */
  #events = 0;
  #bytes = 0;

  constructor(largest = LARGEST_BATCH) {
    this.next = Math.min(FIRST_BATCH, largest);
    this.#largest = largest;
  }

  /**
   * Takes one more event into the batch; whether it is full now. It ends with a record that makes it too large, where
   * the index knows how large records are, for the last batch says nothing about this one's.
   */
  isFullWith(index: EventIndex, ordinal: Ordinal): boolean {
    this.#events++;
    this.#bytes += index.columns.placeLength[ordinal]!;
    return this.#events >= this.next || this.#bytes >= BATCH_BYTES;
  }

  /** Behind the last of the `ordinals[from..to)` that go into a batch that begins with the first of them. */
  endOf(index: EventIndex, ordinals: Uint32Array, from: number, to: number): number {
    this.begin();
    let end = from;
    while (end < to && !this.isFullWith(index, ordinals[end++]!));
    return end;
  }

  /** Behind the last event that goes into a batch that begins with `from`, of those below `to`. */
  endFrom(index: EventIndex, from: Ordinal, to: Ordinal): Ordinal {
    this.begin();
    let end = from;
    while (end < to && !this.isFullWith(index, end++));
    return end;
  }

  /** To be called when the work on a batch begins, where something else was done since the last one ended. */
  begin(): void {
    this.#begun = performance.now();
    this.#events = 0;
    this.#bytes = 0;
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
