import { describe, expect, it } from 'vitest';
import {
  bookmarksJson,
  bookmarksMarkdown,
  readBookmarks,
  shownBookmark,
  withBookmark,
} from '../../../../../electron/worker/bookmarks/bookmarks.ts';
import type { Bookmark } from '../../../../../shared/model/bookmark.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { bankEvents } from '../replay/bank.ts';

const { index } = eventLog(bankEvents);
const onEvent: Bookmark = { id: 'b1', place: { kind: 'event', ordinal: 4 }, note: 'Who *did* this?' };
const onRange: Bookmark = { id: 'b2', place: { kind: 'range', from: 1, to: 3 }, note: '' };
const onField: Bookmark = {
  id: 'b3',
  place: { kind: 'field', ordinal: 2, reducer: 'merge', partition: 'account-1', path: '/balance' },
  note: 'first line\n# second',
};

describe('bookmarks', () => {
  it('are kept in the order of the log, one for each id', () => {
    const all = [onEvent, onRange, onField].reduce((list: Bookmark[], one) => withBookmark(list, one, 6), []);
    expect(all.map(({ id }) => id)).toEqual(['b2', 'b3', 'b1']);
    const changed = withBookmark(all, { ...onEvent, note: 'Ann' }, 6);
    expect(changed).toHaveLength(3);
    expect(changed.at(-1)!.note).toBe('Ann');
    expect(readBookmarks(JSON.parse(JSON.stringify(all)))).toEqual(all);
  });

  it('are not read without what somebody damaged in their file: the next one kept would remove it', () => {
    for (const wrong of [null, { id: 'x' }, { id: 'y', note: '', place: { kind: 'range', from: 3, to: 1 } }]) {
      expect(() => readBookmarks([onEvent, wrong])).toThrow('Item 2 in the side file of bookmarks is none.');
    }
  });

  it('are refused where there is no such event', () => {
    expect(() => withBookmark([], onEvent, 4)).toThrow('There is no event #4 to mark.');
    expect(() => withBookmark([], { ...onEvent, note: 'x'.repeat(20_001) }, 6)).toThrow('at most 20000');
  });

  it('say what stands at their place', () => {
    expect([onEvent, onRange, onField].map((one) => shownBookmark(index, one).title)).toEqual([
      '#4 Withdrawn of account-1',
      '#1 to #3',
      '/balance of account-1 at #2',
    ]);
    expect(shownBookmark(index, { ...onEvent, place: { kind: 'event', ordinal: 99 } })).toMatchObject({
      title: '#99, which is not in this log',
      recordedAt: null,
    });
  });

  it('are exported as JSON and as Markdown that a note cannot break', () => {
    const shown = [onEvent, onField].map((one) => shownBookmark(index, one));
    expect(JSON.parse(bookmarksJson(shown))).toEqual({ bookmarks: shown });
    expect(bookmarksMarkdown('bank', shown)).toBe(`# Bookmarks of bank

## &#35;4 Withdrawn of account-1

2026-01-01T00:00:05.000Z

> Who &#42;did&#42; this?

## /balance of account-1 at &#35;2

2026-01-01T00:00:03.000Z

> first line
> &#35; second
`);
  });
});
