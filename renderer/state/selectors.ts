import type { ViewState } from '../../shared/model/viewState.ts';

// What is derived from the view and the size of the log. Pure.

/** Ordinal of the playhead in a log of `events`: -1 in an empty one. */
export const playheadOrdinal = (view: ViewState, events: number): number =>
  Math.min(view.playhead ?? events - 1, events - 1);

/** Where a step of `by` events leads, kept inside the log; `null` (the end) when it lands on the last event. */
export function steppedPlayhead(ordinal: number, by: number, events: number): number | null {
  const next = Math.max(0, Math.min(events - 1, ordinal + by));
  return next >= events - 1 ? null : next;
}
