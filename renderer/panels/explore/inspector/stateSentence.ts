import { formatSpan, plural } from '../../../../shared/format.ts';
import type { StateFacts } from '../../../../shared/model/state.ts';
import { isoToMicros } from '../../../../shared/time.ts';

// What a colleague would say about a state. Pure.

const whose = (state: StateFacts): string => (state.reducer.partitioning === 'stream' ? 'stream' : 'partition');

/** `folded 3 events from the start of the stream in 0.2 ms.` The reducer's name stands before it. */
export function foldSentence(state: StateFacts): string {
  if (state.lastOrdinal === null) return 'has nothing to fold yet.';
  const from =
    state.fromSnapshot === null ? `the start of the ${whose(state)}` : `the snapshot at #${state.fromSnapshot}`;
  const took = state.elapsedMs < 10 ? state.elapsedMs.toFixed(1) : String(Math.round(state.elapsedMs));
  return `folded ${plural(state.folded, 'event')} from ${from} in ${took} ms.`;
}

/** `, 2 min 48 s later.` after the link to the next event; just a full stop where a time is missing. */
export function nextDelay(state: StateFacts, lastRecordedAt: string | null): string {
  const next = state.next?.recordedAt ?? null;
  if (next === null || lastRecordedAt === null) return '.';
  const micros = isoToMicros(next) - isoToMicros(lastRecordedAt);
  if (!Number.isFinite(micros)) return '.';
  return micros < 0 ? `, ${formatSpan(-micros)} earlier by its clock.` : `, ${formatSpan(micros)} later.`;
}

/** `The next event of this stream is`, or that there is none. */
export const nextLead = (state: StateFacts): string =>
  state.next ? `The next event of this ${whose(state)} is` : `This ${whose(state)} has no later event.`;
