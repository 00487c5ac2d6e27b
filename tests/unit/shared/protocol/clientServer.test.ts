import { describe, expect, it } from 'vitest';
import { createClient } from '../../../../shared/protocol/client.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { Requests } from '../../../../shared/protocol/requests.ts';
import { createServer, type Handlers } from '../../../../shared/protocol/server.ts';
import { portPair } from '../../../builders/portPair.ts';

const hits = { scanned: 3, matched: 2, complete: true };

/** A client whose server knows only the given handlers. */
function connect(handlers: Partial<Handlers>) {
  const [near, far] = portPair();
  const server = createServer(far, handlers as Handlers);
  return { client: createClient(near), server, near, far };
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof InspectorError ? error.code : String(error)),
  );

describe('a call', () => {
  it('is answered with what its handler gives', async () => {
    const { client } = connect({ 'events.count': ({ query }) => ({ ...hits, scanned: query.length }) });
    expect(await client.call('events.count', { query: 'abc' })).toEqual({ ...hits, scanned: 3 });
    expect(client.pending()).toBe(0);
  });

  it('keeps code and data of an error', async () => {
    const { client } = connect({
      'events.count': () => {
        throw new InspectorError('bad-query', 'No such key.', { from: 0, to: 4 });
      },
    });
    await expect(client.call('events.count', { query: 'typ:a' })).rejects.toMatchObject({
      code: 'bad-query',
      message: 'No such key.',
      data: { from: 0, to: 4 },
    });
  });

  it('makes an unknown error internal, without its stack', async () => {
    const { client } = connect({
      'events.count': () => {
        throw new TypeError('x is not a function');
      },
    });
    await expect(client.call('events.count', { query: '' })).rejects.toMatchObject({
      code: 'internal',
      message: 'x is not a function',
    });
  });

  it('that waits for quiet goes on when all others are answered', async () => {
    const seen: string[] = [];
    let answer = (): void => {};
    const { client } = connect({
      'partitions.prepare': async (_params, { quiet, signal }) => {
        await quiet(signal);
        seen.push('quiet');
        return null;
      },
      'events.count': () =>
        new Promise((resolve) => {
          answer = () => resolve(hits);
        }),
    });
    const count = client.call('events.count', { query: '' });
    const prepare = client.call('partitions.prepare', { reducer: 'merge' });
    await new Promise((resolve) => setTimeout(resolve));
    expect(seen).toEqual([]);
    answer();
    await Promise.all([count, prepare]);
    expect(seen).toEqual(['quiet']);
  });

  it('reports progress while it runs and not after', async () => {
    const seen: number[] = [];
    const { client } = connect({
      'events.count': async (_params, { progress }) => {
        for (const done of [1, 2]) progress({ phase: 'read', done, unit: 'events' });
        return hits;
      },
    });
    await client.call('events.count', { query: '' }, { onProgress: ({ done }) => seen.push(done) });
    expect(seen).toEqual([1, 2]);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'no.such'])(
    'of the inherited or unknown name %s is refused',
    async (name) => {
      const { client } = connect({});
      expect(await codeOf(client.call(name as keyof Requests, {} as never))).toBe('bad-request');
    },
  );
});

describe('cancelling', () => {
  it('rejects at once and tells the handler', async () => {
    const stopped = Promise.withResolvers<unknown>();
    const begun = Promise.withResolvers<void>();
    const { client } = connect({
      'events.count': (_params, { signal }) => {
        signal.addEventListener('abort', () => stopped.resolve(signal.reason));
        begun.resolve();
        return new Promise(() => {});
      },
    });
    const abort = new AbortController();
    const call = codeOf(client.call('events.count', { query: '' }, { signal: abort.signal }));
    await begun.promise;
    abort.abort();
    expect(await call).toBe('cancelled');
    expect(await stopped.promise).toMatchObject({ code: 'cancelled' });
    expect(client.pending()).toBe(0);
  });

  it('never sends a call that was cancelled before', async () => {
    let calls = 0;
    const { client } = connect({
      'events.count': () => {
        calls++;
        return hits;
      },
    });
    expect(await codeOf(client.call('events.count', { query: '' }, { signal: AbortSignal.abort() }))).toBe('cancelled');
    await client.call('events.count', { query: '' });
    expect(calls).toBe(1);
  });

  it('leaves a later call of the same request alone', async () => {
    const { client } = connect({ 'events.count': async ({ query }) => ({ ...hits, scanned: query.length }) });
    const abort = new AbortController();
    const first = codeOf(client.call('events.count', { query: 'a' }, { signal: abort.signal }));
    const second = client.call('events.count', { query: 'ab' });
    abort.abort();
    expect(await first).toBe('cancelled');
    expect(await second).toMatchObject({ scanned: 2 });
  });
});

describe('a closed port', () => {
  it('rejects what is pending, once, and everything after', async () => {
    const begun = Promise.withResolvers<void>();
    const { client, far } = connect({
      'events.count': () => {
        begun.resolve();
        return new Promise(() => {});
      },
    });
    let lost = 0;
    client.onLost(() => lost++);
    const call = codeOf(client.call('events.count', { query: '' }));
    await begun.promise;
    far.close();
    expect(await call).toBe('worker-lost');
    expect(await codeOf(client.call('events.count', { query: '' }))).toBe('worker-lost');
    expect(lost).toBe(1);
  });

  it('aborts what still runs for the client that has gone', async () => {
    const stopped = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const { client, near } = connect({
      'events.count': (_params, { signal }) => {
        signal.addEventListener('abort', () => stopped.resolve());
        begun.resolve();
        return new Promise(() => {});
      },
    });
    const call = codeOf(client.call('events.count', { query: '' }));
    await begun.promise;
    near.close();
    await stopped.promise;
    expect(await call).toBe('worker-lost');
  });
});

it('notices reach those who listen, until they do not', async () => {
  const { client, server } = connect({ 'store.close': () => null });
  const seen: number[] = [];
  const stop = client.on('log.changed', ({ events }) => seen.push(events));
  server.notify('log.changed', { events: 1, complete: false });
  await client.call('store.close', {});
  stop();
  server.notify('log.changed', { events: 2, complete: true });
  await client.call('store.close', {});
  expect(seen).toEqual([1]);
});
