import type { IdleDetector } from './idle.ts';

/** The longest that anything is held, in milliseconds: a page that is not looked at has no frames. */
const longestHold = 100;

/**
 * For answers that come one by one, each of which would draw the page: the first is given out at once, and what comes
 * before the next frame together in that frame. While something comes in every frame, the page is drawn once in each.
 */
export function oncePerFrame(idle: Pick<IdleDetector, 'frame'>): (giveOut: () => void) => void {
  let held: (() => void)[] | null = null;
  const hold = (): void => {
    held = [];
    const callOff = idle.frame(() => release());
    const timer = setTimeout(() => {
      callOff();
      release();
    }, longestHold);
    const release = (): void => {
      clearTimeout(timer);
      const all = held!;
      held = null;
      if (all.length > 0) hold();
      for (const giveOut of all) giveOut();
    };
  };
  return (giveOut) => {
    if (held !== null) {
      held.push(giveOut);
      return;
    }
    hold();
    giveOut();
  };
}
