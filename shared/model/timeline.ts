import type { Ordinal } from './event.ts';

export type StackBy = 'type' | 'category' | 'schemaVersion';
export type TimelineAxis = 'time' | 'ordinal';

/** A run of the axis without cut idle time; x in pixels from the left edge of the plot. */
export interface AxisSegment {
  readonly x0: number;
  readonly x1: number;
  /** Epoch microseconds on a time axis, ordinals on an ordinal axis. */
  readonly from: number;
  readonly to: number;
  /** Idle time that was cut out before this segment, in microseconds; 0 for none. */
  readonly idleBefore: number;
}

export interface TimelineSeries {
  /** Type name, category or `type vN`; `''` for the sum of those that are not shown one by one. */
  readonly key: string;
  readonly label: string;
  /** 0 to 7: one of the eight data hues, a stable hash of the key. */
  readonly hue: number;
  /** One count per column. */
  readonly counts: readonly number[];
}

/** Density for a range and a width: its size depends on the width, never on the log. */
export interface TimelineBuckets {
  readonly axis: TimelineAxis;
  /** Range shown: microseconds or ordinals. `from === to` when there is only one instant. */
  readonly from: number;
  readonly to: number;
  readonly segments: readonly AxisSegment[];
  /** Pixel width of a column. */
  readonly columnWidth: number;
  /** First ordinal at or right of each column's left edge; one more entry than columns. */
  readonly firstOrdinal: readonly Ordinal[];
  readonly series: readonly TimelineSeries[];
  /** Largest column total. */
  readonly peak: number;
  readonly events: number;
  /** Events in view that have no recorded time (they are placed with their predecessor). */
  readonly withoutTime: number;
  readonly complete: boolean;
}

export interface TimelineRequest {
  readonly axis: TimelineAxis;
  /** `null` for the whole log. */
  readonly from: number | null;
  readonly to: number | null;
  /** Pixels of the plot. */
  readonly width: number;
  /** Wanted pixels per column. */
  readonly columnWidth: number;
  readonly stackBy: StackBy;
  readonly squeezeIdle: boolean;
  readonly query: string;
}
