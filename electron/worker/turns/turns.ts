import type { ScanContext } from '../formats/format.ts';

/**
 * Work on something shared, one piece after the other. Work that nobody waits for gives way: it is broken off by
 * whoever comes, and tried again behind them. What a piece has found out by then must stay found.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  /** Of the idle work that is running or waits: how to break it off. */
  readonly #idle = new Set<AbortController>();

  async take<T>(context: ScanContext, work: (context: ScanContext) => Promise<T>): Promise<T> {
    const { endingWith } = context;
    if (endingWith === undefined) {
      for (const idle of this.#idle) idle.abort(brokenOff);
      return this.#behindAll(context, work);
    }
    for (;;) {
      const broken = new AbortController();
      this.#idle.add(broken);
      try {
        return await this.#behindAll(endingWith(broken.signal), work);
      } catch (error) {
        if (error !== brokenOff || context.signal.aborted) throw error;
      } finally {
        this.#idle.delete(broken);
      }
    }
  }

  #behindAll<T>(context: ScanContext, work: (context: ScanContext) => Promise<T>): Promise<T> {
    const turn = (): Promise<T> => {
      context.signal.throwIfAborted();
      return work(context);
    };
    const result = this.#last.then(turn, turn);
    this.#last = result;
    return result;
  }
}

const brokenOff = new Error('Somebody waits for the turn.');
