import { lazy, Suspense } from 'react';
import { usePassing } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { Dialog } from '../../widgets/Dialog.tsx';
import { Loading } from '../../widgets/Loading.tsx';
import { BookmarkDialog } from './bookmarks/BookmarkDialog.tsx';
import { BookmarkList } from './bookmarks/BookmarkList.tsx';
import type { Bookmarks } from './bookmarks/useBookmarks.ts';
import type { Branches } from './whatIf/useBranches.ts';

// Code that the first screen does without.
const EventDialog = lazy(async () => ({ default: (await import('./whatIf/EventDialog.tsx')).EventDialog }));
const ExportDialog = lazy(async () => ({ default: (await import('./whatIf/ExportDialog.tsx')).ExportDialog }));
const MoveDialog = lazy(async () => ({ default: (await import('./whatIf/MoveDialog.tsx')).MoveDialog }));
const PutRightDialog = lazy(async () => ({ default: (await import('./whatIf/PutRightDialog.tsx')).PutRightDialog }));

interface Props {
  readonly branches: Branches;
  readonly bookmarks: Bookmarks;
  readonly playhead: number;
  /** What folds the state in the inspector; `null` until known. */
  readonly reducer: string | null;
  /** Its partition; `null` for that of the playhead's event. */
  readonly partition: string | null;
  /** The partition that is shown. */
  readonly shown: string | null;
}

/** The dialog of Explore that is open, if one is. While its code is fetched, keys go nowhere else. */
export function ExploreDialogs(props: Props): React.JSX.Element {
  const { passing } = useServices();
  return (
    <Suspense
      fallback={
        <Dialog label="Loading" onClose={() => passing.dispatch({ dialog: null })}>
          <Loading what="the dialog" rows={6} />
        </Dialog>
      }
    >
      <OpenDialog {...props} />
    </Suspense>
  );
}

function OpenDialog(props: Props): React.JSX.Element | null {
  const { branches, bookmarks, playhead, reducer, partition, shown } = props;
  const { passing } = useServices();
  const dialog = usePassing((p) => p.dialog);
  const onClose = (): void => passing.dispatch({ dialog: null });
  if (dialog === null || typeof dialog === 'string') return null;
  const edits = branches.active?.edits ?? [];
  switch (dialog.kind) {
    case 'bookmark': {
      const state = reducer === null || shown === null ? null : { reducer, partition: shown };
      return <BookmarkDialog place={dialog.place} state={state} bookmarks={bookmarks} onClose={onClose} />;
    }
    case 'bookmarks':
      return <BookmarkList bookmarks={bookmarks} onClose={onClose} />;
    case 'editEvent': {
      const edit = edits.find((one) => one.kind === 'edit' && one.ordinal === dialog.ordinal);
      const edited = edit?.kind === 'edit' ? edit.event : undefined;
      return (
        <EventDialog ordinal={dialog.ordinal} inserts={false} edited={edited} onEdit={branches.add} onClose={onClose} />
      );
    }
    case 'insertEvent':
      return <EventDialog ordinal={dialog.after} inserts edited={undefined} onEdit={branches.add} onClose={onClose} />;
    case 'moveEvent':
      return <MoveDialog ordinal={dialog.ordinal} onEdit={branches.add} onClose={onClose} />;
    case 'putRight':
      return reducer === null ? null : (
        <PutRightDialog
          reducer={reducer}
          partition={partition}
          ordinal={playhead}
          edits={edits}
          onAdd={(added) => branches.add(...added)}
          onClose={onClose}
        />
      );
    case 'exportBranch':
      return reducer === null || branches.active === null ? null : (
        <ExportDialog
          branch={branches.active}
          reducer={reducer}
          partition={partition}
          ordinal={playhead}
          onClose={onClose}
        />
      );
  }
}
