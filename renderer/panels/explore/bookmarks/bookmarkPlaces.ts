import type { Bookmark, BookmarkPlace } from '../../../../shared/model/bookmark.ts';
import { queryTerms } from '../../../state/queryTerms.ts';

// What can be marked from where the person is. Pure.

/** The bookmark that is on exactly this place. */
export const bookmarkAt = (all: readonly Bookmark[], place: BookmarkPlace): Bookmark | undefined =>
  all.find((bookmark) => samePlace(bookmark.place, place));

function samePlace(a: BookmarkPlace, b: BookmarkPlace): boolean {
  if (a.kind === 'range') return b.kind === 'range' && a.from === b.from && a.to === b.to;
  if (a.kind === 'event') return b.kind === 'event' && a.ordinal === b.ordinal;
  return (
    b.kind === 'field' &&
    a.ordinal === b.ordinal &&
    a.reducer === b.reducer &&
    a.partition === b.partition &&
    a.path === b.path
  );
}

/** The range of events that the filter asks for, `#12..#40`, within a log of `events`; `null` for none. */
export function rangeOf(query: string, events: number): { from: number; to: number } | null {
  for (const { key, negated, value } of queryTerms(query)) {
    const found = key === null && !negated ? /^#(\d+)\.\.#(\d+)$/.exec(value) : null;
    if (!found) continue;
    const from = Number(found[1]);
    const to = Math.min(Number(found[2]), events - 1);
    if (from <= to) return { from, to };
  }
  return null;
}

/** The events that have a bookmark of their own, for the list of events. */
export const markedEvents = (all: readonly Bookmark[]): ReadonlySet<number> =>
  new Set(all.flatMap(({ place }) => (place.kind === 'range' ? [] : [place.ordinal])));
