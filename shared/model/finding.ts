import type { Ordinal } from './event.ts';

export type Severity = 'error' | 'warning' | 'notice';

/** Something an integrity check saw in the log. Not an error of ours: see `shared/protocol/errors.ts` for those. */
export interface Finding {
  /** Stable across runs on the same content: check id and the place, e.g. `revision-gaps:order-17:3`. */
  readonly id: string;
  readonly checkId: string;
  readonly severity: Severity;
  /** A sentence that names what, where and how much. */
  readonly message: string;
  /** How many occurrences this finding stands for. */
  readonly count: number;
  /** The events concerned, at most 1,000 of them; empty where the finding has a place but no event. */
  readonly ordinals: readonly Ordinal[];
  /** Sentences on what speaks for it, or on what it did; absent where there are none. */
  readonly evidence?: readonly string[];
  /** Why it is as it should be, in the words of whoever looked into it. */
  readonly explained?: string;
}

export interface CheckSummary {
  readonly id: string;
  readonly title: string;
  /** Why it matters, in a sentence or two. */
  readonly about: string;
  /** What was examined, e.g. `415 events in 86 streams`; `Nothing: …` with the reason where the check could not run. */
  readonly examined: string;
  readonly findings: number;
}

/** What `check --json` prints and the Integrity view shows. */
export interface CheckReport {
  readonly checks: readonly CheckSummary[];
  readonly findings: readonly Finding[];
  /** Checks that have not run yet, since they read the content of the store; absent when all have. */
  readonly pending?: number;
}

/** A row or record of the source that could not be read; the rest of the store opens all the same. */
export interface RowProblem {
  /** Where in the source, for a person: `line 17 (byte 4,211)`, `emt_messages row 12`. */
  readonly place: string;
  readonly reason: string;
  /** The event it concerns, when the envelope could be read but its payload could not. */
  readonly ordinal: Ordinal | null;
}
