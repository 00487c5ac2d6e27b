import { expect, it } from 'vitest';
import { readBookmarks } from '../../../electron/worker/bookmarks/bookmarks.ts';
import { readBranches } from '../../../electron/worker/whatIf/branches.ts';

it('a side file that somebody damaged is said, and not read without what is damaged', () => {
  const branch = { id: 'b1', name: 'What if', edits: [{ kind: 'drop', ordinal: 3 }] };
  expect(readBranches(null)).toEqual([]);
  expect(readBranches([branch])).toEqual([branch]);
  for (const wrong of [{ ...branch, edits: [{ kind: 'drop', ordinal: 'three' }] }, { id: 'b2' }, null]) {
    expect(() => readBranches([branch, wrong])).toThrow('Item 2 in the side file of branches is none.');
  }
  expect(() => readBookmarks({})).toThrow('The side file of bookmarks does not hold a list.');
});
