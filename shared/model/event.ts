import type { EncodingId } from './encoding.ts';

/** Dense row number of an event in the opened log, from 0, in the store's own order. */
export type Ordinal = number;

/** Epoch microseconds as a double: exact to the year 2255. `NaN` where no time is recorded. */
export type Micros = number;

/**
 * How a payload was read that is not JSON in the store, and whether that was told by its bytes instead of by a person.
 */
export interface ReadAs {
  readonly encoding: EncodingId;
  readonly isGuessed: boolean;
}

/**
 * What an event carries. `text` is the JSON exactly as the store holds it, so that 64-bit numbers survive; parse it
 * with `parseJson` of `shared/json.ts`. `isBytes`: the store holds bytes that only happen to be this text. `problem`:
 * why bytes cannot be read in the encoding that a person chose for them.
 */
export type Payload =
  | { readonly kind: 'json'; readonly text: string; readonly isBytes?: true; readonly readAs?: ReadAs }
  | {
      readonly kind: 'binary';
      readonly base64: string;
      readonly bytes: number;
      readonly note: string;
      readonly problem?: string;
    }
  | { readonly kind: 'invalid'; readonly text: string; readonly reason: string; readonly isBytes?: true };

/** The envelope of one event: what lists, filters and the timeline need. 64-bit numbers are decimal text. */
export interface EventEnvelope {
  readonly ordinal: Ordinal;
  readonly globalPosition: string | null;
  readonly streamId: string;
  readonly streamRevision: string | null;
  readonly type: string;
  /** As recorded, as text; `null` when the store records none. */
  readonly schemaVersion: string | null;
  /** ISO 8601 in UTC with milli- or microseconds; `null` when the store records none. */
  readonly recordedAt: string | null;
}

/** One event with everything that was recorded about it. */
export interface RecordedEvent extends EventEnvelope {
  readonly eventId: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly actor: string | null;
  readonly payload: Payload;
  /** JSON text of the rest of the envelope; `null` when there is none. */
  readonly metadata: string | null;
}

/** A point in the log, resolved. */
export interface LogPoint {
  readonly ordinal: Ordinal;
  readonly globalPosition: string | null;
  readonly recordedAt: string | null;
}
