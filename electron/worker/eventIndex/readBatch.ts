import type { Ordinal } from '../../../shared/model/event.ts';
import type { EventIndex } from './eventIndex.ts';

// pure. How many records are read in one go by whoever walks over all of them.

const LARGEST = 256;
/** Few: how large records are is not known yet. */
const FIRST = 16;
/** Bytes of records, where the index knows them: beyond that a batch ends, so that a large one is nearly alone. */
const MOST_BYTES = 256 * 1024;
/** About so long may a batch take, in milliseconds: whoever waits for an answer waits that long beside the slice. */
const BATCH_MS = 4;

/** Counts events into batches that take some milliseconds each, however large their records are. */
export class ReadBatch {
  #largest = FIRST;
  #count = 0;
  #bytes = 0;
  #begun = 0;

  /** Takes one more event into the batch; whether it is full now. */
  isFullWith(index: EventIndex, ordinal: Ordinal): boolean {
    if (this.#count === 0) this.#begun = performance.now();
    this.#count++;
    this.#bytes += index.columns.placeLength[ordinal]!;
    return this.#count >= this.#largest || this.#bytes >= MOST_BYTES;
  }

  /** To be called when all of the batch is done: how long it took says how many the next one takes at most. */
  end(): void {
    const ms = Math.max(0.01, performance.now() - this.#begun);
    this.#largest = Math.max(1, Math.min(LARGEST, Math.floor(this.#count * Math.min(4, BATCH_MS / ms))));
    this.#count = 0;
    this.#bytes = 0;
  }
}
