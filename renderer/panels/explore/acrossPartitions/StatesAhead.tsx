import type { Bench } from '../../../../shared/model/viewState.ts';
import { useLog } from '../../../data/hooks.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { useReducers } from '../inspector/useReducers.ts';

/**
 * Has the worker fold ahead while it has nothing else to do, so that the table of partitions is there when it is asked
 * for: with the projection in use, and with the merge once its table is open. Draws nothing.
 */
export function StatesAhead({ bench }: { readonly bench: Bench | null }): null {
  const { events, complete } = useLog();
  const { current } = useReducers();
  const isWanted = complete && current !== null && (current.kind !== 'merge' || bench === 'partitions');
  useRequest('partitions.prepare', isWanted ? { reducer: current.id } : null, { refreshOn: events });
  return null;
}
