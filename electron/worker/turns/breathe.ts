import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../../../shared/protocol/requests.ts';

/** The longest a loop runs before other messages get their turn; a step of it and a collection come on top of that. */
const SLICE_MS = 5;
/** At most ten progress messages a second. */
const REPORT_EVERY_MS = 100;

/** Gives way to waiting messages once. */
export const nextTurn = (): Promise<void> => setImmediate();

export type Breathe = (progress: Progress) => Promise<void> | undefined;

/**
 * A function to await in long loops. Most calls cost one look at the clock; about every 5 ms it gives way to waiting
 * messages, and throws the signal's reason once cancelled. Progress leaves ten times a second at most.
 */
export function createBreathe(signal: AbortSignal, report: (progress: Progress) => void): Breathe {
  let sliceEnd = performance.now() + SLICE_MS;
  let reportedAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now < sliceEnd) return undefined;
    if (now - reportedAt >= REPORT_EVERY_MS) {
      reportedAt = now;
      report(progress);
    }
    return setImmediate().then(() => {
      signal.throwIfAborted();
      sliceEnd = performance.now() + SLICE_MS;
    });
  };
}
