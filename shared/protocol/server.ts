import { InspectorError, toWire } from './errors.ts';
import type { Port } from './port.ts';
import type { Notices, Params, ProgressOf, RequestName, Requests, Result } from './requests.ts';

export interface CallContext<N extends RequestName> {
  readonly signal: AbortSignal;
  progress(progress: ProgressOf<N>): void;
}

/** One handler per request: a missing one does not compile. */
export type Handlers = {
  [N in keyof Requests]: (params: Params<N>, context: CallContext<N>) => Promise<Result<N>> | Result<N>;
};

export interface Server {
  notify<N extends keyof Notices>(name: N, notice: Notices[N]): void;
}

interface IncomingFrame {
  readonly k: 'call' | 'stop';
  readonly i: number;
  readonly n?: string;
  readonly p?: unknown;
}

/**
 * Answers calls on `port`. Frames are plain objects: `{k:'call',i,n,p}` and `{k:'stop',i}` come in,
 * `{k:'ok',i,r}`, `{k:'err',i,e}`, `{k:'prog',i,p}` and `{k:'evt',n,p}` go out. When the other side goes,
 * what still runs for it is aborted.
 */
export function createServer(port: Port, handlers: Handlers): Server {
  const running = new Map<number, AbortController>();

  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      // hasOwn: an inherited name such as `constructor` is not a request.
      if (!Object.hasOwn(handlers, name)) throw new InspectorError('bad-request', `There is no request "${name}".`);
      const handler = handlers[name as RequestName] as (p: unknown, c: CallContext<RequestName>) => unknown;
      const result = await handler(params, {
        signal: abort.signal,
        progress: (p) => void (running.has(id) && port.post({ k: 'prog', i: id, p })),
      });
      if (running.has(id)) port.post({ k: 'ok', i: id, r: result });
    } catch (error) {
      if (running.has(id)) port.post({ k: 'err', i: id, e: toWire(error) });
    } finally {
      running.delete(id);
    }
  };

  port.onMessage((message) => {
    // What is no frame at all must not end the worker for everybody else.
    if (typeof message !== 'object' || message === null) return;
    const frame = message as IncomingFrame;
    if (frame.k === 'call') void answer(frame.i, String(frame.n), frame.p);
    else if (frame.k === 'stop') {
      running.get(frame.i)?.abort(new InspectorError('cancelled', 'Cancelled.'));
      running.delete(frame.i);
    }
  });
  port.onClose(() => {
    for (const abort of running.values()) abort.abort(new InspectorError('cancelled', 'The other side has gone.'));
    running.clear();
  });

  return { notify: (name, notice) => port.post({ k: 'evt', i: 0, n: name, p: notice }) };
}
