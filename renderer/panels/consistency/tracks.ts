import { formatSpan, plural } from '../../../shared/format.ts';
import type { Checkpoint } from '../../../shared/model/store.ts';

// How far each consumer has read, in words and in shares. Pure.

/** Share of the log that lies at or before an ordinal: 0 to 1. */
export const shareRead = (ordinal: number, events: number): number =>
  events === 0 ? 0 : Math.max(0, Math.min(1, (ordinal + 1) / events));

/** `289 events and 1 d 13 h behind`, `at the head`. */
export function lagText({ behind, behindMicros }: Checkpoint): string {
  if (behind === 0) return 'at the head';
  const events = plural(behind, 'event');
  return behindMicros === null || behindMicros <= 0
    ? `${events} behind`
    : `${events} and ${formatSpan(behindMicros)} behind`;
}

/** Those furthest behind first; equal ones by name. */
export const byLag = (checkpoints: readonly Checkpoint[]): Checkpoint[] =>
  [...checkpoints].sort((a, b) => b.behind - a.behind || (a.consumer < b.consumer ? -1 : 1));

/** The first sentence of the view. */
export function lagSentence(checkpoints: readonly Checkpoint[], deadLetters: number): string {
  const dead = deadLetters === 0 ? '' : ` ${plural(deadLetters, 'event')} could not be handled.`;
  const last = byLag(checkpoints)[0];
  if (!last) return dead.trim();
  const count = plural(checkpoints.length, 'consumer');
  if (last.behind === 0) return `${count}, ${checkpoints.length === 1 ? 'it has' : 'all have'} read everything.${dead}`;
  return `${count}; ${last.consumer} is ${lagText(last)}.${dead}`;
}
