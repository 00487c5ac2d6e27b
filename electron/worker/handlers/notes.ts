import type { Bookmark, ShownBookmark } from '../../../shared/model/bookmark.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import {
  bookmarksJson,
  bookmarksMarkdown,
  readBookmarks,
  shownBookmark,
  withBookmark,
} from '../bookmarks/bookmarks.ts';
import { causationOf } from '../causation/causation.ts';
import { eventsWith } from '../causation/links.ts';
import type { Session } from '../session.ts';

/** Events that share an id: more than that tell nobody anything. */
const SAME_ID = 100;

/** What was marked in the open store. */
export const keptBookmarks = (session: Session): Bookmark[] =>
  readBookmarks(session.files.sides.read(session.opened.log.fingerprint, 'bookmarks'));

/** Bookmarks with the words for their places. */
export const showBookmarks = (session: Session, bookmarks: readonly Bookmark[]): ShownBookmark[] =>
  bookmarks.map((bookmark) => shownBookmark(session.opened.log.index, bookmark));

/** What belongs to an event beside the log's order: its causes and effects, and what a person noted. */
export const noteHandlers = (session: Session) => {
  const kept = (): Bookmark[] => keptBookmarks(session);
  const shown = (bookmarks: readonly Bookmark[]): ShownBookmark[] => showBookmarks(session, bookmarks);
  const keep = (bookmarks: readonly Bookmark[]): ShownBookmark[] => {
    session.files.sides.write(session.opened.log.fingerprint, 'bookmarks', bookmarks);
    return shown(bookmarks);
  };
  return {
    'causation.of': ({ ordinal, limit }, context) => {
      const { log } = session.opened;
      if (Number.isInteger(ordinal) && ordinal >= 0 && ordinal < log.index.length) {
        return causationOf(log, ordinal, limit, session.context(context));
      }
      throw new InspectorError('not-found', `There is no event #${ordinal}.`);
    },
    'events.withId': async ({ id }, context) => {
      const { found } = await eventsWith(session.opened.log, 'eventIdHash', [id], SAME_ID, session.context(context));
      return { ordinals: found.map(({ ordinal }) => ordinal) };
    },
    'bookmarks.list': () => shown(kept()),
    'bookmarks.put': ({ bookmark }) => keep(withBookmark(kept(), bookmark, session.opened.log.index.length)),
    'bookmarks.remove': ({ id }) => keep(kept().filter((bookmark) => bookmark.id !== id)),
    'bookmarks.export': ({ as }) => {
      const { name } = session.opened.log;
      const stem = name.replace(/[^\w.-]+/g, '-');
      const bookmarks = shown(kept());
      return as === 'json'
        ? { fileName: `${stem}.bookmarks.json`, mimeType: 'application/json', text: bookmarksJson(bookmarks) }
        : { fileName: `${stem}.bookmarks.md`, mimeType: 'text/markdown', text: bookmarksMarkdown(name, bookmarks) };
    },
  } satisfies Partial<Handlers>;
};
