import type { Params, Result } from '../../shared/protocol/requests.ts';
import { asInspectorError } from './asInspectorError.ts';
import { askOnce } from './askOnce.ts';
import { useSession } from './hooks.ts';
import { useServices } from './services.ts';
import { useSteady } from './useSteady.ts';

type SideChange = 'branches.put' | 'branches.remove' | 'bookmarks.put' | 'bookmarks.remove';

/**
 * Changes what is kept beside the store, and lets everybody who shows it ask again. What goes wrong is said in the
 * status bar.
 */
export function useSideChange(): <N extends SideChange>(
  name: N,
  params: Params<N>,
  onDone?: (result: Result<N>) => void,
) => void {
  const { passing } = useServices();
  const requests = useSession((session) => session.requests);
  return useSteady(
    (name: SideChange, params: Params<SideChange>, onDone?: (result: Result<SideChange>) => void): void => {
      if (!requests) return;
      // Every change is a question of its own: the same one may be asked again later.
      askOnce(requests, name, params, crypto.randomUUID()).then(
        (result) => {
          passing.dispatch({ sides: passing.get().sides + 1 });
          onDone?.(result);
        },
        (error: unknown) => passing.dispatch({ message: asInspectorError(error).message }),
      );
    },
  ) as ReturnType<typeof useSideChange>;
}
