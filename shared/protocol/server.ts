import { InspectorError, toWire } from './errors.ts';
import type { Port } from './port.ts';
import type { Notices, Params, ProgressOf, RequestName, Requests, Result } from './requests.ts';

export interface CallContext<N extends RequestName> {
  readonly signal: AbortSignal;
  progress(progress: ProgressOf<N>): void;
  /** For work that nobody waits for: resolves once all other calls but such ones are answered, or the signal is aborted. */
  quiet(signal: AbortSignal): Promise<void>;
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
 * what still runs for it is aborted. Where `before` answers a promise for the name of a call, its handler waits for that.
 */
export function createServer(
  port: Port,
  handlers: Handlers,
  before: (name: RequestName) => Promise<void> | undefined = () => undefined,
): Server {
  const running = new Map<number, AbortController>();
  /** Calls that asked for quiet: nobody waits for these. */
  const idle = new Set<number>();
  const waiting = new Set<() => void>();
  const isQuiet = (): boolean => [...running.keys()].every((id) => idle.has(id));
  const ended = (id: number): void => {
    running.delete(id);
    idle.delete(id);
    if (!isQuiet()) return;
    for (const resume of [...waiting]) resume();
  };
  const quiet = (id: number, signal: AbortSignal): Promise<void> => {
    if (running.has(id)) idle.add(id);
    if (isQuiet() || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const resume = (): void => {
        waiting.delete(resume);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      waiting.add(resume);
      signal.addEventListener('abort', resume);
    });
  };

  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      // hasOwn: an inherited name such as `constructor` is not a request.
      if (!Object.hasOwn(handlers, name)) throw new InspectorError('bad-request', `There is no request "${name}".`);
      const handler = handlers[name as RequestName] as (p: unknown, c: CallContext<RequestName>) => unknown;
      const waiting = before(name as RequestName);
      if (waiting) await waiting;
      const result = await handler(params, {
        signal: abort.signal,
        progress: (p) => void (running.has(id) && port.post({ k: 'prog', i: id, p })),
        quiet: (signal) => quiet(id, signal),
      });
      if (running.has(id)) port.post({ k: 'ok', i: id, r: result });
    } catch (error) {
      if (running.has(id)) port.post({ k: 'err', i: id, e: toWire(error) });
    } finally {
      ended(id);
    }
  };

  port.onMessage((message) => {
    // What is no frame at all must not end the worker for everybody else.
    if (typeof message !== 'object' || message === null) return;
    const frame = message as IncomingFrame;
    if (frame.k === 'call') void answer(frame.i, String(frame.n), frame.p);
    else if (frame.k === 'stop') {
      running.get(frame.i)?.abort(new InspectorError('cancelled', 'Cancelled.'));
      ended(frame.i);
    }
  });
  port.onClose(() => {
    for (const abort of running.values()) abort.abort(new InspectorError('cancelled', 'The other side has gone.'));
    running.clear();
  });

  return { notify: (name, notice) => port.post({ k: 'evt', i: 0, n: name, p: notice }) };
}
