import type { Ordinal } from './event.ts';
import type { FoldFailure } from './state.ts';

/** An event after which a condition holds that did not before, or the other way round. */
export interface Crossing {
  readonly ordinal: Ordinal;
  readonly globalPosition: string | null;
  readonly streamId: string;
  readonly streamRevision: string | null;
  readonly type: string;
  readonly recordedAt: string | null;
  readonly partition: string;
  /** Whether the condition holds from here on. */
  readonly holds: boolean;
}

/** A partition in which the condition came to hold at least once. */
export interface PartitionCrossings {
  readonly partition: string;
  /** The first event after which it held. */
  readonly firstOrdinal: Ordinal;
  readonly crossings: number;
  /** Whether it holds at the end. */
  readonly holds: boolean;
}

/** What `bisect --json` prints. */
export interface BisectReport {
  readonly reducer: string;
  /** `null`: all partitions were looked at. */
  readonly partition: string | null;
  readonly where: string;
  /** The first event of all after which the condition holds; `null` when there is none. */
  readonly first: Crossing | null;
  /** How many crossings there are; the list may be cut. */
  readonly total: number;
  readonly crossings: readonly Crossing[];
  /** Partitions and events that were looked at. */
  readonly examined: number;
  readonly events: number;
  /** In how many partitions it ever held; the list, in the order of their first crossing, may be cut. */
  readonly ever: number;
  readonly partitions: readonly PartitionCrossings[];
  /** Partitions in which the reducer threw: what follows there was not looked at. `failed` counts them all. */
  readonly failures: readonly { readonly partition: string; readonly failure: FoldFailure }[];
  readonly failed: number;
}
