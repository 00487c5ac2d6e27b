import { useRef } from 'react';
import { useLog, usePassing, useSession } from './hooks.ts';
import type { RequestCache } from './requestCache.ts';
import { type RequestState, useRequest } from './useRequest.ts';

/**
 * What the checks found in the whole log, with the notes on it; nothing as long as the log is being read. What columns
 * tell comes at once, with `pending` checks. Asked again when a projection is added: snapshots are compared with it.
 */
export function useChecks(): RequestState<'integrity.run'> {
  const { complete } = useLog();
  const requests = useSession((session) => session.requests);
  const sides = usePassing((passing) => passing.sides);
  const first = useRequest('integrity.run', complete ? { depth: 'columns' } : null, { refreshOn: sides });
  // All checks are asked for behind the first ones, and from then on beside them: what they found stays in sight.
  const firstOf = useRef<RequestCache | null>(null);
  if (first.data !== undefined && !first.pending) firstOf.current = requests;
  const isFirstThere = complete && firstOf.current === requests;
  const all = useRequest('integrity.run', isFirstThere ? { depth: 'all' } : null, { refreshOn: sides });
  return all.data !== undefined || all.error !== undefined ? all : first;
}
