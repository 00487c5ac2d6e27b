import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure } from '../../../shared/model/state.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { type JoinedStrings, StringTable } from '../eventIndex/stringTable.ts';
import type { ScanContext } from '../formats/format.ts';
import { BatchSizes, lengthOf } from './batchSizes.ts';
import type { Reducer } from './reducer.ts';
import { Turns } from './turns.ts';

export interface Partition {
  readonly name: string;
  /** Its events, ascending. Do not write. */
  readonly ordinals: Uint32Array;
  /** An event whose partition could not be found out: states at or after it are not known. */
  readonly failure: FoldFailure | null;
}

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
/** Events that are counted between two looks at the clock. */
const ADOPTED_AT_ONCE = 1 << 18;
const noEvents = new Uint32Array(0);

/** Which events make up which partition of one reducer over one log. What costs a scan is found out once. */
export class Partitions {
  readonly #log: ReadableLog;
  readonly #reducer: Reducer;
  readonly #keys = new StringTable();
  /** Number in `#keys` by ordinal, for projections with `partitionBy`. */
  #keyOf: Int32Array = new Int32Array(0);
  #scanned = 0;
  #counts: number[] = [];
  #postings: { readonly builtFor: number; readonly byKey: readonly Uint32Array[] } = { builtFor: 0, byKey: [] };
  #failure: FoldFailure | null = null;
  /** 1 by number of the stream, for reducers that do not read all. */
  #read: Uint8Array = new Uint8Array(0);
  #single: { readonly builtFor: number; readonly ordinals: Uint32Array } = { builtFor: 0, ordinals: noEvents };
  readonly #kept: KeptKeys | null;
  #areKept = false;
  /** Of scans: a second question waits for the first one's. */
  readonly #turns = new Turns();

  constructor(log: ReadableLog, reducer: Reducer, kept: KeptKeys | null = null) {
    this.#log = log;
    this.#reducer = reducer;
    this.#kept = kept;
  }

