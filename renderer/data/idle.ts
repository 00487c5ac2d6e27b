// The page says when it rests, so that a test can wait for that and never for time: `data-idle` on <html> is `true`
// when no request is pending and no frame is scheduled.

export interface IdleDetector {
  /** Something begins; call the answer once when it has ended. */
  busy(): () => void;
  /**
   * Runs `draw` in the next frame and counts as busy until then. What is to be drawn in one frame runs in one go, so
   * that React draws once for all of it. Answers how to call it off.
   */
  frame(draw: (now: number) => void): () => void;
}

/** An ended request draws in the next frame and may ask anew in the one after. */
const restingFrames = 2;

export function createIdleDetector(root: HTMLElement): IdleDetector {
  let running = 0;
  let rested = 0;
  let isWatching = false;
  let isIdle: boolean | null = null;
  const say = (idle: boolean): void => {
    if (idle !== isIdle) root.dataset.idle = String(idle);
    isIdle = idle;
  };
  const watch = (): void => {
    isWatching = false;
    if (running > 0) return;
    if (++rested >= restingFrames) say(true);
    else changed(rested);
  };
  const changed = (already = 0): void => {
    rested = already;
    if (running > 0) say(false);
    else if (!isWatching) {
      isWatching = true;
      requestAnimationFrame(watch);
    }
  };
  const busy = (): (() => void) => {
    running++;
    changed();
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      running--;
      changed();
    };
  };

  let drawings = new Map<() => void, (now: number) => void>();
  const drawAll = (now: number): void => {
    const all = drawings;
    drawings = new Map();
    for (const [end, draw] of all) {
      end();
      try {
        draw(now);
      } catch (error) {
        reportError(error);
      }
    }
  };
  changed();
  return {
    busy,
    frame(draw) {
      const end = busy();
      if (drawings.size === 0) requestAnimationFrame(drawAll);
      drawings.set(end, draw);
      return () => {
        drawings.delete(end);
        end();
      };
    },
  };
}
