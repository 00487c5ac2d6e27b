import type { Micros } from '../../../shared/model/event.ts';
import { NO_POSITION } from './integerColumn.ts';

/** The envelope of one event on its way into the columns. Readers fill one and the same object again and again. */
export interface EnvelopeRow {
  globalPosition: bigint;
  stream: number;
  streamRevision: bigint;
  type: number;
  schemaVersion: number;
  recordedAt: Micros;
  eventIdHash: number;
  correlationIdHash: number;
  causationIdHash: number;
  place: bigint;
  placeLength: number;
}

/** A row with nothing recorded. */
export const emptyRow = (): EnvelopeRow => ({
  globalPosition: NO_POSITION,
  stream: 0,
  streamRevision: NO_POSITION,
  type: 0,
  schemaVersion: 0,
  recordedAt: Number.NaN,
  eventIdHash: Number.NaN,
  correlationIdHash: Number.NaN,
  causationIdHash: Number.NaN,
  place: 0n,
  placeLength: 0,
});

/** Rows side by side, as a scanner leaves them: a column each. */
export interface RowBatch {
  readonly position: IntegerBatch;
  readonly revision: IntegerBatch;
  readonly stream: Uint32Array;
  readonly type: Uint32Array;
  readonly schemaVersion: Uint32Array;
  readonly recordedAt: Float64Array;
  readonly eventIdHash: Float64Array;
  readonly correlationIdHash: Float64Array;
  readonly causationIdHash: Float64Array;
  /** Bytes from the origin of the batch. */
  readonly place: Uint32Array;
  readonly placeLength: Uint32Array;
  /** Set where it is known that every position is larger than the one before it. */
  readonly positionsAscend?: boolean;
  /** Set where it is known that every time is recorded, and none is earlier than the one before it. */
  readonly timesAscend?: boolean;
}

/** 64-bit integers side by side. */
export interface IntegerBatch {
  /** Four bytes each, as a narrow `IntegerColumn` holds them; otherwise low and high half of each. */
  readonly isNarrow: boolean;
  readonly array: Int32Array;
}
