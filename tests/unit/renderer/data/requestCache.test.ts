import { afterEach, expect, it, vi } from 'vitest';
import { createRequestCache } from '../../../../renderer/data/requestCache.ts';
import type { Client } from '../../../../shared/protocol/client.ts';
import type { Params } from '../../../../shared/protocol/requests.ts';

afterEach(() => void vi.useRealTimers());

it('asks for the timeline first of what is asked at once', async () => {
  const sent: string[] = [];
  const call = (name: string) => {
    sent.push(name);
    return new Promise(() => undefined);
  };
  const cache = createRequestCache({ call } as unknown as Client, {
    busy: () => () => undefined,
    frame: () => () => undefined,
  });
  cache.ask('log.facets', { query: '' }, 1);
  cache.ask('events.count', { query: '' }, 1);
  cache.ask('timeline.buckets', {} as Params<'timeline.buckets'>, 1);
  expect(sent).toEqual([]);
  await Promise.resolve();
  expect(sent).toEqual(['timeline.buckets', 'log.facets', 'events.count']);
});

it('is idle while only that is under way which nobody waits for', () => {
  let running = 0;
  const busy = () => {
    running++;
    return () => void running--;
  };
  const client = { call: () => new Promise(() => undefined) } as unknown as Client;
  const cache = createRequestCache(client, { busy, frame: () => () => undefined });
  cache.ask('partitions.prepare', { reducer: 'merge' }, 1);
  expect(running).toBe(0);
  cache.ask('events.count', { query: '' }, 1);
  expect(running).toBe(1);
});

it('counts the time in which answers were under way, and no time twice', async () => {
  vi.useFakeTimers();
  const answers: ((data: unknown) => void)[] = [];
  const client = { call: () => new Promise((resolve) => answers.push(resolve)) } as unknown as Client;
  const idle = { busy: () => () => undefined, frame: () => () => undefined };
  const cache = createRequestCache(client, idle, queueMicrotask, (give) => give());
  vi.advanceTimersByTime(1000);
  expect(cache.busyMs()).toBe(0);
  cache.ask('events.count', { query: 'a' }, 1);
  vi.advanceTimersByTime(30);
  cache.ask('events.count', { query: 'b' }, 1);
  vi.advanceTimersByTime(20);
  expect(cache.busyMs()).toBe(50);
  await Promise.resolve();
  for (const answer of answers) answer({ matched: 0, scanned: 0, complete: true });
  await vi.advanceTimersByTimeAsync(0);
  vi.advanceTimersByTime(1000);
  expect(cache.busyMs()).toBe(50);
});
