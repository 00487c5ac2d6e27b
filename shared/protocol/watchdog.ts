/** How often the other side is asked for a sign of life, and how many asks in a row may stay without one. */
export interface Patience {
  readonly everyMs: number;
  readonly asks: number;
}

/** Half a minute: no step of ours is that long, whatever the size of the store. */
export const defaultPatience: Patience = { everyMs: 5000, asks: 6 };

export interface Watchdog {
  /** The other side gave a sign of life. */
  heard(): void;
  stop(): void;
}

/**
 * Asks the other side for a sign of life again and again, and calls `onHung` once when it owes too many. Asks are
 * counted, not time, so that neither a computer that slept nor a busy one of ours makes anybody look hung. What was
 * never heard is still starting, and is waited for.
 */
export function createWatchdog(ask: () => void, onHung: () => void, patience: Patience = defaultPatience): Watchdog {
  let owed: number | null = null;
  let timer: unknown;
  const turn = (): void => {
    if (owed !== null && ++owed > patience.asks) {
      onHung();
      return;
    }
    ask();
    timer = setTimeout(turn, patience.everyMs);
  };
  turn();
  return {
    heard: () => {
      owed = 0;
    },
    stop: () => clearTimeout(timer),
  };
}

/** What the end of a hung worker is called. */
export const hungMessage = ({ everyMs, asks }: Patience): string =>
  `it did not answer for ${Math.round((everyMs * asks) / 1000)} s and was stopped. A projection may be stuck in one step.`;

/**
 * Argument of a worker that follows a hung one: it leaves projection files beside a store alone until one is chosen.
 */
export const WITHOUT_PROJECTIONS = '--without-projections';
