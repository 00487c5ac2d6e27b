import type { LogPoint, Ordinal } from './event.ts';
import type { FoldFailure, ReducerInfo } from './state.ts';

// A branch is a list of edits over a recorded log. The log itself is never touched: a branch is folded beside it.

/** An event that is on a branch only. */
export interface ScratchEvent {
  readonly streamId: string;
  readonly type: string;
  /** JSON text. */
  readonly payload: string;
  /** JSON text; `null` for none. */
  readonly metadata: string | null;
  /** `null` where none is recorded. */
  readonly schemaVersion: string | null;
}

/**
 * One change to history. Every place is one of the recorded log, whatever other edits do to the event there: several
 * events put behind the same one stand in the order of the list. `after` -1 is before the first event.
 */
export type BranchEdit =
  | { readonly kind: 'drop'; readonly ordinal: Ordinal }
  | { readonly kind: 'edit'; readonly ordinal: Ordinal; readonly event: Partial<ScratchEvent> }
  | { readonly kind: 'insert'; readonly after: Ordinal; readonly event: ScratchEvent }
  | { readonly kind: 'move'; readonly ordinal: Ordinal; readonly after: Ordinal };

/** A named branch, as it is kept beside the user's other files. */
export interface Branch {
  readonly id: string;
  readonly name: string;
  readonly edits: readonly BranchEdit[];
}

/** An edit that does nothing, and why. */
export interface EditProblem {
  /** Index in the list of edits. */
  readonly edit: number;
  readonly message: string;
}

/** What differs at a path: JSON texts, `null` where there is nothing. */
export interface BranchChange {
  readonly path: string;
  /** The same with items of lists by their identity, where that says more. */
  readonly place?: string;
  /** The items of this list are in another order: both sides list their identities. */
  readonly order?: true;
  readonly real: string | null;
  readonly branch: string | null;
}

/** One side of a comparison. */
export interface BranchSide {
  readonly events: number;
  /** JSON text; `null` before the first event of the partition. */
  readonly state: string | null;
  /** On the branch, `ordinal` is where the failing event stands or was put; -1 before the first event. */
  readonly failure: FoldFailure | null;
}

export interface PartitionOnBranch {
  readonly partition: string;
  readonly real: BranchSide;
  readonly branch: BranchSide;
  readonly changes: readonly BranchChange[];
  /** Events of the branch from where it parts from reality. */
  readonly folded: number;
}

/** A branch at a point, beside reality, or beside another branch: then that stands where reality is named. */
export interface BranchAt {
  readonly reducer: ReducerInfo;
  readonly at: LogPoint | null;
  readonly problems: readonly EditProblem[];
  /** Of the other branch, where it was asked for one. */
  readonly otherProblems: readonly EditProblem[];
  /** The partition asked for; `null` where none was, and the event at the point belongs to none. */
  readonly shown: PartitionOnBranch | null;
  /** Partitions that an edit up to the point concerns; those that differ first. */
  readonly partitions: readonly PartitionOnBranch[];
  /** How many such partitions there are, and how many of them were compared. */
  readonly touched: number;
  readonly compared: number;
}

/** An event, or a few, that lead to a wanted state; found by trying and proven by replay. */
export interface Proposal {
  readonly events: readonly ScratchEvent[];
  /** JSON text of the state with these events behind the point. */
  readonly state: string;
  /** Everything they change in the state, what was wanted included. */
  readonly changes: readonly BranchChange[];
  /** How many of these changes were not asked for. */
  readonly sideEffects: number;
  /** How the values were found, as sentences. */
  readonly because: readonly string[];
  /** What a person should look at before using it. */
  readonly caveats: readonly string[];
}

export interface Proposals {
  readonly partition: string;
  readonly at: LogPoint | null;
  /** JSON text; `null` before the first event of the partition. */
  readonly state: string | null;
  /** The paths asked for that are not as wanted: JSON texts, `null` where there is nothing. */
  readonly wanted: readonly { readonly path: string; readonly has: string | null; readonly wants: string }[];
  readonly proposals: readonly Proposal[];
  /** Event types that were tried, and those that the limit left out. */
  readonly tried: readonly string[];
  readonly untried: number;
}

export type BranchExport = 'edits' | 'events' | 'fixture' | 'fixtureText';
