import type { Ordinal } from './event.ts';
import type { FoldFailure } from './state.ts';

/**
 * What partitions are put in order by: when they began, their name, their events, the last one, or a value of the
 * state.
 */
export type PartitionSort =
  | { readonly by: 'begin' | 'partition' | 'events' | 'last'; readonly descending: boolean }
  | { readonly by: 'value'; readonly expression: string; readonly descending: boolean };

export interface PartitionsRequest {
  readonly reducer: string;
  readonly ordinal: Ordinal;
  readonly sort: PartitionSort;
  /** Part of a name, any case; `''` for all. */
  readonly name: string;
  /** A condition over the state (`shared/expression/`); `''` for all. */
  readonly where: string;
  readonly offset: number;
  readonly limit: number;
  /** Whether rows carry their whole state; else only its scalar fields. */
  readonly whole: boolean;
}

export interface PartitionRow {
  readonly partition: string;
  /** How many of its events lie at or before the point, and the last of these. */
  readonly events: number;
  readonly lastOrdinal: Ordinal;
  /**
   * JSON texts of the scalar fields of the state, cut when long; under `''` a state that is a scalar itself. `null` in a
   * page that comes as progress, while the state is being folded.
   */
  readonly values: Readonly<Record<string, string>> | null;
  /** JSON text of the whole state, if asked for. */
  readonly state?: string;
  readonly failure: FoldFailure | null;
}

/** Partitions with an event at or before the point, in order, a page of them. */
export interface PartitionsPage {
  /** How many there are, and how many of them match. */
  readonly total: number;
  readonly matched: number;
  readonly offset: number;
  readonly rows: readonly PartitionRow[];
  /** Scalar fields of the states of these rows, those that most have first. */
  readonly fields: readonly string[];
}
