import { describe, expect, it } from 'vitest';
import type { ScanContext } from '../../../../../electron/worker/formats/format.ts';
import { Turns } from '../../../../../electron/worker/turns/turns.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const idleUntil = (signal: AbortSignal): ScanContext => ({
  signal,
  breathe: () => undefined,
  endingWith: (other) => idleUntil(AbortSignal.any([signal, other])),
});

/** Work that goes on until it is broken off. */
const endless = ({ signal }: ScanContext): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('turns', () => {
  it('come one after the other, also behind one that failed', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const failing = turns.take(scanContext(), async () => {
      await Promise.resolve();
      seen.push('first');
      throw new Error('no');
    });
    const next = turns.take(scanContext(), async () => seen.push('second'));
    await expect(failing).rejects.toThrow('no');
    await next;
    expect(seen).toEqual(['first', 'second']);
  });

  it('of idle work are given to whoever comes, and taken again behind them', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    let tries = 0;
    const idle = turns.take(idleUntil(new AbortController().signal), async (context) => {
      seen.push(`idle ${++tries}`);
      return tries === 1 ? endless(context) : 'done';
    });
    await Promise.resolve();
    await turns.take(scanContext(), async () => seen.push('asked'));
    expect(await idle).toBe('done');
    expect(seen).toEqual(['idle 1', 'asked', 'idle 2']);
  });

  it('of idle work end when it is cancelled', async () => {
    const abort = new AbortController();
    const idle = new Turns().take(idleUntil(abort.signal), endless);
    await Promise.resolve();
    abort.abort(new Error('enough'));
    await expect(idle).rejects.toThrow('enough');
  });
});
