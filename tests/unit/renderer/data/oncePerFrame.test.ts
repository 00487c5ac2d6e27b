import { afterEach, expect, it, vi } from 'vitest';
import { oncePerFrame } from '../../../../renderer/data/oncePerFrame.ts';

afterEach(() => void vi.useRealTimers());

/** Frames that are drawn when the test says so. */
function frames() {
  let waiting: (() => void)[] = [];
  return {
    idle: {
      frame: (draw: (now: number) => void) => {
        const run = () => draw(0);
        waiting.push(run);
        return () => {
          waiting = waiting.filter((one) => one !== run);
        };
      },
    },
    draw: () => {
      const all = waiting;
      waiting = [];
      for (const run of all) run();
    },
  };
}

it('gives the first out at once, what follows in the next frame, and in order', () => {
  vi.useFakeTimers();
  const { idle, draw } = frames();
  const given: number[] = [];
  const giveOut = oncePerFrame(idle);
  for (const n of [1, 2, 3]) giveOut(() => void given.push(n));
  expect(given).toEqual([1]);
  draw();
  expect(given).toEqual([1, 2, 3]);
  // A frame that had something to give is followed by one that gathers.
  giveOut(() => void given.push(4));
  expect(given).toEqual([1, 2, 3]);
  draw();
  expect(given).toEqual([1, 2, 3, 4]);
  draw();
  giveOut(() => void given.push(5));
  expect(given).toEqual([1, 2, 3, 4, 5]);
});

it('holds nothing for long in a page that has no frames', () => {
  vi.useFakeTimers();
  const { idle, draw } = frames();
  const given: number[] = [];
  const giveOut = oncePerFrame(idle);
  giveOut(() => void given.push(1));
  giveOut(() => void given.push(2));
  vi.advanceTimersByTime(100);
  expect(given).toEqual([1, 2]);
  draw();
  expect(given).toEqual([1, 2]);
});
