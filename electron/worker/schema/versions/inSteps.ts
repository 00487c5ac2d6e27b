import type { ScanContext } from '../../formats/format.ts';

/** Events looked at between two breaths: a millisecond or two. */
const STEP = 32_768;

/** Calls `work` for the events of a log from first to last, some at a time, and gives way in between. */
export async function inSteps(
  length: number,
  work: (from: number, to: number) => void,
  context: ScanContext,
): Promise<void> {
  for (let from = 0; from < length; from += STEP) {
    const to = Math.min(length, from + STEP);
    work(from, to);
    await context.breathe({ phase: 'read', done: to, total: length, unit: 'events' });
  }
}
