import { fromWire, InspectorError, type WireError } from './errors.ts';
import type { Port } from './port.ts';
import type { Notices, Params, ProgressOf, RequestName, Result } from './requests.ts';

export interface CallOptions<N extends RequestName> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ProgressOf<N>) => void;
}

/** Typed calls over a port. Frames: see `server.ts`. */
export interface Client {
  call<N extends RequestName>(name: N, params: Params<N>, options?: CallOptions<N>): Promise<Result<N>>;
  on<N extends keyof Notices>(name: N, listener: (notice: Notices[N]) => void): () => void;
  /** Called once when the other side has gone; pending calls have been rejected with `worker-lost`. */
  onLost(listener: () => void): void;
  /** Calls without an answer yet. */
  pending(): number;
  close(): void;
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: InspectorError): void;
  onProgress: ((progress: never) => void) | undefined;
  release(): void;
}

interface IncomingFrame {
  readonly k: 'ok' | 'err' | 'prog' | 'evt';
  readonly i: number;
  readonly n?: string;
  readonly r?: unknown;
  readonly e?: WireError;
  readonly p?: unknown;
}

/**
 * A client over `port`. An aborted call rejects at once with `cancelled` and tells the worker to stop; a closed
 * port rejects everything that is pending with `worker-lost`.
 */
export function createClient(port: Port): Client {
  const calls = new Map<number, PendingCall>();
  const listeners = new Map<string, Set<(notice: never) => void>>();
  const lostListeners: (() => void)[] = [];
  let nextId = 1;
  let lost = false;

  const take = (id: number): PendingCall | undefined => {
    const call = calls.get(id);
    calls.delete(id);
    call?.release();
    return call;
  };

  port.onMessage((message) => {
    const frame = message as IncomingFrame;
    if (frame.k === 'ok') take(frame.i)?.resolve(frame.r);
    else if (frame.k === 'err') take(frame.i)?.reject(fromWire(frame.e!));
    else if (frame.k === 'prog') calls.get(frame.i)?.onProgress?.(frame.p as never);
    else if (frame.k === 'evt') for (const listener of listeners.get(frame.n!) ?? []) listener(frame.p as never);
  });

  port.onClose(() => {
    if (lost) return;
    lost = true;
    for (const id of [...calls.keys()]) {
      take(id)?.reject(new InspectorError('worker-lost', 'The process that reads the store has ended.'));
    }
    for (const listener of lostListeners) listener();
  });

  return {
    call(name, params, options = {}) {
      const { signal, onProgress } = options;
      return new Promise((resolve, reject) => {
        if (lost) return reject(new InspectorError('worker-lost', 'The process that reads the store has ended.'));
        if (signal?.aborted) return reject(new InspectorError('cancelled', 'Cancelled.'));
        const id = nextId++;
        const stop = (): void => {
          take(id)?.reject(new InspectorError('cancelled', 'Cancelled.'));
          port.post({ k: 'stop', i: id });
        };
        signal?.addEventListener('abort', stop, { once: true });
        calls.set(id, {
          resolve: resolve as (value: unknown) => void,
          reject,
          onProgress,
          release: () => signal?.removeEventListener('abort', stop),
        });
        port.post({ k: 'call', i: id, n: name, p: params });
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    onLost: (listener) => void lostListeners.push(listener),
    pending: () => calls.size,
    close: () => port.close(),
  };
}
