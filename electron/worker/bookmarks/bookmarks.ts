import { keptList } from '../../../shared/keptList.ts';
import { markdownText } from '../../../shared/markdownText.ts';
import type { Bookmark, BookmarkPlace, ShownBookmark } from '../../../shared/model/bookmark.ts';
import { firstOf } from '../../../shared/model/bookmark.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { microsToIso } from '../../../shared/time.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';

/** Characters of a note, and bookmarks of a store. */
const LONGEST_NOTE = 20_000;
const MOST = 10_000;

/** Bookmarks as a side file holds them. Throws `unreadable` for what is none: people may edit the file. */
export const readBookmarks = (kept: unknown): Bookmark[] => keptList(kept, 'bookmarks', bookmarkOf);

/** The list with a bookmark, in place of that with its id. Throws `bad-request` or `limit-exceeded`. */
export function withBookmark(all: readonly Bookmark[], bookmark: Bookmark, events: number): Bookmark[] {
  const checked = bookmarkOf(bookmark);
  if (checked === null) throw new InspectorError('bad-request', 'This is no bookmark.');
  const { place, note } = checked;
  const last = place.kind === 'range' ? place.to : place.ordinal;
  if (last >= events) throw new InspectorError('bad-request', `There is no event #${last} to mark.`);
  if (note.length > LONGEST_NOTE) {
    throw new InspectorError('limit-exceeded', `A note holds at most ${LONGEST_NOTE} characters.`);
  }
  const others = all.filter(({ id }) => id !== checked.id);
  if (others.length >= MOST) throw new InspectorError('limit-exceeded', `A store has at most ${MOST} bookmarks.`);
  return [...others, checked].sort((a, b) => firstOf(a) - firstOf(b) || (a.id < b.id ? -1 : 1));
}

function bookmarkOf(value: unknown): Bookmark | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, place, note } = value as Partial<Record<keyof Bookmark, unknown>>;
  const where = placeOf(place);
  return typeof id === 'string' && typeof note === 'string' && where !== null ? { id, place: where, note } : null;
}

const isOrdinal = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

function placeOf(value: unknown): BookmarkPlace | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, ordinal, from, to, reducer, partition, path } = value as Record<string, unknown>;
  if (kind === 'range') return isOrdinal(from) && isOrdinal(to) && from <= to ? { kind, from, to } : null;
  if (!isOrdinal(ordinal)) return null;
  if (kind === 'event') return { kind, ordinal };
  if (kind !== 'field' || typeof reducer !== 'string' || typeof partition !== 'string' || typeof path !== 'string') {
    return null;
  }
  return { kind, ordinal, reducer, partition, path };
}

/** A bookmark with the words for its place. One beyond the end of the log keeps its number. */
export function shownBookmark(index: EventIndex, bookmark: Bookmark): ShownBookmark {
  const { place } = bookmark;
  const first = firstOf(bookmark);
  const isThere = first < index.length;
  const title =
    place.kind === 'range'
      ? `#${place.from} to #${place.to}`
      : place.kind === 'field'
        ? `${place.path === '' ? 'State' : place.path} of ${place.partition || 'the state'} at #${place.ordinal}`
        : isThere
          ? `#${first} ${index.types.text(index.columns.type[first]!)} of ${index.streams.text(index.columns.stream[first]!)}`
          : `#${first}, which is not in this log`;
  return { ...bookmark, title, recordedAt: isThere ? microsToIso(index.columns.recordedAt[first]!) : null };
}

/** Bookmarks as a Markdown list. Names and notes are text and become no markup. */
export function bookmarksMarkdown(name: string, bookmarks: readonly ShownBookmark[]): string {
  const lines = bookmarks.flatMap(({ title, recordedAt, note }) => [
    `## ${markdownText(title)}`,
    '',
    ...(recordedAt === null ? [] : [recordedAt, '']),
    ...(note.trim() === ''
      ? []
      : [
          ...note
            .trim()
            .split(/\r?\n/)
            .map((line) => `> ${markdownText(line)}`),
          '',
        ]),
  ]);
  return `${[`# Bookmarks of ${markdownText(name)}`, '', ...lines].join('\n').trimEnd()}\n`;
}

export const bookmarksJson = (bookmarks: readonly ShownBookmark[]): string =>
  `${JSON.stringify({ bookmarks }, null, 2)}\n`;
