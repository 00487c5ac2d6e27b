import '../whatIf/EventDialog.css';
import './BookmarkList.css';
import { useState } from 'react';
import { plural } from '../../../../shared/format.ts';
import { firstOf, lastOf, type ShownBookmark } from '../../../../shared/model/bookmark.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession, useTimeZone, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { instantText, zoneName } from '../../../state/timeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import type { Bookmarks } from './useBookmarks.ts';

/** All bookmarks of the store: to go to, to compare, to change, to remove and take that back, to save. */
export function BookmarkList({ bookmarks, onClose }: { bookmarks: Bookmarks; onClose: () => void }): React.JSX.Element {
  const { host, view, passing } = useServices();
  const requests = useSession((session) => session.requests);
  const zone = useTimeZone();
  const [removed, setRemoved] = useState<ShownBookmark | null>(null);
  const [said, setSaid] = useState('');
  const { all, error, put, remove } = bookmarks;
  const mark = useView((v) => v.mark);
  const showOwner = ({ place }: ShownBookmark): void => {
    if (place.kind !== 'field') return;
    view.dispatch({ do: 'useReducer', reducer: place.reducer });
    if (place.partition !== '') view.dispatch({ do: 'pinPartition', partition: place.partition });
  };
  const goTo = (bookmark: ShownBookmark): void => {
    onClose();
    view.dispatch({ do: 'movePlayhead', ordinal: firstOf(bookmark) });
    showOwner(bookmark);
    if (bookmark.place.kind === 'field') view.dispatch({ do: 'showTab', tab: 'state' });
  };
  const compareFrom = (bookmark: ShownBookmark): void => {
    view.dispatch({ do: 'setMark', ordinal: firstOf(bookmark) });
    setRemoved(null);
    setSaid(`A is #${firstOf(bookmark)}, B the playhead. Choose “Compare to” of another to have that as B.`);
  };
  const compareTo = (bookmark: ShownBookmark): void => {
    onClose();
    view.dispatch({ do: 'movePlayhead', ordinal: lastOf(bookmark) });
    showOwner(bookmark);
    view.dispatch({ do: 'showTab', tab: 'changes' });
  };
  const save = async (as: 'json' | 'markdown'): Promise<void> => {
    try {
      const file = await askOnce(requests!, 'bookmarks.export', { as }, crypto.randomUUID());
      const saved = await host.saveFile(file.fileName, file.mimeType, file.text);
      if (saved !== null) setSaid(`Saved ${saved}.`);
    } catch (failure) {
      setSaid(asInspectorError(failure).message);
    }
  };
  return (
    <Dialog label="Bookmarks" className="event-dialog" onClose={onClose}>
      <h2>{all.length === 0 ? 'Bookmarks' : plural(all.length, 'bookmark')}</h2>
      {error ? (
        <Failure title="The bookmarks cannot be read" error={error} />
      ) : all.length === 0 ? (
        <EmptyState title="Nothing is marked yet">Press b on an event to mark it and to write a note.</EmptyState>
      ) : (
        <ul className="dialog-list" aria-label="Bookmarks">
          {all.map((bookmark) => (
            <li key={bookmark.id} className="bookmark-row">
              <button type="button" className="event-mention" onClick={() => goTo(bookmark)}>
                {bookmark.title}
              </button>
              <span>
                {bookmark.recordedAt !== null && `${instantText(bookmark.recordedAt, zone)} ${zoneName(zone)}`}
              </span>
              <Button
                look="pill"
                aria-pressed={mark === firstOf(bookmark)}
                title="Take it as point A of a comparison"
                onClick={() => compareFrom(bookmark)}
              >
                Compare from
              </Button>
              <Button
                look="pill"
                disabled={mark === null}
                title={mark === null ? 'Choose first where to compare from' : `Compare #${mark} with it`}
                onClick={() => compareTo(bookmark)}
              >
                Compare to
              </Button>
              <Button
                look="pill"
                onClick={() => passing.dispatch({ dialog: { kind: 'bookmark', place: bookmark.place } })}
              >
                {bookmark.note === '' ? 'Add a note' : 'Change'}
              </Button>
              <Button
                look="pill"
                onClick={() => {
                  remove(bookmark.id);
                  setRemoved(bookmark);
                }}
              >
                Remove
              </Button>
              {bookmark.note !== '' && <p>{bookmark.note}</p>}
            </li>
          ))}
        </ul>
      )}
      <footer>
        <p className="dialog-hint" role="status">
          {removed ? `Removed ${removed.title}.` : said}
        </p>
        {removed && (
          <Button
            onClick={() => {
              const { id, place, note } = removed;
              put({ id, place, note });
              setRemoved(null);
            }}
          >
            Undo
          </Button>
        )}
        {all.length > 0 && (
          <>
            <Button onClick={() => void save('markdown')}>Save as Markdown</Button>
            <Button onClick={() => void save('json')}>Save as JSON</Button>
          </>
        )}
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </footer>
    </Dialog>
  );
}
