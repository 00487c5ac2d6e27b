import type { ViewState } from '../../../../shared/model/viewState.ts';
import type { Passing } from '../../../data/services.ts';
import type { ViewAction } from '../../../state/actions.ts';
import type { Store } from '../../../state/store.ts';
import type { MenuItem } from '../../../widgets/Menu.tsx';
import type { Branches } from '../whatIf/useBranches.ts';

/** What can be done with one event, wherever it stands. */
export function eventMenu(
  ordinal: number,
  branches: Pick<Branches, 'add'>,
  view: Store<ViewState, ViewAction>,
  passing: Store<Passing, Partial<Passing>>,
): MenuItem[] {
  const ask = (dialog: Passing['dialog']) => (): void => passing.dispatch({ dialog });
  return [
    {
      id: 'bookmark',
      title: 'Bookmark…',
      shortcut: 'b',
      run: ask({ kind: 'bookmark', place: { kind: 'event', ordinal } }),
    },
    {
      id: 'causation',
      title: 'Causes and effects',
      run: () => {
        view.dispatch({ do: 'movePlayhead', ordinal });
        view.dispatch({ do: 'showTab', tab: 'causation' });
      },
    },
    {
      id: 'drop',
      title: 'What if it had not happened?',
      begins: true,
      run: () => branches.add({ kind: 'drop', ordinal }),
    },
    { id: 'edit', title: 'What if it had been different?…', run: ask({ kind: 'editEvent', ordinal }) },
    { id: 'insert', title: 'What if another had followed?…', run: ask({ kind: 'insertEvent', after: ordinal }) },
    { id: 'move', title: 'What if it had come at another time?…', run: ask({ kind: 'moveEvent', ordinal }) },
  ];
}
