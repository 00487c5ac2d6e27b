import type { ScanContext } from '../formats/format.ts';

interface Waiter {
  readonly context: ScanContext;
  readonly leave: (reason: unknown) => void;
}

interface Run<T> {
  readonly answer: Promise<T>;
  readonly waiters: Set<Waiter>;
  readonly stop: AbortController;
}

/** Work that several ask for at the same time is done once. It ends early when the last of them has left. */
export class SharedRuns<T> {
  readonly #runs = new Map<string, Run<T>>();

  /**
   * The answer of the running work of that key, which is begun if there is none. Rejects with the signal's reason when
   * this caller leaves; the work goes on for the others, and breathes with all of them.
   */
  join(key: string, context: ScanContext, work: (context: ScanContext) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let run: Run<T> | undefined = this.#runs.get(key);
      const waiter: Waiter = {
        context,
        leave: (reason) => {
          reject(reason);
          if (run === undefined || !run.waiters.delete(waiter) || run.waiters.size > 0) return;
          this.#forget(key, run);
          run.stop.abort(reason);
        },
      };
      if (run) run.waiters.add(waiter);
      else run = this.#begin(key, waiter, work);
      const { signal } = context;
      const onAbort = (): void => waiter.leave(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort);
      run.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  #begin(key: string, first: Waiter, work: (context: ScanContext) => Promise<T>): Run<T> {
    const waiters = new Set([first]);
    const stop = new AbortController();
    const answer = Promise.resolve().then(() =>
      work({
        signal: stop.signal,
        breathe: breatheWith(waiters, stop.signal),
        scanThreads: first.context.scanThreads,
      }),
    );
    const run = { answer, waiters, stop };
    this.#runs.set(key, run);
    const done = (): void => this.#forget(key, run);
    answer.then(done, done);
    return run;
  }

  #forget(key: string, run: Run<T>): void {
    if (this.#runs.get(key) === run) this.#runs.delete(key);
  }
}

/** Breathes as everybody who waits does: whoever cannot go on leaves; without anybody the work stops. */
function breatheWith(waiters: ReadonlySet<Waiter>, signal: AbortSignal): ScanContext['breathe'] {
  return (progress) => {
    signal.throwIfAborted();
    const pauses: Promise<void>[] = [];
    for (const { context, leave } of waiters) {
      const pause = context.breathe(progress);
      if (pause !== undefined) pauses.push(pause.catch(leave));
    }
    return pauses.length === 0 ? undefined : Promise.all(pauses).then(() => signal.throwIfAborted());
  };
}
