import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IdleDetector } from '../../../../renderer/data/idle.ts';
import { createLatest } from '../../../../renderer/data/latest.ts';
import { createRequestCache } from '../../../../renderer/data/requestCache.ts';
import type { Client } from '../../../../shared/protocol/client.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';

interface Call {
  readonly query: string;
  answer(matched: number): Promise<void>;
  fail(code: 'bad-query' | 'internal'): Promise<void>;
  readonly signal: AbortSignal;
}

function fakeWorker() {
  const calls: Call[] = [];
  const client = {
    call: (_name: string, params: { query: string }, { signal }: { signal: AbortSignal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new InspectorError('cancelled', 'Cancelled.')));
        const settled = async (): Promise<void> => {
          for (let i = 0; i < 4; i++) await Promise.resolve();
        };
        calls.push({
          query: params.query,
          signal,
          answer: (matched) => {
            resolve({ matched });
            return settled();
          },
          fail: (code) => {
            reject(new InspectorError(code, code));
            return settled();
          },
        });
      }),
  } as unknown as Client;
  const idle = { busy: () => () => undefined } as unknown as IdleDetector;
  const cache = createRequestCache(
    client,
    idle,
    (send) => send(),
    (give) => give(),
  );
  return { calls, cache, latest: createLatest(cache, 'events.count') };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the latest question', () => {
  it('wins: an overtaken one is cancelled, and the newest is answered', async () => {
    const { calls, latest } = fakeWorker();
    latest.ask({ query: 'a' }, 0);
    latest.ask({ query: 'b' }, 0);
    latest.ask({ query: 'c' }, 0);
    expect(calls.map((call) => call.query)).toEqual(['a']);
    vi.runAllTimers();
    expect(calls[0]!.signal.aborted).toBe(true);
    expect(calls.map((call) => call.query)).toEqual(['a', 'c']);
    await calls[1]!.answer(3);
    expect(latest.get()).toMatchObject({ data: { matched: 3 }, pending: false, stale: false });
  });
  it('lets a quick answer through on the way, as stale', async () => {
    const { calls, latest } = fakeWorker();
    latest.ask({ query: 'a' }, 0);
    latest.ask({ query: 'b' }, 0);
    await calls[0]!.answer(1);
    expect(latest.get()).toMatchObject({ data: { matched: 1 }, pending: true, stale: true });
    await calls[1]!.answer(2);
    expect(latest.get()).toMatchObject({ data: { matched: 2 }, pending: false, stale: false });
  });
  it('keeps old data while new comes, and says so', async () => {
    const { calls, latest } = fakeWorker();
    latest.ask({ query: 'a' }, 0);
    await calls[0]!.answer(1);
    latest.ask({ query: 'b' }, 0);
    expect(latest.get()).toMatchObject({ data: { matched: 1 }, pending: true, stale: true });
  });
  it('waits its turn when only the log has grown, so that it is never starved', async () => {
    const { calls, latest } = fakeWorker();
    latest.ask({ query: 'a' }, 1);
    latest.ask({ query: 'a' }, 2);
    vi.runAllTimers();
    expect(calls[0]!.signal.aborted).toBe(false);
    await calls[0]!.answer(1);
    expect(calls).toHaveLength(2);
  });
  it('shows an error, and asks anew the next time', async () => {
    const { calls, latest } = fakeWorker();
    latest.ask({ query: 'a' }, 0);
    await calls[0]!.fail('bad-query');
    expect(latest.get()).toMatchObject({ data: undefined, error: { code: 'bad-query' }, pending: false });
    latest.ask({ query: 'b' }, 0);
    latest.ask({ query: 'a' }, 0);
    vi.runAllTimers();
    expect(calls.map((call) => call.query)).toEqual(['a', 'b', 'a']);
  });
});

describe('the request cache', () => {
  it('asks equal questions once, and cancels when nobody wants the answer', async () => {
    const { calls, cache } = fakeWorker();
    const first = cache.ask('events.count', { query: 'a' }, 0);
    const second = cache.ask('events.count', { query: 'a' }, 0);
    expect(calls).toHaveLength(1);
    first.release();
    expect(calls[0]!.signal.aborted).toBe(false);
    second.release();
    expect(calls[0]!.signal.aborted).toBe(true);
  });
  it('keeps settled answers a while, so that a step back costs nothing', async () => {
    const { calls, cache } = fakeWorker();
    const first = cache.ask('events.count', { query: 'a' }, 0);
    await calls[0]!.answer(4);
    first.release();
    expect(cache.ask('events.count', { query: 'a' }, 0).get()).toMatchObject({ data: { matched: 4 }, pending: false });
    expect(calls).toHaveLength(1);
  });
});
