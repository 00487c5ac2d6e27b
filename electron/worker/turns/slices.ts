import type { Progress } from '../../../shared/protocol/requests.ts';
import type { Breathe } from './breathe.ts';

/** Awaited now and then by whoever works on something long: gives way to messages when it is time. */
export type Pause = (done: number) => Promise<void> | undefined;

/** A pause that tells how many of so many events are done. */
export const pauseOf =
  ({ breathe }: { readonly breathe: Breathe }, phase: Progress['phase'], total: number): Pause =>
  (done) =>
    breathe({ phase, done, total, unit: 'events' });

/** Entries that are worked on between two pauses: a tenth of a millisecond of plain columns, a few where names are compared. */
const SLICE = 4096;

/** Calls `work` with one piece of `0..total` after the other, and `pause` behind each. */
export async function inSlices(
  total: number,
  pause: Pause,
  work: (from: number, to: number) => void,
  slice = SLICE,
): Promise<void> {
  for (let from = 0; from < total; from += slice) {
    const to = Math.min(total, from + slice);
    work(from, to);
    const pausing = pause(to);
    if (pausing) await pausing;
  }
}

/** Calls `look` with each item, and `pause` behind each slice of them. */
export const eachInSlices = <T>(
  items: ArrayLike<T>,
  pause: Pause,
  look: (item: T) => void,
  slice = SLICE,
): Promise<void> => {
  const lookAt = (from: number, to: number): void => {
    for (let i = from; i < to; i++) look(items[i]!);
  };
  return inSlices(items.length, pause, lookAt, slice);
};

/**
 * Sorts numbers in place, as `sort` does: runs are sorted one by one, and merged two by two until one is left. Equal
 * ones stay in their order.
 */
export async function sortInSlices(
  numbers: Uint32Array,
  compare: (a: number, b: number) => number,
  pause: Pause,
): Promise<void> {
  const { length } = numbers;
  await inSlices(length, pause, (from, to) => numbers.subarray(from, to).sort(compare), SLICE / 4);
  let [from, into]: [Uint32Array, Uint32Array] = [numbers, new Uint32Array(length)];
  for (let run = SLICE / 4; run < length; run *= 2) {
    let left = 0;
    let right = 0;
    let inOrder = false;
    await inSlices(length, pause, (begin, end) => {
      for (let i = begin; i < end; i++) {
        const start = i - (i % (2 * run));
        if (i === start) {
          [left, right] = [start, start + run];
          inOrder = right >= length || compare(from[right - 1]!, from[right]!) <= 0;
        }
        if (inOrder) {
          into[i] = from[i]!;
          continue;
        }
        const leftEnd = Math.min(length, start + run);
        const rightEnd = Math.min(length, start + 2 * run);
        const takesLeft = left < leftEnd && (right >= rightEnd || compare(from[left]!, from[right]!) <= 0);
        into[i] = from[takesLeft ? left++ : right++]!;
      }
    });
    [from, into] = [into, from];
  }
  if (from !== numbers) numbers.set(from);
}
