import type { StoredSnapshot } from '../../../shared/model/store.ts';
import { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { EncodedText, type VisitPayload, visitPayloads } from '../eventIndex/payloadBytes.ts';
import { bodyOf, readBodies } from '../eventIndex/readableLog.ts';
import type {
  LogReader,
  ScanContext,
  Sifted,
  Sought,
  StoredBody,
  StoredCheckpoint,
  StoredDeadLetter,
  StoredRecord,
} from '../formats/format.ts';
import { PayloadEncodings } from './payloadEncodings.ts';

/**
 * Reads records through their encodings: search, replay, checks and reports read here and see decoded payloads. Of a
 * type whose payloads are JSON it asks the store in the store's fastest way; of others it takes whole records.
 */
export class DecodingReader implements LogReader {
  encodings = new PayloadEncodings();
  readonly #store: LogReader;
  readonly #encoded = new EncodedText();

  constructor(store: LogReader) {
    this.#store = store;
  }

  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[] {
    return this.#store.readRecords(index, ordinals).map((record, i) => this.#decode(index, ordinals[i]!, record));
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    return this.#each(
      index,
      ordinals,
      (plain) => this.#store.readPayloads(index, plain),
      (text) => text,
      (record) => (record.payload.kind === 'json' ? record.payload.text : null),
    );
  }

  readBodies(index: EventIndex, ordinals: ArrayLike<number>): StoredBody[] {
    const log = { index, reader: this.#store };
    return this.#each(
      index,
      ordinals,
      (plain) => readBodies(log, plain),
      ({ payload }) => payload,
      bodyOf,
    );
  }

  visitPayloads(index: EventIndex, ordinals: ArrayLike<number>, visit: VisitPayload): void {
    if (this.#anyNeedsBytes(index, ordinals)) {
      for (const [at, text] of this.readPayloads(index, ordinals).entries()) this.#encoded.visit(at, text, visit);
      return;
    }
    visitPayloads({ index, reader: this.#store }, ordinals, (at, json, from, to) => {
      if (json !== null) visit(at, json, from, to);
      else this.#encoded.visit(at, bodyOf(this.#recordOf(index, ordinals[at]!)).payload, visit);
    });
  }

  sift(index: EventIndex, sought: Sought, within: BitSet, context: ScanContext): Promise<Sifted> | null {
    const { type } = index.columns;
    const chosen = new BitSet(within.size);
    if (this.encodings.rules.length > 0) {
      for (let at = within.next(-1); at >= 0; at = within.next(at)) {
        if (this.encodings.isChosen(index, type[at]!)) chosen.add(at);
      }
    }
    const plain = within.andNot(chosen);
    // What is read through an encoding does not stand in the bytes that the store would look through.
    const sifted = plain.isEmpty ? null : (this.#store.sift?.(index, sought, plain, context) ?? null);
    return sifted?.then(({ matched, unsure }) => ({ matched, unsure: unsure.or(chosen) })) ?? null;
  }

  get recordShape(): LogReader['recordShape'] {
    return this.#store.recordShape;
  }

  snapshots(): StoredSnapshot[] {
    return this.#store.snapshots();
  }

  snapshotCount(): number {
    return this.#store.snapshotCount();
  }

  checkpoints(): StoredCheckpoint[] {
    return this.#store.checkpoints();
  }

  deadLetters(): StoredDeadLetter[] {
    return this.#store.deadLetters();
  }

  /**
   * Reads records of types that need it, and of all others what is cheaper. What then turns out to be no JSON is read
   * once more, and the next time at once.
   */
  #each<T>(
    index: EventIndex,
    ordinals: ArrayLike<number>,
    readPlain: (plain: ArrayLike<number>) => T[],
    textOf: (plain: T) => string | null,
    ofRecord: (record: StoredRecord) => T,
  ): T[] {
    const { type } = index.columns;
    if (this.#anyNeedsBytes(index, ordinals)) {
      const plain: number[] = [];
      const others: number[] = [];
      for (let i = 0; i < ordinals.length; i++) {
        (this.encodings.needsBytes(index, type[ordinals[i]!]!) ? others : plain).push(i);
      }
      const all = new Array<T>(ordinals.length);
      const take = (places: number[]): number[] => places.map((i) => ordinals[i]!);
      for (const [i, value] of this.#each(index, take(plain), readPlain, textOf, ofRecord).entries())
        all[plain[i]!] = value;
      for (const [i, record] of this.readRecords(index, take(others)).entries()) all[others[i]!] = ofRecord(record);
      return all;
    }
    if (ordinals.length === 0) return [];
    return readPlain(ordinals).map((value, i) =>
      textOf(value) === null ? ofRecord(this.#recordOf(index, ordinals[i]!)) : value,
    );
  }

  #anyNeedsBytes(index: EventIndex, ordinals: ArrayLike<number>): boolean {
    const { type } = index.columns;
    for (let i = 0; i < ordinals.length; i++) if (this.encodings.needsBytes(index, type[ordinals[i]!]!)) return true;
    return false;
  }

  /** Of an event whose payload is no JSON in the store. */
  #recordOf(index: EventIndex, ordinal: number): StoredRecord {
    this.encodings.sawBytes(index.columns.type[ordinal]!);
    return this.readRecords(index, [ordinal])[0]!;
  }

  #decode(index: EventIndex, ordinal: number, record: StoredRecord): StoredRecord {
    const payload = this.encodings.decoder(index, index.columns.type[ordinal]!)(record.payload);
    return payload === record.payload ? record : { ...record, payload };
  }
}
