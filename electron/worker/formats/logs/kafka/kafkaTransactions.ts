import type { LogCursor } from '../logCursor.ts';
import { BATCH_HEAD, KafkaBatch, KafkaRecord } from './kafkaBatch.ts';

/** How many batches are hopped over between two pauses. */
const STRIDE = 256;

/** Which records of a partition belong to transactions that were aborted: consumers never saw them. */
export class KafkaTransactions {
  readonly #batch = new KafkaBatch();
  readonly #record = new KafkaRecord();
  /** By producer: the offset of the first record of a transaction that has not ended so far. */
  readonly #open = new Map<bigint, bigint>();
  /** By producer: offsets from, and up to, which its records were aborted. */
  readonly #aborted = new Map<bigint, { readonly from: bigint; readonly to: bigint }[]>();
  #seen = false;

  /** Whether there are any. */
  get areThere(): boolean {
    return this.#seen;
  }

  /** How many transactions have neither been committed nor aborted. */
  get open(): number {
    return this.#open.size;
  }

  /** Goes from batch to batch through a segment; where one is damaged, it ends. */
  async read(cursor: LogCursor, pause: (offset: number) => Promise<void> | undefined): Promise<void> {
    const batch = this.#batch;
    for (let hops = 1; cursor.has(BATCH_HEAD); hops++) {
      batch.read(cursor.view, cursor.at);
      if (!batch.isPlausible) return;
      const { offset } = cursor;
      if (batch.isControl) this.#marker(cursor);
      else if (batch.isTransactional) {
        this.#seen = true;
        if (!this.#open.has(batch.producerId)) this.#open.set(batch.producerId, batch.baseOffset);
      }
      cursor.moveTo(offset + batch.length);
      if (hops % STRIDE === 0) await pause(cursor.offset);
    }
  }

  /** The record of a control batch has a key of two numbers: a version, and 0 for an abort, 1 for a commit. */
  #marker(cursor: LogCursor): void {
    const { producerId, baseOffset, length } = this.#batch;
    if (!cursor.has(length)) return;
    const { bytes, at } = cursor;
    const record = this.#record;
    if (!record.read(bytes, at + BATCH_HEAD, at + length) || record.keyTo - record.keyFrom < 4) return;
    const kind = bytes.readInt16BE(record.keyFrom + 2);
    const from = this.#open.get(producerId);
    if (kind === 0 && from !== undefined) {
      const ranges = this.#aborted.get(producerId) ?? [];
      this.#aborted.set(producerId, [...ranges, { from, to: baseOffset }]);
    }
    if (kind === 0 || kind === 1) this.#open.delete(producerId);
  }

  /** Whether the batch of a producer that begins at an offset was aborted. */
  isAborted(producerId: bigint, offset: bigint): boolean {
    const ranges = this.#aborted.get(producerId);
    return ranges?.some(({ from, to }) => from <= offset && offset < to) ?? false;
  }
}
