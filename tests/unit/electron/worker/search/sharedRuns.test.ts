import { describe, expect, it } from 'vitest';
import type { ScanContext } from '../../../../../electron/worker/formats/format.ts';
import { SharedRuns } from '../../../../../electron/worker/search/sharedRuns.ts';

const progress = { phase: 'read', done: 0, unit: 'events' } as const;

/** A caller who breathes on every call, as the worker does: a turn later, and no further once it has left. */
function caller(): { context: ScanContext; leave(reason: Error): void; breaths: number } {
  const abort = new AbortController();
  const made = {
    breaths: 0,
    leave: (reason: Error) => abort.abort(reason),
    context: {
      signal: abort.signal,
      breathe: async () => {
        made.breaths++;
        await Promise.resolve();
        abort.signal.throwIfAborted();
      },
    },
  };
  return made;
}

/** Work that breathes until it is told to finish. */
function endlessWork() {
  const state = { begun: 0, ended: null as Error | null, finish: false };
  const work = async (context: ScanContext): Promise<string> => {
    state.begun++;
    try {
      while (!state.finish) await context.breathe(progress);
    } catch (error) {
      state.ended = error as Error;
      throw error;
    }
    return 'answer';
  };
  return { state, work };
}

describe('SharedRuns', () => {
  it('does once what several ask at the same time, and breathes with all of them', async () => {
    const runs = new SharedRuns<string>();
    const { state, work } = endlessWork();
    const [a, b] = [caller(), caller()];
    const answers = [runs.join('q', a.context, work), runs.join('q', b.context, work)];
    while (a.breaths === 0 || b.breaths === 0) await Promise.resolve();
    state.finish = true;
    expect(await Promise.all(answers)).toEqual(['answer', 'answer']);
    expect(state.begun).toBe(1);
  });

  it('goes on for those who stay, and stops when the last has left', async () => {
    const runs = new SharedRuns<string>();
    const { state, work } = endlessWork();
    const [a, b] = [caller(), caller()];
    const first = runs.join('q', a.context, work);
    const second = runs.join('q', b.context, work);
    a.leave(new Error('a left'));
    await expect(first).rejects.toThrow('a left');
    const before = b.breaths;
    while (b.breaths < before + 3) await Promise.resolve();
    expect(state.ended).toBeNull();
    b.leave(new Error('b left'));
    await expect(second).rejects.toThrow('b left');
    // Whoever asks now does not join what is stopping.
    state.finish = true;
    expect(await runs.join('q', caller().context, work)).toBe('answer');
    expect(state.begun).toBe(2);
    expect(state.ended).toEqual(new Error('b left'));
  });

  it('hands an error of the work to everybody, and keeps nothing', async () => {
    const runs = new SharedRuns<string>();
    const fail = () => Promise.reject(new Error('broken'));
    const answers = [runs.join('q', caller().context, fail), runs.join('q', caller().context, fail)];
    for (const { status } of await Promise.allSettled(answers)) expect(status).toBe('rejected');
    expect(await runs.join('q', caller().context, async () => 'fine')).toBe('fine');
  });
});
