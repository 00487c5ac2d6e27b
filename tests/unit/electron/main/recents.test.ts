import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRecents } from '../../../../electron/main/recents.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
  file = join(folder, 'profile/recents.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const made = (name: string): string => {
  writeFileSync(join(folder, name), '');
  return join(folder, name);
};

it('lists the latest first, each once, and remembers them', () => {
  const [a, b] = [made('a'), made('b')];
  const recents = createRecents(file);
  recents.add(a, 1);
  recents.add(b, 2);
  recents.add(a, 3);
  const expected = [
    { path: a, openedAt: 3 },
    { path: b, openedAt: 2 },
  ];
  expect(recents.list()).toEqual(expected);
  expect(createRecents(file).list()).toEqual(expected);
});

it('leaves out what is gone, keeps twelve, and forgets when told', () => {
  const recents = createRecents(file);
  for (let i = 0; i < 15; i++) recents.add(made(`store-${i}`), i);
  expect(recents.list()).toHaveLength(12);
  rmSync(join(folder, 'store-14'));
  expect(recents.list()).toHaveLength(11);
  recents.clear();
  expect(createRecents(file).list()).toEqual([]);
});

it.each(['', '{', '{"path":1}', '[1,null,{"path":"a"}]'])('begins anew when its file holds %o', (text) => {
  const broken = made('broken.json');
  writeFileSync(broken, text);
  expect(createRecents(broken).list()).toEqual([]);
});
