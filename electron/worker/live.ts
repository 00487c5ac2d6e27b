import type { Notices } from '../../shared/protocol/requests.ts';
import type { OpenedLog } from './openedLog.ts';
import { createBreathe } from './turns/breathe.ts';

/** How often a followed store is looked at, in milliseconds: what is appended shows within a second. */
const LOOK_EVERY_MS = 250;

export interface Live {
  close(): void;
}

/**
 * Looks at an open store from time to time, reads what was appended into its index and says so. It ends by itself when
 * the store cannot be followed any more. A look at an unchanged file is one `stat`; nothing keeps the process alive.
 */
export function followLog(log: OpenedLog, signal: AbortSignal, notify: (notice: Notices['log.changed']) => void): Live {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const breathe = createBreathe(signal, () => {});
  const look = async (): Promise<void> => {
    const before = log.index.length;
    const problems = log.index.problemCount;
    await log.grow({ signal, breathe });
    if (closed) return;
    const { state, reason } = log.live;
    const events = log.index.length;
    if (state === 'stopped') notify({ events, complete: true, stopped: reason! });
    else if (events > before || log.index.problemCount !== problems) notify({ events, complete: true });
    if (state === 'following') wait();
  };
  const wait = (): void => {
    timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    timer.unref();
  };
  // At once the first time: from then on it is known what stood there when the store was opened.
  void look();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
