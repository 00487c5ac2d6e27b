import type { Ordinal } from '../../../../shared/model/event.ts';
import type { FoldFailure } from '../../../../shared/model/state.ts';
import { type Grouped, Postings } from '../../eventIndex/postings.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import { type JoinedStrings, StringTable } from '../../eventIndex/stringTable.ts';
import type { ScanContext } from '../../formats/format.ts';
import { inSlices, pauseOf } from '../../turns/slices.ts';
import { Turns } from '../../turns/turns.ts';
import { BatchSizes, lengthOf } from '../batchSizes.ts';
import type { Partitioning, Reducer } from '../reducer.ts';
import type { Partition, Partitions } from './partitions.ts';
import { noEvents, roomFor } from './room.ts';
import type { StreamsRead } from './streamsRead.ts';

/** Which partition each event belongs to, for a projection that has to be asked. */
export interface PartitionKeys {
  readonly names: JoinedStrings;
  /** Number of the name by ordinal, -1 for none. Do not write. */
  readonly ofEvent: Int32Array;
}

/** Where keys outlive the process: to ask for them takes as long as to fold everything. */
export interface KeptKeys {
  /** What was kept; `null` for nothing. */
  keys(): Promise<PartitionKeys | null>;
  /** Takes the keys of a whole log. */
  putKeys(keys: PartitionKeys): void;
}

const NO_KEY = -1;

/** Partitions by the keys that a projection gives events (`partitionBy`). */
export class KeyedPartitions implements Partitions {
  readonly #log: ReadableLog;
  readonly #reducer: Reducer;
  readonly #partitioning: Partitioning & { readonly kind: 'key' };
  readonly #streams: StreamsRead;
  readonly #keys = new StringTable();
  /** Number in `#keys` by ordinal, of the first `#known` events. */
  #keyOf: Int32Array = new Int32Array(0);
  #known = 0;
  /** Events by key. */
  #counts: number[] = [];
  readonly #byKey = new Postings();
  #failure: FoldFailure | null = null;
  readonly #kept: KeptKeys | null;
  #areKept = false;
  /** A second question waits for the first one's scan. */
  readonly #turns = new Turns();

  constructor(
    log: ReadableLog,
    reducer: Reducer,
    partitioning: Partitioning & { readonly kind: 'key' },
    streams: StreamsRead,
    kept: KeptKeys | null,
  ) {
    this.#log = log;
    this.#reducer = reducer;
    this.#partitioning = partitioning;
    this.#streams = streams;
    this.#kept = kept;
  }

  async find(name: string | null, ordinal: Ordinal, context: ScanContext): Promise<Partition> {
    await this.size(context);
    const key = name === null ? this.numberOf(ordinal) : this.#keys.numberOf(name);
    if (key === NO_KEY) return { name: name ?? '', ordinals: noEvents, failure: this.#failure };
    return this.at(key);
  }

  async size(context: ScanContext): Promise<number> {
    await this.#turns.take(context, async (inside) => {
      if (this.#known === 0) await this.#adopt(inside);
      await this.#ask(inside);
      await this.#keep(inside);
    });
    await this.#byKey.prepare(() => this.#grouped, context);
    return this.#keys.size;
  }

  at(number: number): Partition {
    const ordinals = this.#byKey.of(number, this.#grouped);
    return { name: this.#keys.text(number), ordinals, failure: this.#failure };
  }

  numberOf(ordinal: Ordinal): number {
    return ordinal >= 0 && ordinal < this.#known ? this.#keyOf[ordinal]! : NO_KEY;
  }

  reads(ordinal: Ordinal): boolean {
    return this.#streams.has(ordinal);
  }

  /**
   * Asks the projection for the keys of events that were not asked for yet. What was found stays found if cancelled.
   */
  async #ask(context: ScanContext): Promise<void> {
    const { index } = this.#log;
    const { length } = index;
    if (this.#known >= length || this.#failure !== null) return;
    if (this.#keyOf.length < length) {
      const larger = new Int32Array(roomFor(length, this.#known));
      larger.set(this.#keyOf.subarray(0, this.#known));
      this.#keyOf = larger;
    }
    const read = await this.#streams.all(context);
    let run = await this.#partitioning.begin();
    let onlyOne = false;
    try {
      const sizes = new BatchSizes();
      while (this.#known < length) {
        const upTo = sizes.endFrom(index, this.#known, length);
        const { stream } = index.columns;
        const ordinals: Ordinal[] = [];
        for (let i = this.#known; i < upTo; i++) if (read === null || read[stream[i]!] === 1) ordinals.push(i);
        const texts = this.#reducer.read(this.#log, ordinals);
        this.#keyOf.fill(NO_KEY, this.#known, upTo);
        const { keys, failure } = run.keys(texts);
        if (failure && (failure.index === 0 || ordinals.length === 1)) {
          const { index: _first, ...why } = failure;
          this.#failure = { ordinal: ordinals[0]!, ...why };
          return;
        }
        if (failure) {
          // Ask again for those before it, in a fresh world; one by one where it is not known which it was.
          onlyOne = failure.index < 0;
          sizes.next = onlyOne ? 1 : ordinals[failure.index]! - this.#known;
          run.close();
          run = await this.#partitioning.begin();
          continue;
        }
        keys.forEach((key, i) => {
          if (key !== null) this.#assign(ordinals[i]!, key);
        });
        this.#known = upTo;
        if (ordinals.length > 0 && !onlyOne) sizes.took(ordinals.length, lengthOf(texts));
        await context.breathe({ phase: 'replay', done: upTo, total: length, unit: 'events' });
        sizes.begin();
      }
    } finally {
      run.close();
    }
  }

  #assign(ordinal: Ordinal, key: string): void {
    const number = this.#keys.intern(key);
    this.#keyOf[ordinal] = number;
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
  }

  /** Takes over what was kept of these keys. */
  async #adopt(context: ScanContext): Promise<void> {
    const kept = await this.#kept?.keys();
    if (!kept || kept.ofEvent.length > this.#log.index.length) return;
    const { names, ofEvent } = kept;
    const total = ofEvent.length;
    const counts = new Uint32Array(names.ends.length);
    await inSlices(total, pauseOf(context, 'replay', total), (from, to) => {
      for (let i = from; i < to; i++) {
        const key = ofEvent[i]!;
        if (key !== NO_KEY) counts[key]!++;
      }
    });
    this.#keys.adopt(names);
    this.#keyOf = ofEvent;
    this.#counts = Array.from(counts);
    this.#known = total;
    this.#areKept = true;
  }

  /** Hands over the keys of the whole log, once: of what is appended they are found out again. */
  async #keep(context: ScanContext): Promise<void> {
    const { index } = this.#log;
    const total = index.length;
    if (this.#areKept || this.#kept === null || !index.complete || this.#known < total) return;
    const names = await this.#keys.join(pauseOf(context, 'replay', total));
    this.#areKept = true;
    this.#kept.putKeys({ names, ofEvent: this.#keyOf.subarray(0, total) });
  }

  /** By what is known, not by the length: another question may have begun to ask on. */
  get #grouped(): Grouped {
    return { length: this.#known, groupOf: this.#keyOf, sizes: this.#counts, groups: this.#keys.size };
  }
}
