import type { Ordinal } from '../../../../shared/model/event.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import { inSlices, pauseOf } from '../../turns/slices.ts';
import { Turns } from '../../turns/turns.ts';
import type { Partition, Partitions } from './partitions.ts';
import { noEvents, roomFor } from './room.ts';
import type { StreamsRead } from './streamsRead.ts';

/** One partition, without a name, of every event that is read. */
export class OnePartition implements Partitions {
  readonly #log: ReadableLog;
  readonly #streams: StreamsRead;
  /** Its first `#count` are the events that are read of the first `#known` of the log; it has room for more. */
  #ordinals: Uint32Array = noEvents;
  #count = 0;
  #known = 0;
  /** A second question waits for the first one's scan. */
  readonly #turns = new Turns();

  constructor(log: ReadableLog, streams: StreamsRead) {
    this.#log = log;
    this.#streams = streams;
  }

  async find(_name: string | null, _ordinal: Ordinal, context: ScanContext): Promise<Partition> {
    await this.size(context);
    return this.at();
  }

  async size(context: ScanContext): Promise<1> {
    await this.#turns.take(context, (inside) => this.#list(inside));
    return 1;
  }

  at(): Partition {
    return { name: '', ordinals: this.#ordinals.subarray(0, this.#count), failure: null };
  }

  numberOf(): 0 {
    return 0;
  }

  reads(ordinal: Ordinal): boolean {
    return this.#streams.has(ordinal);
  }

  /** Lists the events that came since. */
  async #list(context: ScanContext): Promise<void> {
    const total = this.#log.index.length;
    if (this.#known === total) return;
    if (this.#ordinals.length < total) {
      const larger = new Uint32Array(roomFor(total, this.#known));
      larger.set(this.#ordinals.subarray(0, this.#count));
      this.#ordinals = larger;
    }
    const read = await this.#streams.all(context);
    const { stream } = this.#log.index.columns;
    const first = this.#known;
    await inSlices(total - first, pauseOf(context, 'replay', total), (from, to) => {
      for (let i = first + from; i < first + to; i++) {
        if (read === null || read[stream[i]!] === 1) this.#ordinals[this.#count++] = i;
      }
      this.#known = first + to;
    });
  }
}
