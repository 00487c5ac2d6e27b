import type { LogPoint, Ordinal } from './event.ts';
import type { FoldFailure, ReducerInfo } from './state.ts';

/** The snapshots that replay keeps of one partition, and what they were good for. */
export interface OwnSnapshots {
  /** Events between two of them; 0 when none are kept. */
  readonly spacing: number;
  /** Ascending. At most 1,000 of them, the last ones. */
  readonly list: readonly {
    /** Events folded into it. */
    readonly position: number;
    /** The last of these. */
    readonly ordinal: Ordinal;
    readonly bytes: number;
  }[];
  /** How many there are. */
  readonly count: number;
  readonly bytes: number;
  /** How often a fold began from one of them, and how many events it had not to fold for that, in all. */
  readonly uses: number;
  readonly spared: number;
}

/** How a snapshot found in the store compares with replay at the same revision. */
export interface SnapshotComparison {
  /** `ahead`: it covers events that the stream has not; `not-comparable`: `reason` says why. */
  readonly verdict: 'equal' | 'differs' | 'ahead' | 'not-comparable';
  /** A sentence; `null` where there is nothing to add. */
  readonly reason: string | null;
  /** Members that both have, and that were compared. */
  readonly compared: readonly string[];
  /** Members of one side alone: not compared, since an aggregate and a projection hold what they need. */
  readonly onlyStored: readonly string[];
  readonly onlyReplayed: readonly string[];
  /** At most 100. JSON texts; `null` where absent. */
  readonly differences: readonly {
    readonly path: string;
    readonly stored: string | null;
    readonly replayed: string | null;
  }[];
}

/** A snapshot that the store itself holds. */
export interface FoundSnapshot extends SnapshotComparison {
  readonly streamRevision: string;
  readonly schemaVersion: string | null;
  /** How many events of the stream it covers: all of them when it is ahead. */
  readonly position: number;
  /** The last event that it covers; `null` where the log has none of them. */
  readonly ordinal: Ordinal | null;
  readonly bytes: number;
}

/** What the snapshots view shows and `snapshots --json` prints. */
export interface SnapshotReport {
  readonly partition: string;
  readonly reducer: ReducerInfo;
  readonly at: LogPoint | null;
  readonly eventsBefore: number;
  readonly eventsTotal: number;
  /** Events that were folded for the state at the point. */
  readonly folded: number;
  readonly failure: FoldFailure | null;
  readonly own: OwnSnapshots;
  /** Those of this stream in the store, by revision; at most 1,000. */
  readonly found: readonly FoundSnapshot[];
  readonly foundCount: number;
  /** How many the store holds of all streams. */
  readonly foundInStore: number;
}
