import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Params, RequestName } from '../../shared/protocol/requests.ts';
import { usePassing, useSession } from './hooks.ts';
import { createLatest, nothing, type RequestState } from './latest.ts';
import type { RequestCache } from './requestCache.ts';

export type { RequestState } from './latest.ts';

const disconnected: RequestCache = {
  ask: () => {
    throw new Error('A request without an open store.');
  },
  forget: () => {},
  busyMs: () => 0,
};

/**
 * The only way a component asks the worker. `params` of `null` asks nothing. The latest question wins, an overtaken
 * one is cancelled, old data stays (with `stale`) until new data is there. All ask again when payloads are read in
 * another way and when a projection has other code; `refreshOn` when it changes: pass `useLog().events` where the
 * answer grows with the log.
 */
export function useRequest<N extends RequestName>(
  name: N,
  params: Params<N> | null,
  options: { readonly refreshOn?: number | string } = {},
): RequestState<N> {
  const requests = useSession((session) => session.requests);
  const latest = useMemo(() => createLatest(requests ?? disconnected, name), [requests, name]);
  const key = params === null || requests === null ? null : JSON.stringify(params);
  const encodingChanges = useSession((session) => session.summary?.encodingChanges ?? 0);
  const projections = usePassing((passing) => passing.projections);
  const token = `${encodingChanges} ${projections} ${options.refreshOn ?? ''}`;
  useEffect(() => {
    latest.ask(key === null ? null : (JSON.parse(key) as Params<N>), token);
  }, [latest, key, token]);
  useEffect(() => () => latest.dispose(), [latest]);
  const state = useSyncExternalStore(latest.subscribe, latest.get);
  if (key === null) return nothing;
  // The effect above has not run yet for these parameters: what is there answers the question before.
  const isBehind = state.answers !== key && !(state.pending && state.stale);
  return isBehind ? { ...state, error: undefined, pending: true, stale: state.data !== undefined } : state;
}
