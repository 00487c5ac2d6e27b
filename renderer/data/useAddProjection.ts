import type { ReducerInfo } from '../../shared/model/state.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { askOnce } from './askOnce.ts';
import { useSession } from './hooks.ts';
import { useServices } from './services.ts';

/** Adds a projection, or puts other code in place of the one with this name, and folds with it from then on. */
export function useAddProjection(): (name: string, source: string) => Promise<ReducerInfo> {
  const { view, passing } = useServices();
  const requests = useSession((session) => session.requests);
  return async (name, source) => {
    if (!requests) throw new InspectorError('not-open', 'No store is open.');
    const reducer = await askOnce(requests, 'projections.add', { name, source }, crypto.randomUUID());
    requests.forget();
    passing.dispatch({ projections: passing.get().projections + 1 });
    view.dispatch({ do: 'useReducer', reducer: reducer.id });
    return reducer;
  };
}
