/** What an expression was worth over the history of a partition, a value per column of the timeline. */
export interface WatchTrack {
  readonly expression: string;
  /** `boolean`: its numbers are 0 and 1. `text`: it has no numbers. */
  readonly kind: 'number' | 'boolean' | 'text';
  /** Per column: smallest and largest number in it, and the one at its end; `null` where there is none. */
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly last: readonly (number | null)[];
  /** Per column: JSON text of the value at its end, cut when long; `null` where it leads nowhere. */
  readonly text: readonly (string | null)[];
  /** Per column: how often it changed. */
  readonly changes: readonly number[];
  /** Of all columns. */
  readonly lowest: number | null;
  readonly highest: number | null;
}
