// The page says when it rests, so that a test can wait for that and never for time: `data-idle` on <html> is `true`
// when no request is pending and no frame is scheduled.

export interface IdleDetector {
  /** Something begins; call the answer once when it has ended. */
  busy(): () => void;
  /** Runs `draw` in the next frame and counts as busy until then. Answers how to call it off. */
  frame(draw: (now: number) => void): () => void;
}

export function createIdleDetector(root: HTMLElement): IdleDetector {
  let running = 0;
  let settle = 0;
  const changed = (): void => {
    cancelAnimationFrame(settle);
    if (running > 0) root.dataset.idle = 'false';
    // An ended request draws in the next frame and may ask anew in the one after.
    else settle = requestAnimationFrame(() => (settle = requestAnimationFrame(() => (root.dataset.idle = 'true'))));
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
  changed();
  return {
    busy,
    frame(draw) {
      const end = busy();
      const id = requestAnimationFrame((now) => {
        end();
        draw(now);
      });
      return () => {
        cancelAnimationFrame(id);
        end();
      };
    },
  };
}
