import { formatBytes } from '../../../../shared/format.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';

/** What is unpacked may pass `freeBytes` only as long as it is at most `ratio` times as large as its packed form. */
export interface UnpackLimits {
  readonly freeBytes: number;
  readonly ratio: number;
  /** Files of one folder or archive. */
  readonly files: number;
}

/** Event logs compress ten to sixty times; gzip can do a thousand, which only made-up data reaches. */
export const standardLimits: UnpackLimits = { freeBytes: 1024 ** 3, ratio: 200, files: 10_000 };

/** Counts what comes out of one packed file, and stops what can only be a bomb. */
export class UnpackBudget {
  unpacked = 0;
  readonly #what: string;
  readonly #packed: number;
  readonly #limits: UnpackLimits;

  /** `what` names the file for a person, `packed` is its size on disk. */
  constructor(what: string, packed: number, limits: UnpackLimits) {
    this.#what = what;
    this.#packed = packed;
    this.#limits = limits;
  }

  /** Throws `limit-exceeded`. */
  take(bytes: number): void {
    this.unpacked += bytes;
    const { freeBytes, ratio } = this.#limits;
    if (this.unpacked <= freeBytes || this.unpacked <= this.#packed * ratio) return;
    throw new InspectorError(
      'limit-exceeded',
      `${this.#what} of ${formatBytes(this.#packed)} unpacks to more than ${formatBytes(this.unpacked)}, over ${ratio} times its size; unpacking was stopped.`,
      { advice: 'If you trust it, unpack it yourself and open the result.' },
    );
  }
}
