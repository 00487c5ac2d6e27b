import '../whatIf/EventDialog.css';
import { useState } from 'react';
import type { BookmarkPlace } from '../../../../shared/model/bookmark.ts';
import { useLog, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { focusHere } from '../../../widgets/focusHere.ts';
import { bookmarkAt, rangeOf } from './bookmarkPlaces.ts';
import type { Bookmarks } from './useBookmarks.ts';

interface Props {
  /** What is marked at first. */
  readonly place: BookmarkPlace;
  /** The state that a field would be of; `null` where there is none. */
  readonly state: { readonly reducer: string; readonly partition: string } | null;
  readonly bookmarks: Bookmarks;
  readonly onClose: () => void;
}

/** Marks an event, a range or a field, with a note; or changes what was noted there. */
export function BookmarkDialog({ place: first, state, bookmarks, onClose }: Props): React.JSX.Element {
  const { passing } = useServices();
  const { events } = useLog();
  const query = useView((v) => v.query);
  const range = rangeOf(query, events);
  const ordinal = first.kind === 'range' ? first.from : first.ordinal;
  const [kind, setKind] = useState(first.kind);
  const [path, setPath] = useState(first.kind === 'field' ? first.path : '/');
  const shown = first.kind === 'range' ? first : range;
  const owner = first.kind === 'field' ? first : state;
  const place: BookmarkPlace =
    kind === 'range' && shown
      ? { kind, from: shown.from, to: shown.to }
      : kind === 'field' && owner
        ? { kind, ordinal, reducer: owner.reducer, partition: owner.partition, path: path === '/' ? '' : path }
        : { kind: 'event', ordinal };
  const known = bookmarkAt(bookmarks.all, place);
  const [note, setNote] = useState(known?.note ?? '');
  const isPointer = kind !== 'field' || path === '' || path.startsWith('/');
  const save = (): void => {
    if (!isPointer) return;
    bookmarks.put({ id: known?.id ?? crypto.randomUUID(), place, note: note.trim() });
    passing.dispatch({ message: known ? 'The note was changed.' : 'Marked.' });
    onClose();
  };
  const title = known ? 'Change the bookmark' : 'Bookmark';
  return (
    <Dialog label={title} className="event-dialog" onClose={onClose}>
      <h2>{title}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Choice kind="event" chosen={kind} onChoose={setKind}>
          the event #{ordinal}
        </Choice>
        {shown && (
          <Choice kind="range" chosen={kind} onChoose={setKind}>
            the events #{shown.from} to #{shown.to}
          </Choice>
        )}
        {owner && (
          <Choice kind="field" chosen={kind} onChoose={setKind}>
            a field of {owner.partition === '' ? 'the state' : owner.partition} at #{ordinal}
          </Choice>
        )}
        {kind === 'field' && (
          <label>
            <span>Path, e.g. /balance</span>
            <input
              className="mono"
              value={path}
              spellCheck={false}
              aria-invalid={!isPointer}
              onChange={(event) => setPath(event.target.value)}
            />
          </label>
        )}
        <label>
          <span>Note</span>
          <textarea
            ref={focusHere}
            rows={4}
            value={note}
            placeholder="May stay empty"
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(key) => {
              if (key.key !== 'Enter' || key.shiftKey) return;
              key.preventDefault();
              save();
            }}
          />
        </label>
        <footer>
          <p className="dialog-hint">
            Enter saves, Shift+Enter begins a line. Kept beside your settings, not in the store.
          </p>
          {known && (
            <Button
              onClick={() => {
                bookmarks.remove(known.id);
                passing.dispatch({ message: 'The bookmark was removed.' });
                onClose();
              }}
            >
              Remove
            </Button>
          )}
          <Button look="primary" type="submit" disabled={!isPointer}>
            {known ? 'Save' : 'Mark'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly kind: BookmarkPlace['kind'];
  readonly chosen: BookmarkPlace['kind'];
  readonly onChoose: (kind: BookmarkPlace['kind']) => void;
  readonly children: React.ReactNode;
}

const Choice = ({ kind, chosen, onChoose, children }: ChoiceProps): React.JSX.Element => (
  <label className="dialog-choice">
    <input type="radio" name="bookmark-kind" checked={kind === chosen} onChange={() => onChoose(kind)} />
    <span>{children}</span>
  </label>
);
