import { join, resolve, sep } from 'node:path';
import { expect, it } from 'vitest';
import { grantOf, refOf, shortFolder, storeEntry } from '../../../../electron/paths/storeEntry.ts';

it('the same path has the same reference, however it is written', () => {
  expect(refOf('a/../b.jsonl')).toBe(refOf(resolve('b.jsonl')));
  expect(refOf('b.jsonl')).not.toBe(refOf('c.jsonl'));
  expect(grantOf('b.jsonl')).toEqual({ ref: refOf('b.jsonl'), path: resolve('b.jsonl'), name: 'b.jsonl' });
});

it('several files that are one store have a reference of their own, and are named by the first', () => {
  const paths = ['a.jsonl', 'b.jsonl'] as const;
  expect(grantOf(paths)).toEqual({
    ref: refOf([resolve('a.jsonl'), resolve('b.jsonl')]),
    path: resolve('a.jsonl'),
    others: [resolve('b.jsonl')],
    name: 'a.jsonl and 1 more',
  });
  expect(refOf(paths)).not.toBe(refOf('a.jsonl'));
});

it('a page learns the name and a short place, not the path', () => {
  const path = join(sep, 'very', 'long', 'way', 'down', 'to', 'b.jsonl');
  expect(storeEntry(path)).toEqual({
    ref: refOf(path),
    name: 'b.jsonl',
    where: ['…', 'way', 'down', 'to'].join(sep),
    openedAt: null,
  });
});

it('the home folder is a tilde', () => {
  const home = join(sep, 'home', 'ada');
  expect(shortFolder(join(home, 'logs'), home)).toBe(`~${sep}logs`);
  expect(shortFolder(join(sep, 'home', 'adam'), home)).toBe(join(sep, 'home', 'adam'));
});
