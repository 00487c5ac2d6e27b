import { useMemo } from 'react';
import type { Bookmark, ShownBookmark } from '../../../../shared/model/bookmark.ts';
import type { InspectorError } from '../../../../shared/protocol/errors.ts';
import { useLog, usePassing } from '../../../data/hooks.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { useSideChange } from '../../../data/useSideChange.ts';
import { useSteady } from '../../../data/useSteady.ts';

export interface Bookmarks {
  readonly all: readonly ShownBookmark[];
  readonly error: InspectorError | undefined;
  put(bookmark: Bookmark): void;
  remove(id: string): void;
}

const none: readonly ShownBookmark[] = [];

/** What was marked in this store. */
export function useBookmarks(): Bookmarks {
  const { complete } = useLog();
  const sides = usePassing((p) => p.sides);
  const side = useSideChange();
  const { data, error } = useRequest('bookmarks.list', complete ? {} : null, { refreshOn: sides });
  const put = useSteady((bookmark: Bookmark): void => side('bookmarks.put', { bookmark }));
  const remove = useSteady((id: string): void => side('bookmarks.remove', { id }));
  return useMemo(() => ({ all: data ?? none, error, put, remove }), [data, error, put, remove]);
}
