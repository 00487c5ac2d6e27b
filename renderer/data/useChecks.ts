import { useLog, usePassing } from './hooks.ts';
import { type RequestState, useRequest } from './useRequest.ts';

/** What the checks found in the whole log, with the notes on it; nothing as long as the log is being read. */
export function useChecks(): RequestState<'integrity.run'> {
  const { complete } = useLog();
  const sides = usePassing((passing) => passing.sides);
  return useRequest('integrity.run', complete ? {} : null, { refreshOn: sides });
}
