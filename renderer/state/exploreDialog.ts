import type { BookmarkPlace } from '../../shared/model/bookmark.ts';

/** A dialog of Explore, with what it is about. */
export type ExploreDialog =
  /** A new bookmark at a place, or that with an id. */
  | { readonly kind: 'bookmark'; readonly place: BookmarkPlace }
  | { readonly kind: 'bookmarks' }
  | { readonly kind: 'editEvent'; readonly ordinal: number }
  | { readonly kind: 'insertEvent'; readonly after: number }
  | { readonly kind: 'moveEvent'; readonly ordinal: number }
  | { readonly kind: 'putRight' }
  | { readonly kind: 'exportBranch' };
