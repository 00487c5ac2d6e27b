import { useLog, usePassing } from './hooks.ts';
import { type RequestState, useRequest } from './useRequest.ts';

/** What the checks found, once the log is complete; asked again when a projection is added, which snapshots are compared with. */
export function useChecks(): RequestState<'integrity.run'> {
  const { complete } = useLog();
  const projections = usePassing((passing) => passing.projections);
  return useRequest('integrity.run', complete ? {} : null, { refreshOn: projections });
}
