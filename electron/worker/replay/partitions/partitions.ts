import type { Ordinal } from '../../../../shared/model/event.ts';
import type { FoldFailure } from '../../../../shared/model/state.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import type { Reducer } from '../reducer.ts';
import { type KeptKeys, KeyedPartitions } from './keyedPartitions.ts';
import { OnePartition } from './onePartition.ts';
import { StreamPartitions } from './streamPartitions.ts';
import { StreamsRead } from './streamsRead.ts';

export interface Partition {
  readonly name: string;
  /** Its events, ascending. Do not write. */
  readonly ordinals: Uint32Array;
  /** An event whose partition could not be found out: states at or after it are not known. */
  readonly failure: FoldFailure | null;
}

/** Which events make up which partition of one reducer over one log. What costs a scan is found out once. */
export interface Partitions {
  /**
   * A partition by name; `null` for the one that the event at `ordinal` belongs to (`''` without events when it belongs
   * to none). Throws `not-found` for a stream that is not in the log.
   */
  find(name: string | null, ordinal: Ordinal, context: ScanContext): Promise<Partition>;
  /** How many numbers partitions have, for `at`. What events belong to them is found out first. */
  size(context: ScanContext): Promise<number>;
  /**
   * A partition by its number: they are in the order in which they first appear. Without events where none are read.
   */
  at(number: number): Partition;
  /** Number of the partition that an event belongs to, -1 for none. `size` must have been asked for. */
  numberOf(ordinal: Ordinal): number;
  /** Whether the reducer reads the stream of an event at all. */
  reads(ordinal: Ordinal): boolean;
}

/** The partitions of a reducer; `kept` is where keys outlive the process. */
export function partitionsOf(log: ReadableLog, reducer: Reducer, kept: KeptKeys | null = null): Partitions {
  const streams = new StreamsRead(log, reducer);
  const { partitioning } = reducer;
  switch (partitioning.kind) {
    case 'stream':
      return new StreamPartitions(log, reducer, streams);
    case 'single':
      return new OnePartition(log, streams);
    case 'key':
      return new KeyedPartitions(log, reducer, partitioning, streams, kept);
  }
}
