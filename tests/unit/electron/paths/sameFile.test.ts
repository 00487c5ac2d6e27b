import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wouldWriteTo } from '../../../../electron/paths/sameFile.ts';

// The promise that nothing opened is ever written to, where a person names the store itself as the place to save.

let folder: string;
let store: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
  store = join(folder, 'store.sqlite');
  for (const name of ['store.sqlite', 'store.sqlite-wal', 'other.html']) writeFileSync(join(folder, name), name);
  symlinkSync(store, join(folder, 'link.html'));
  symlinkSync(folder, join(folder, 'folder'));
  linkSync(store, join(folder, 'hard.html'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('writing would change the store', () => {
  it.each(['store.sqlite', 'link.html', 'hard.html', 'folder/store.sqlite', 'store.sqlite-wal', 'store.sqlite-shm'])(
    'at %s',
    (name) => expect(wouldWriteTo(store, join(folder, name))).toBe(true),
  );

  it('at a relative path of it', () => expect(wouldWriteTo(store, relative(process.cwd(), store))).toBe(true));
});

it('would change a folder that is the store, however deep below it', () => {
  for (const name of ['new.html', 'a/b/new.html', 'folder/new.html']) {
    expect(wouldWriteTo(folder, join(folder, name))).toBe(true);
    expect(wouldWriteTo(join(folder, 'folder'), join(folder, name))).toBe(true);
  }
  expect(wouldWriteTo(folder, `${folder}.html`)).toBe(false);
});

it.each(['other.html', 'new.html', 'no-folder/new.html'])('writing to %s would not', (name) =>
  expect(wouldWriteTo(store, join(folder, name))).toBe(false),
);
