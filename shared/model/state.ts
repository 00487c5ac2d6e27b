import type { LogPoint, Ordinal } from './event.ts';
import type { ShownChange, ShownText } from './shown.ts';

/** What folds: the built-in merge reducer or a projection file. */
export interface ReducerInfo {
  /** `merge`, or the id that `projections.add` gave. */
  readonly id: string;
  /** `merge`, or the file's name. */
  readonly name: string;
  readonly kind: 'merge' | 'decider' | 'kurrent';
  /**
   * `stream`: a state per stream; `key`: per partition key of the projection; `single`: one state over all it reads.
   */
  readonly partitioning: 'stream' | 'key' | 'single';
  /** Event types that it has upcasters for, with the versions they start from. */
  readonly upcasters: readonly { readonly type: string; readonly from: readonly string[] }[];
}

/** One changed path of a state. JSON Pointer (RFC 6901); `''` is the whole state. */
export interface StateChange {
  /** JSON Pointer into the new state; of what is gone, into the old one. */
  readonly path: string;
  /** The same with items of lists by their identity, where they have one: `/lines/[sku="A1"]/quantity`. */
  readonly place?: string;
  /** The items of this list changed their order: `from` and `to` list their identities. */
  readonly order?: true;
  /** JSON text; `null` where the path did not exist. */
  readonly from: string | null;
  /** JSON text; `null` where the path no longer exists. */
  readonly to: string | null;
  /** The event that caused it last. */
  readonly ordinal: Ordinal;
}

/** A reducer that threw: a result, not an error of ours. What follows it is not computed. */
export interface FoldFailure {
  readonly ordinal: Ordinal;
  readonly message: string;
  /** Place in the projection's code, from 1; absent where it is not known. */
  readonly line?: number;
  readonly column?: number;
}

/** What a projection printed (`console.log`, KurrentDB's `log`) while it folded the last events of a partition. */
export interface Trace {
  /** How many events were folded with an ear open: the last ones of the partition up to the point. */
  readonly events: number;
  readonly lines: readonly { readonly ordinal: Ordinal; readonly type: string; readonly text: string }[];
  /** Lines beyond those that are kept. */
  readonly unkept: number;
}

/** The id under which code that is being written is folded: it is none of the reducers, and its limits are short. */
export const DRAFT = '(draft)';

/** What the code in an editor makes of the log, without being one of its reducers. */
export interface DryRun {
  readonly state: StateAt;
  /** `null` where the code prints nothing. */
  readonly trace: Trace | null;
}

/** An event's payload as stored and after the upcasters of a projection. */
export interface UpcastEvent {
  /** The file that defines them. */
  readonly by: string;
  /** What it counts as before: an event without a recorded version is the first one where there is a step from it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly data: ShownText;
  /** What they changed in the stored payload, the first of it. */
  readonly changes: readonly StateChange[];
}

/** What is known of the state of one partition at a point, beside the state itself. */
export interface StateFacts {
  readonly partition: string;
  readonly reducer: ReducerInfo;
  /**
   * The point asked for; the state includes its event if it belongs to the partition. `null` before the first event.
   */
  readonly at: LogPoint | null;
  /** How many events were folded for this answer. */
  readonly folded: number;
  /** Ordinal of the snapshot the fold began from; `null` when it began at the start. */
  readonly fromSnapshot: Ordinal | null;
  /** How many events of the partition lie at or before the point. */
  readonly eventsBefore: number;
  readonly eventsTotal: number;
  readonly failure: FoldFailure | null;
  readonly elapsedMs: number;
  /** The partition's last event at or before the point. */
  readonly lastOrdinal: Ordinal | null;
  /** The next event of the partition after the point. */
  readonly next: { readonly ordinal: Ordinal; readonly type: string; readonly recordedAt: string | null } | null;
}

/** State of one partition at a point. */
export interface StateAt extends StateFacts {
  /** JSON text; `null` when the partition has no event yet. */
  readonly state: string | null;
  /** What the partition's last event at or before the point did. */
  readonly changes: readonly StateChange[];
}

/** One of the states of all partitions at a point. */
export interface PartitionState {
  readonly partition: string;
  /** How many of its events lie at or before the point, and the last of these. */
  readonly events: number;
  readonly lastOrdinal: Ordinal;
  /** JSON text. */
  readonly state: string;
  readonly failure: FoldFailure | null;
}

/** Which event set each leaf of a state. */
export interface StateOrigins {
  readonly origins: readonly { readonly path: string; readonly ordinal: Ordinal }[];
}

/** A value of a state that has no members, with the event that set it: `null` where it stands in the initial state. */
export interface BlamedLeaf {
  readonly path: string;
  /** JSON text; where `longest` was given, its beginning. */
  readonly value: string;
  readonly ordinal: Ordinal | null;
  readonly streamRevision: string | null;
  readonly type: string | null;
  readonly recordedAt: string | null;
}

/** The whole state at a point, value by value. What `blame --json` prints. */
export interface BlameReport {
  readonly partition: string;
  readonly reducer: string;
  readonly at: LogPoint | null;
  /** How many values there are; `leaves` may be cut. */
  readonly total: number;
  readonly leaves: readonly BlamedLeaf[];
  readonly failure: FoldFailure | null;
}

/** One step in the life of a value, as `history --json` prints it. */
export interface HistoryChange {
  readonly ordinal: Ordinal;
  readonly streamRevision: string | null;
  readonly type: string;
  readonly recordedAt: string | null;
  /** JSON text; `null` where absent. Where `longest` was given, its beginning. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Successive changes of a value: its smallest, largest and last number among them, `null` where none is one. */
export interface SparkPart {
  /** The last event of the part. */
  readonly ordinal: Ordinal;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
}

/** The life of a value. */
export interface ValueHistory {
  readonly partition: string;
  /** How many changes there are; the list may have only the last of them. */
  readonly total: number;
  readonly changes: readonly HistoryChange[];
  /** The whole history as a curve; empty where there are no numbers. */
  readonly spark: readonly SparkPart[];
  readonly folded: number;
  readonly failure: FoldFailure | null;
}

/** One side of a comparison. */
export interface ComparedSide {
  readonly partition: string;
  readonly reducer: string;
  readonly at: LogPoint | null;
  /** How many of the partition's events lie at or before the point. */
  readonly events: number;
}

/** What `diff --json` prints: what differs between two states. */
export interface StateComparison {
  readonly left: ComparedSide;
  readonly right: ComparedSide;
  /** How many changes there are; the list may be cut. */
  readonly total: number;
  readonly changes: readonly ShownChange[];
}

/** Which state: of a stream, or of a partition of a projection, or of whatever the event at the point belongs to. */
export interface StateTarget {
  /** `merge` or a projection's id. */
  readonly reducer: string;
  /** Stream id, partition key, or `null` for the partition of the event at `ordinal`. */
  readonly partition: string | null;
}
