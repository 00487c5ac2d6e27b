import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure } from '../../../shared/model/state.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { type Grouped, Postings } from '../eventIndex/postings.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { type JoinedStrings, StringTable } from '../eventIndex/stringTable.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';
import { Turns } from '../turns/turns.ts';
import { BatchSizes, lengthOf } from './batchSizes.ts';
import type { Reducer } from './reducer.ts';

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
/** Streams whose names a reducer is shown between two pauses. */
const JUDGED_AT_ONCE = 1024;

/** Entries to make room for, for so many events: more than there are once a log grows. */
const roomFor = (events: number, known: number): number => (known === 0 ? events : events + (events >>> 3));

const noEvents = new Uint32Array(0);

/** Which events make up which partition of one reducer over one log. What costs a scan is found out once. */
export class Partitions {
  readonly #log: ReadableLog;
  readonly #reducer: Reducer;
  readonly #keys = new StringTable();
  /** Number in `#keys` by ordinal, for projections with `partitionBy`; of the first `#scanned` events. */
  #keyOf: Int32Array = new Int32Array(0);
  #scanned = 0;
  #counts: number[] = [];
  readonly #byKey = new Postings();
  #failure: FoldFailure | null = null;
  /** 1 by number of the stream, of the first `#judged`, for reducers that do not read all. */
  #read: Uint8Array = new Uint8Array(0);
  #judged = 0;
  /** The first `count` of `ordinals`, which has room for more, are those of the events before `listed` that are read. */
  readonly #single = { listed: 0, count: 0, ordinals: noEvents };
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
    await this.#findOut(context);
    switch (this.#reducer.partitioning.kind) {
      case 'stream':
        return this.#ofStream(name, ordinal);
      case 'single':
        return this.#ofAll();
      case 'key':
        return this.#ofKey(name, ordinal);
    }
  }

  /** How many numbers partitions have, for `at`. What events belong to them is found out first. */
  async size(context: ScanContext): Promise<number> {
    await this.#findOut(context);
    switch (this.#reducer.partitioning.kind) {
      case 'stream':
        await this.#streamsRead(context);
        return this.#log.index.streams.size;
      case 'single':
        return 1;
      case 'key':
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
        return this.#ofAll();
      case 'key':
        return { name: this.#keys.text(number), ordinals: this.#ofNumber(number), failure: this.#failure };
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
        return this.#keyAt(ordinal);
    }
  }

  /** Whether the reducer reads the stream of an event at all. */
  reads(ordinal: Ordinal): boolean {
    if (this.#reducer.readsAll) return true;
    const { columns, streams } = this.#log.index;
    const stream = columns.stream[ordinal]!;
    if (stream >= this.#judged) this.#judge(streams.size);
    return this.#read[stream] === 1;
  }

  /** Which events belong to which partition. */
  async #findOut(context: ScanContext): Promise<void> {
    switch (this.#reducer.partitioning.kind) {
      case 'stream':
        return this.#log.index.sortByStream(context);
      case 'single':
        return this.#turns.take(context, (inside) => this.#listAll(inside));
      case 'key':
        await this.#turns.take(context, async (inside) => {
          if (this.#scanned === 0) await this.#adoptKeys(inside);
          await this.#scanKeys(inside);
          await this.#keepKeys(inside);
        });
        return this.#byKey.prepare(() => this.#grouped, context);
    }
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

  /** Lists every event that the reducer reads. */
  async #listAll(context: ScanContext): Promise<void> {
    const { index } = this.#log;
    const total = index.length;
    const single = this.#single;
    if (single.listed === total) return;
    if (single.ordinals.length < total) {
      const larger = new Uint32Array(roomFor(total, single.listed));
      larger.set(single.ordinals.subarray(0, single.count));
      single.ordinals = larger;
    }
    const read = await this.#streamsRead(context);
    const streams = index.columns.stream;
    const { listed } = single;
    await inSlices(total - listed, pauseOf(context, 'replay', total), (from, to) => {
      for (let i = listed + from; i < listed + to; i++) {
        if (read === null || read[streams[i]!] === 1) single.ordinals[single.count++] = i;
      }
      single.listed = listed + to;
    });
  }

  #ofAll(): Partition {
    const { ordinals, count } = this.#single;
    return { name: '', ordinals: ordinals.subarray(0, count), failure: null };
  }

  /** 1 for streams that the reducer reads, of those that there are now; `null` when it reads all. */
  async #streamsRead(context: ScanContext): Promise<Uint8Array | null> {
    if (this.#reducer.readsAll) return null;
    const { size } = this.#log.index.streams;
    if (this.#judged < size) {
      await inSlices(size, pauseOf(context, 'replay', size), (_, to) => this.#judge(to), JUDGED_AT_ONCE);
    }
    return this.#read;
  }

  /** Asks the reducer which of the first `end` streams it reads: of each once. */
  #judge(end: number): void {
    const { streams } = this.#log.index;
    if (this.#read.length < end) {
      const larger = new Uint8Array(roomFor(streams.size, this.#judged));
      larger.set(this.#read);
      this.#read = larger;
    }
    for (; this.#judged < end; this.#judged++) {
      this.#read[this.#judged] = this.#reducer.reads(streams.text(this.#judged)) ? 1 : 0;
    }
  }

  #ofKey(name: string | null, ordinal: Ordinal): Partition {
    const failure = this.#failure;
    const key = name === null ? this.#keyAt(ordinal) : this.#keys.numberOf(name);
    if (key === NO_KEY) return { name: name ?? '', ordinals: noEvents, failure };
    return { name: this.#keys.text(key), ordinals: this.#ofNumber(key), failure };
  }

  /**
   * Asks the projection for the keys of events that were not asked for yet. What was found stays found if cancelled.
   */
  async #scanKeys(context: ScanContext): Promise<void> {
    const { index } = this.#log;
    const { partitioning } = this.#reducer;
    const length = index.length;
    if (partitioning.kind !== 'key' || this.#scanned >= length || this.#failure !== null) return;
    if (this.#keyOf.length < length) {
      const larger = new Int32Array(roomFor(length, this.#scanned));
      larger.set(this.#keyOf.subarray(0, this.#scanned));
      this.#keyOf = larger;
    }
    const keyOf = this.#keyOf;
    const read = await this.#streamsRead(context);
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
        keyOf.fill(NO_KEY, this.#scanned, upTo);
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
    this.#keyOf[ordinal] = number;
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
  }

  async #adoptKeys(context: ScanContext): Promise<void> {
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
    this.#kept.putKeys({ names, ofEvent: this.#keyOf.subarray(0, total) });
  }

  /** Number of the key of an event that was scanned. */
  #keyAt(ordinal: Ordinal): number {
    return ordinal >= 0 && ordinal < this.#scanned ? this.#keyOf[ordinal]! : NO_KEY;
  }

  #ofNumber(key: number): Uint32Array {
    return this.#byKey.of(key, this.#grouped);
  }

  /** By what was scanned, not by the length: another question may have begun to scan on. */
  get #grouped(): Grouped {
    return { length: this.#scanned, groupOf: this.#keyOf, sizes: this.#counts, groups: this.#keys.size };
  }
}
