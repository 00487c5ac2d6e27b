import { useServices } from '../../data/services.ts';
import { useCommand } from '../../data/useCommand.ts';
import type { Branches } from './whatIf/useBranches.ts';

/** Bookmarks and branches by key and palette: what they are about is the event at the playhead. */
export function useExploreCommands(playhead: number, branches: Branches): void {
  const { view, passing } = useServices();
  const onEvent = (run: () => void) => (): void => {
    if (playhead >= 0) run();
    else passing.dispatch({ message: 'There is no event at the playhead.' });
  };
  const ask = passing.dispatch;
  useCommand(
    'bookmark.set',
    onEvent(() => ask({ dialog: { kind: 'bookmark', place: { kind: 'event', ordinal: playhead } } })),
  );
  useCommand('bookmark.list', () => ask({ dialog: { kind: 'bookmarks' } }));
  useCommand(
    'branch.drop',
    onEvent(() => branches.add({ kind: 'drop', ordinal: playhead })),
  );
  useCommand(
    'branch.edit',
    onEvent(() => ask({ dialog: { kind: 'editEvent', ordinal: playhead } })),
  );
  useCommand(
    'branch.insert',
    onEvent(() => ask({ dialog: { kind: 'insertEvent', after: playhead } })),
  );
  useCommand(
    'branch.move',
    onEvent(() => ask({ dialog: { kind: 'moveEvent', ordinal: playhead } })),
  );
  useCommand(
    'branch.putRight',
    onEvent(() => ask({ dialog: { kind: 'putRight' } })),
  );
  useCommand('branch.begin', () => branches.begin());
  useCommand('branch.export', () => {
    if (branches.active) ask({ dialog: { kind: 'exportBranch' } });
    else ask({ message: 'No branch is shown: there is nothing to export.' });
  });
  useCommand('branch.leave', () => {
    if (branches.active) branches.show(null);
    else ask({ message: 'What is shown is reality already.' });
  });
  useCommand('branch.next', () => {
    const { all, active } = branches;
    const next = all[(active ? all.indexOf(active) + 1 : 0) % Math.max(1, all.length)];
    if (next) branches.show(next.id);
    else ask({ message: 'There is no branch of this store yet.' });
  });
  useCommand(
    'event.causation',
    onEvent(() => view.dispatch({ do: 'showTab', tab: 'causation' })),
  );
}
