// Runs inside the page, before anything of the app: it must not name anything from outside of the function.

/** What the page itself saw since the last restart, in milliseconds. */
export interface Seen {
  /** From the request to open until the first timeline was on screen; `null` when there is none yet. */
  readonly firstTimelineMs: number | null;
  /** When that was, since the page began to load. */
  readonly firstTimelineAtMs: number | null;
  /** Times between frames. */
  readonly frames: number[];
  /** Main-thread tasks over 50 ms: what a browser calls long. */
  readonly longTasks: number[];
}

declare global {
  /** The probe of the bench, only in a page that is measured. */
  var benchProbe: {
    /** Forgets everything so far. */
    restart(): void;
    seen(): Seen;
  };
}

/** Watches frames, long tasks, the request to open and the first drawing on the canvas of the timeline. */
export function installProbe(): void {
  let frames: number[] = [];
  let longTasks: number[] = [];
  let before: number | null = null;
  const frame = (now: number): void => {
    if (before !== null) frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  }).observe({ entryTypes: ['longtask'] });

  let askedAt: number | null = null;
  let shownAt: number | null = null;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (askedAt === null && typeof data === 'string' && data.includes('"store.open"')) askedAt = performance.now();
    send.call(this, data);
  };
  const fillRect = CanvasRenderingContext2D.prototype.fillRect;
  CanvasRenderingContext2D.prototype.fillRect = function (...rect) {
    fillRect.apply(this, rect);
    if (shownAt !== null || !this.canvas.closest('.timeline')) return;
    shownAt = 0;
    // Drawing happens before a frame is painted: a task of its own comes after that.
    setTimeout(() => {
      shownAt = performance.now();
    });
  };
  globalThis.benchProbe = {
    restart() {
      frames = [];
      longTasks = [];
      before = null;
      askedAt = null;
      shownAt = null;
    },
    seen: () => ({
      firstTimelineMs: askedAt !== null && shownAt ? shownAt - askedAt : null,
      firstTimelineAtMs: shownAt || null,
      frames,
      longTasks,
    }),
  };
}
