import type { Ordinal } from './event.ts';

/** What a note is on. Field bookmarks are of the state of a partition at an event. */
export type BookmarkPlace =
  | { readonly kind: 'event'; readonly ordinal: Ordinal }
  | { readonly kind: 'range'; readonly from: Ordinal; readonly to: Ordinal }
  | {
      readonly kind: 'field';
      readonly ordinal: Ordinal;
      readonly reducer: string;
      readonly partition: string;
      /** JSON Pointer; items of lists may stand by their identity (`shared/statePath.ts`). */
      readonly path: string;
    };

/** A place of the log that a person marked, with what they wrote about it. */
export interface Bookmark {
  readonly id: string;
  readonly place: BookmarkPlace;
  /** May be empty. */
  readonly note: string;
}

/** A bookmark with what stands at its place, as lists and reports show it. */
export interface ShownBookmark extends Bookmark {
  /** `#12 MoneyWithdrawn of account-1`, `#12 to #40`, `/balance of account-1 at #12`. */
  readonly title: string;
  /** When the event, or the first of the range, was recorded. */
  readonly recordedAt: string | null;
}

/** The last event that a bookmark is on. */
export const lastOf = ({ place }: Bookmark): Ordinal => (place.kind === 'range' ? place.to : place.ordinal);

/** The first event that a bookmark is on. */
export const firstOf = ({ place }: Bookmark): Ordinal => (place.kind === 'range' ? place.from : place.ordinal);
