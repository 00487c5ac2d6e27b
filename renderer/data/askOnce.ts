import type { Params, RequestName, Result } from '../../shared/protocol/requests.ts';
import type { RequestCache } from './requestCache.ts';

/** One question outside of a component: for what a key press needs to know. Rejects with the worker's error. */
export function askOnce<N extends RequestName>(
  requests: RequestCache,
  name: N,
  params: Params<N>,
  token?: unknown,
): Promise<Result<N>> {
  return new Promise((resolve, reject) => {
    const asked = requests.ask(name, params, token);
    let stop: (() => void) | undefined;
    const settle = (): void => {
      const { pending, error, data } = asked.get();
      if (pending) return;
      stop?.();
      asked.release();
      if (error) reject(error);
      else resolve(data as Result<N>);
    };
    stop = asked.subscribe(settle);
    settle();
  });
}