  /**
   * A partition by name; `null` for the one that the event at `ordinal` belongs to (`''` without events when it belongs
   * to none). Throws `not-found` for a stream that is not in the log.
   */
  async find(name: string | null, ordinal: Ordinal, context: ScanContext): Promise<Partition> {
    switch (this.#reducer.partitioning.kind) {
      case 'stream':
        return this.#ofStream(name, ordinal);
      case 'single':
        return { name: '', ordinals: this.#all(), failure: null };
      case 'key':
        return this.#ofKey(name, ordinal, context);
    }
  }

  /** How many numbers partitions have, for `at`. Keys are found out first. */
  async size(context: ScanContext): Promise<number> {
    switch (this.#reducer.partitioning.kind) {
      case 'stream':
        return this.#log.index.streams.size;
      case 'single':
        return 1;
      case 'key':
        await this.#ofKey(null, -1, context);
        return this.#keys.size;
    }
  }

  /**
   * A partition by its number: they are in the order in which they first appear. Without events where none are read.
   */
  at(number: number): Partition {
    switch (this.#reducer.partitioning.kind) {
      case 'stream':
        return this.#ofStreamNumber(number);
      case 'single':
        return { name: '', ordinals: this.#all(), failure: null };
      case 'key':
        return { name: this.#keys.text(number), ordinals: this.#byKey()[number]!, failure: this.#failure };
    }
  }

  /** Number of the partition that an event belongs to, -1 for none. Keys must have been found out (`size`). */
  numberOf(ordinal: Ordinal): number {
    switch (this.#reducer.partitioning.kind) {
      case 'stream':
        return this.#log.index.columns.stream[ordinal]!;
      case 'single':
        return 0;
      case 'key':
        return this.#keyOf[ordinal] ?? NO_KEY;
    }
  }

  /** Whether the reducer reads the stream of an event at all. */
  reads(ordinal: Ordinal): boolean {
    if (this.#reducer.readsAll) return true;
    const { index } = this.#log;
    if (this.#read.length < index.streams.size) this.#read = this.#streamsRead()!;
    return this.#read[index.columns.stream[ordinal]!] === 1;
  }

  #ofStream(name: string | null, ordinal: Ordinal): Partition {
    const { index } = this.#log;
    if (name === null && ordinal < 0) return { name: '', ordinals: noEvents, failure: null };
    const stream = name === null ? index.columns.stream[ordinal]! : index.streams.numberOf(name);
    if (stream < 0) throw new InspectorError('not-found', `There is no stream ${name} in this log.`);
    return this.#ofStreamNumber(stream);
  }

  #ofStreamNumber(stream: number): Partition {
    const { index } = this.#log;
    const id = index.streams.text(stream);
    return { name: id, ordinals: this.#reducer.reads(id) ? index.ordinalsOfStream(stream) : noEvents, failure: null };
  }

  /** Every event that the reducer reads. */
  #all(): Uint32Array {
    const { index } = this.#log;
    const length = index.length;
    if (this.#single.builtFor === length) return this.#single.ordinals;
    let count = 0;
    const ordinals = new Uint32Array(length);
    const read = this.#streamsRead();
    const column = index.columns.stream;
    for (let i = 0; i < length; i++) if (read === null || read[column[i]!] === 1) ordinals[count++] = i;
    this.#single = { builtFor: length, ordinals: ordinals.subarray(0, count) };
    return this.#single.ordinals;
  }

  /** 1 for streams that the reducer reads; `null` when it reads all. */
  #streamsRead(): Uint8Array | null {
    if (this.#reducer.readsAll) return null;
    return Uint8Array.from(this.#log.index.streams.all, (id) => (this.#reducer.reads(id) ? 1 : 0));
  }

  async #ofKey(name: string | null, ordinal: Ordinal, context: ScanContext): Promise<Partition> {
    await this.#turns.take(context, async (inside) => {
      if (this.#scanned === 0) await this.#adoptKeys(inside);
      await this.#scanKeys(inside);
      await this.#keepKeys(inside);
    });
    const failure = this.#failure;
    const key = name === null ? (ordinal < 0 ? NO_KEY : (this.#keyOf[ordinal] ?? NO_KEY)) : this.#keys.numberOf(name);
    if (key === NO_KEY) return { name: name ?? '', ordinals: noEvents, failure };
    return { name: this.#keys.text(key), ordinals: this.#byKey()[key]!, failure };
  }

  /**
   * Asks the projection for the keys of events that were not asked for yet. What was found stays found if cancelled.
   */
  async #scanKeys(context: ScanContext): Promise<void> {
    const { index } = this.#log;
    const { partitioning } = this.#reducer;
    const length = index.length;
    if (partitioning.kind !== 'key' || this.#scanned >= length || this.#failure !== null) return;
    const keyOf = new Int32Array(length).fill(NO_KEY);
    keyOf.set(this.#keyOf.subarray(0, this.#scanned));
    this.#keyOf = keyOf;
    const read = this.#streamsRead();
    let run = await partitioning.begin();
    let onlyOne = false;
    try {
      const sizes = new BatchSizes();
      while (this.#scanned < length) {
        const upTo = sizes.endFrom(index, this.#scanned, length);
        const streams = index.columns.stream;
        const ordinals: Ordinal[] = [];
        for (let i = this.#scanned; i < upTo; i++) if (read === null || read[streams[i]!] === 1) ordinals.push(i);
        const texts = this.#reducer.read(this.#log, ordinals);
        const { keys, failure } = run.keys(texts);
        if (failure && (failure.index === 0 || ordinals.length === 1)) {
          const { index: _first, ...why } = failure;
          this.#failure = { ordinal: ordinals[0]!, ...why };
          return;
        }
        if (failure) {
          // Ask again for those before it, in a fresh world; one by one where it is not known which it was.
          onlyOne = failure.index < 0;
          sizes.next = onlyOne ? 1 : ordinals[failure.index]! - this.#scanned;
          run.close();
          run = await partitioning.begin();
          continue;
        }
        keys.forEach((key, i) => {
          if (key !== null) this.#assign(ordinals[i]!, key);
        });
        this.#scanned = upTo;
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
    if (this.#keyOf[ordinal] !== NO_KEY) return;
    this.#keyOf[ordinal] = number;
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
  }

  async #adoptKeys(context: ScanContext): Promise<void> {
    const kept = await this.#kept?.keys();
    if (!kept || kept.ofEvent.length > this.#log.index.length) return;
    const { names, ofEvent } = kept;
    const total = ofEvent.length;
    const counts = new Uint32Array(names.ends.length);
    for (let done = 0; done < total; ) {
      for (const end = Math.min(total, done + ADOPTED_AT_ONCE); done < end; done++) {
        const key = ofEvent[done]!;
        if (key !== NO_KEY) counts[key]!++;
      }
      await context.breathe({ phase: 'replay', done, total, unit: 'events' });
    }
    this.#keys.adopt(names);
    this.#keyOf = ofEvent;
    this.#counts = Array.from(counts);
    this.#scanned = total;
    this.#areKept = true;
  }

  /** Hands over the keys of the whole log, once: of what is appended they are found out again. */
  async #keepKeys({ breathe }: ScanContext): Promise<void> {
    const { index } = this.#log;
    const total = index.length;
    if (this.#areKept || this.#kept === null || !index.complete || this.#scanned < total) return;
    const names = await this.#keys.join(() => breathe({ phase: 'replay', done: total, total, unit: 'events' }));
    this.#areKept = true;
    this.#kept.putKeys({ names, ofEvent: this.#keyOf });
  }

  /** Counting sort by key: keeps ordinals ascending within each key. */
  #byKey(): readonly Uint32Array[] {
    // By what was scanned, not by the length: another question may have begun to scan on.
    if (this.#postings.builtFor === this.#scanned) return this.#postings.byKey;
    const byKey = this.#counts.map((count) => new Uint32Array(count));
    const filled = new Uint32Array(byKey.length);
    for (let i = 0; i < this.#keyOf.length; i++) {
      const key = this.#keyOf[i]!;
      if (key !== NO_KEY) byKey[key]![filled[key]!++] = i;
    }
    this.#postings = { builtFor: this.#scanned, byKey };
    return byKey;
  }
}
