import { type JsonValue, parseJson, stringifyJson } from '../../../shared/json.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { ReducerInfo } from '../../../shared/model/state.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';

/**
 * A state as text or as value, whichever the reducer had; the other is made when asked for. Never write to the value.
 */
export class FoldState {
  #text: string | null;
  #value: JsonValue | undefined;

  private constructor(text: string | null, value: JsonValue | undefined) {
    this.#text = text;
    this.#value = value;
  }

  static ofText(text: string): FoldState {
    return new FoldState(text, undefined);
  }

  static ofValue(value: JsonValue): FoldState {
    return new FoldState(null, value);
  }

  get text(): string {
    this.#text ??= stringifyJson(this.#value!);
    return this.#text;
  }

  /** The text, if it is at hand and no longer than `limit`. */
  textUpTo(limit: number): string | null {
    return this.#text !== null && this.#text.length <= limit ? this.#text : null;
  }

  /** `true` only when both are at hand as text and the texts are equal: cheap, and enough to skip a comparison. */
  sameTextAs(other: FoldState): boolean {
    return this.#text !== null && this.#text === other.#text;
  }

  get value(): JsonValue {
    if (this.#value === undefined) this.#value = parseJson(this.#text!);
    return this.#value;
  }
}

export interface BatchFailure {
  /**
   * Index within the batch of the event that failed; nothing after it was looked at. -1: one of several, not known
   * which.
   */
  readonly index: number;
  readonly message: string;
  /** Place in the author's code, from 1; absent where it is not known. */
  readonly line?: number;
  readonly column?: number;
}

/** A line that a reducer printed. `index` is that of the event in the batch. */
export interface Printed {
  readonly index: number;
  readonly text: string;
}

/** An event's payload after the upcasters. */
export interface Upcast {
  /** JSON text. */
  readonly data: string;
  readonly schemaVersion: string | null;
}

/** What became of a batch. */
export interface BatchOutcome {
  /** The states asked for, in ascending order, as far as the batch went. */
  readonly states: readonly FoldState[];
  readonly failure: BatchFailure | null;
}

/** Before the event at `index` of a batch the fold goes on from this state; `null` for the initial one. */
export interface Restart {
  readonly index: number;
  readonly state: FoldState | null;
}

/** A fold under way. Holds the state between batches; useless after a failure. */
export interface FoldRun {
  /**
   * Folds what `read` answered, in order; `wanted` are ascending indexes of events after which the state is handed out.
   * `restarts`, ascending, let one run fold many partitions, one behind the other.
   */
  fold(texts: readonly (string | null)[], wanted: readonly number[], restarts?: readonly Restart[]): BatchOutcome;
  /**
   * As `fold`, and answers what was printed meanwhile; `unkept` lines more were not kept. The states of such a run go
   * nowhere. Absent where nothing can be printed.
   */
  trace?(
    texts: readonly (string | null)[],
  ): { readonly printed: readonly Printed[]; readonly unkept: number } & BatchOutcome;
  close(): void;
}

/** Which events a reducer's states are made of. */
export type Partitioning =
  | { readonly kind: 'stream' }
  | { readonly kind: 'single' }
  /** Keys of events in the reducer's own event form; `null` for an event that belongs to no partition. */
  | { readonly kind: 'key'; begin(): Promise<KeyRun> };

export interface KeyRun {
  keys(texts: readonly (string | null)[]): {
    readonly keys: readonly (string | null)[];
    readonly failure: BatchFailure | null;
  };
  close(): void;
}

/** What folds: the built-in merge reducer or a projection. */
export interface Reducer {
  readonly info: ReducerInfo;
  readonly partitioning: Partitioning;
  /** Whether events of this stream are read at all. */
  reads(streamId: string): boolean;
  /** `true` when `reads` holds for every stream. */
  readonly readsAll: boolean;
  /** The events in the form that `fold` takes, a text each; `null` where there is nothing to fold. */
  read(log: ReadableLog, ordinals: ArrayLike<Ordinal>): (string | null)[];
  /**
   * Which events up to `ordinal` are enough for the states at it, found for all partitions in one pass: 1 by ordinal.
   * Folding only them gives the same states, and failures at the same events. Absent where every event counts.
   */
  neededFor?(log: ReadableLog, ordinal: Ordinal, context: ScanContext): Promise<Uint8Array>;
  /** The state before the first event. */
  initialState(): Promise<FoldState>;
  /** Begins a fold from a state; `null` for the initial one. */
  begin(state: FoldState | null): Promise<FoldRun>;
  /**
   * What the upcasters make of an event. Throws InspectorError `bad-projection` where one throws. Absent without any.
   */
  upcast?(log: ReadableLog, ordinal: Ordinal): Promise<Upcast>;
}
