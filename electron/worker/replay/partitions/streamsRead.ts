import type { Ordinal } from '../../../../shared/model/event.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import { inSlices, pauseOf } from '../../turns/slices.ts';
import type { Reducer } from '../reducer.ts';
import { roomFor } from './room.ts';

/** Streams whose names a reducer is shown between two pauses. */
const AT_ONCE = 1024;

/** Which streams a reducer reads: it is asked once about each, however the log grows. */
export class StreamsRead {
  readonly #log: ReadableLog;
  readonly #reducer: Reducer;
  /** 1 by number of the stream, of the first `#known`. */
  #read: Uint8Array = new Uint8Array(0);
  #known = 0;

  constructor(log: ReadableLog, reducer: Reducer) {
    this.#log = log;
    this.#reducer = reducer;
  }

  /** 1 by number of the stream, of those that there are now; `null` when all are read. */
  async all(context: ScanContext): Promise<Uint8Array | null> {
    if (this.#reducer.readsAll) return null;
    const { size } = this.#log.index.streams;
    if (this.#known < size) {
      await inSlices(size, pauseOf(context, 'replay', size), (_, to) => this.#ask(to), AT_ONCE);
    }
    return this.#read;
  }

  /** Whether the stream of an event is read. */
  has(ordinal: Ordinal): boolean {
    if (this.#reducer.readsAll) return true;
    const { columns, streams } = this.#log.index;
    const stream = columns.stream[ordinal]!;
    if (stream >= this.#known) this.#ask(streams.size);
    return this.#read[stream] === 1;
  }

  /** Asks about those of the first `end` streams that were not asked about yet. */
  #ask(end: number): void {
    const { streams } = this.#log.index;
    if (this.#read.length < end) {
      const larger = new Uint8Array(roomFor(streams.size, this.#known));
      larger.set(this.#read);
      this.#read = larger;
    }
    for (; this.#known < end; this.#known++) {
      this.#read[this.#known] = this.#reducer.reads(streams.text(this.#known)) ? 1 : 0;
    }
  }
}
