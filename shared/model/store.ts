import type { Payload } from './event.ts';
import type { RowProblem } from './finding.ts';
import type { Mapping } from './mapping.ts';

export interface VersionCount {
  readonly schemaVersion: string | null;
  readonly events: number;
}

export interface TypeCount {
  readonly type: string;
  readonly events: number;
  /** Recorded versions first in natural order, `null` first of all. */
  readonly versions: readonly VersionCount[];
}

/** How far a consumer has read. Never a snapshot. */
export interface Checkpoint {
  readonly consumer: string;
  /** The store's own position, as decimal text. */
  readonly globalPosition: string;
  /** Events after that position. */
  readonly behind: number;
  /** Ordinal of the last event at or before that position; -1 when it has read none. */
  readonly ordinal: number;
  /** How much later the newest event was recorded than the last one read; `null` without times. */
  readonly behindMicros: number | null;
}

/** An event that a consumer gave up on. */
export interface DeadLetter {
  readonly consumer: string;
  readonly globalPosition: string | null;
  readonly ordinal: number | null;
  readonly error: string;
}

/** A saved state found inside the opened store (not one of ours). */
export interface StoredSnapshot {
  readonly streamId: string;
  readonly streamRevision: string;
  readonly schemaVersion: string | null;
  /** The saved state: binary where it is in an encoding that is not read. */
  readonly state: Payload;
}

/** What `info --json` prints. */
export interface StoreInfo {
  /** Format id, as in `formats/registry.ts`. */
  readonly format: string;
  /** Format for a person, e.g. `Emmett SQLite`. */
  readonly formatName: string;
  /** File name without folder. */
  readonly name: string;
  readonly events: number;
  readonly streams: number;
  /** Size of the source on disk, `-wal` included. */
  readonly bytes: number;
  /** Hex digest of the source file. */
  readonly sha256: string;
  readonly firstRecordedAt: string | null;
  readonly lastRecordedAt: string | null;
  readonly types: readonly TypeCount[];
  /** How many snapshots the store itself holds. */
  readonly snapshots: number;
  readonly checkpoints: readonly Checkpoint[];
  /** How many dead letters the store holds. */
  readonly deadLetters: number;
  /** How many rows or payloads could not be read. */
  readonly problems: number;
  /** The first 100 of them. */
  readonly problemList: readonly RowProblem[];
  /** Sentences about how the store was read, e.g. guesses of unit or order. */
  readonly notes: readonly string[];
}

/** What is known the moment an index is complete: cheap, no hashing. The title bar shows it. */
export interface StoreSummary {
  readonly format: string;
  readonly formatName: string;
  readonly name: string;
  readonly events: number;
  readonly streams: number;
  readonly bytes: number;
  readonly firstRecordedAt: string | null;
  readonly lastRecordedAt: string | null;
  /** `false` while the index still fills. */
  readonly complete: boolean;
  readonly problems: number;
  readonly notes: readonly string[];
  /** What the store calls the number of an event in its stream: `version`, `revision`, … */
  readonly revisionLabel: string;
  /** Milliseconds from the request to the complete index; `null` until then. */
  readonly indexedInMs: number | null;
  /** Whether the index came from the kept index of an earlier opening instead of a scan. */
  readonly fromKeptIndex: boolean;
  readonly indexBytes: number;
  /**
   * How often the reading of payloads was changed since the store was opened: answers from before are no longer true.
   */
  readonly encodingChanges: number;
  readonly live?: LiveState;
  /** Set where the store is read by a mapping. */
  readonly mapping?: Mapping;
}

/** A format that can be opened, and why its reader can be believed. */
export interface FormatInfo {
  readonly id: string;
  readonly name: string;
  readonly provenBy: string;
}

/** One line of a failed detection: a format that was tried and why it is not this one. */
export interface FormatRejection {
  readonly format: string;
  readonly formatName: string;
  readonly reason: string;
}

/** Whether events that are appended to an open store show up. */
export interface LiveState {
  readonly state: 'following' | 'stopped' | 'unavailable';
  /** Events that came since it was opened. */
  readonly newEvents: number;
  /** Why it is not followed, as a sentence; `null` while it is. */
  readonly reason: string | null;
}
