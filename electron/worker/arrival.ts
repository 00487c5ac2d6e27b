import { InspectorError } from '../../shared/protocol/errors.ts';
import type { IndexParts } from './eventIndex/indexParts.ts';
import type { KeptIndex } from './keptIndex/keptIndex.ts';
import type { KeptHead } from './keptIndex/layout.ts';

/** What becomes of a log whose kept index comes in. */
export interface Arriving {
  /** Its file name. */
  readonly name: string;
  /** Takes over the parts: what a timeline is made of is there, the rest fills until the index is whole. */
  adopt(parts: IndexParts): void;
  /** Everything is there. */
  finish(): void;
  /** What was kept is not what was written: reads the store itself. Rejects when that cannot be done either. */
  scanAgain(): Promise<void>;
}

/**
 * The columns of a kept index on their way in, behind the answer to opening. Whoever needs them waits: nothing is read
 * of them before their checksums are right.
 */
export class Arrival {
  readonly #kept: KeptIndex;
  readonly #log: Arriving;
  #begun: { readonly times: Promise<void>; readonly whole: Promise<void> } | null = null;
  #isDamaged = false;
  #isClosed = false;

  constructor(kept: KeptIndex, log: Arriving) {
    this.#kept = kept;
    this.#log = log;
  }

  /** What is known of the log before anything of it has come in. */
  get head(): KeptHead {
    return this.#kept.head;
  }

  /**
   * Resolves when times, types, versions and all names are there. Rejects with
   * `unreadable` when the store has to be read and cannot be, with `cancelled` when it was closed.
   */
  get times(): Promise<void> {
    const { times, whole } = this.#begin();
    return this.#isDamaged ? whole : times;
  }

  /** Resolves when all of the index is there. Rejects likewise. */
  get whole(): Promise<void> {
    return this.#begin().whole;
  }

  /** Ends it; whoever waits is told that the store was closed. */
  close(): void {
    this.#isClosed = true;
    void this.#kept.close();
  }

  #begin() {
    if (this.#begun !== null) return this.#begun;
    const { promise: times, resolve, reject } = Promise.withResolvers<void>();
    const whole = this.#takeIn(resolve);
    whole.then(resolve, reject);
    times.catch(() => undefined); // Whoever asks is told.
    this.#begun = { times, whole };
    return this.#begun;
  }

  async #takeIn(onTimes: () => void): Promise<void> {
    const isRight = await this.#kept.read((parts) => {
      this.#log.adopt(parts);
      onTimes();
    });
    if (this.#isClosed) throw closed();
    if (isRight) return this.#log.finish();
    this.#isDamaged = true;
    await this.#log.scanAgain().catch((error: Error) => {
      throw this.#isClosed ? closed() : notAgain(this.#log.name, error);
    });
  }
}

const closed = (): InspectorError => new InspectorError('cancelled', 'The store was closed.');

const notAgain = (name: string, { message }: Error): InspectorError =>
  new InspectorError(
    'unreadable',
    `The index that was kept of "${name}" is damaged, and the store cannot be read again: ${message}`,
    { advice: 'Open the store again.' },
  );
