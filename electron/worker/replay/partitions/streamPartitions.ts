import type { Ordinal } from '../../../../shared/model/event.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import type { Reducer } from '../reducer.ts';
import type { Partition, Partitions } from './partitions.ts';
import { noEvents } from './room.ts';
import type { StreamsRead } from './streamsRead.ts';

/** A partition for each stream, with the stream's number. */
export class StreamPartitions implements Partitions {
  readonly #log: ReadableLog;
  readonly #reducer: Reducer;
  readonly #streams: StreamsRead;

  constructor(log: ReadableLog, reducer: Reducer, streams: StreamsRead) {
    this.#log = log;
    this.#reducer = reducer;
    this.#streams = streams;
  }

  async find(name: string | null, ordinal: Ordinal, context: ScanContext): Promise<Partition> {
    await this.#log.index.sortByStream(context);
    if (name === null && ordinal < 0) return { name: '', ordinals: noEvents, failure: null };
    const { columns, streams } = this.#log.index;
    const stream = name === null ? columns.stream[ordinal]! : streams.numberOf(name);
    if (stream < 0) throw new InspectorError('not-found', `There is no stream ${name} in this log.`);
    return this.at(stream);
  }

  async size(context: ScanContext): Promise<number> {
    await this.#log.index.sortByStream(context);
    await this.#streams.all(context);
    return this.#log.index.streams.size;
  }

  at(number: number): Partition {
    const name = this.#log.index.streams.text(number);
    const ordinals = this.#reducer.reads(name) ? this.#log.index.ordinalsOfStream(number) : noEvents;
    return { name, ordinals, failure: null };
  }

  numberOf(ordinal: Ordinal): number {
    return this.#log.index.columns.stream[ordinal]!;
  }

  reads(ordinal: Ordinal): boolean {
    return this.#streams.has(ordinal);
  }
}
