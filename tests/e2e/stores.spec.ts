import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { eventloupe } from './commandLine.ts';
import { expect, test, waitForIdle } from './fixtures.ts';

// Every real store that the contract suite holds opens on screen with the counts the command line gives. The page and
// its worker are the same in both hosts: the desktop opens one store of each kind.

const root = 'tests/fixtures/stores';
/** Lines of text, a database, a folder, and a binary file. */
const onDesktop = ['json-lines', 'emmett-sqlite', 'kurrentdb-chunks', 'parquet'];
const stores = readdirSync(root, { withFileTypes: true })
  // Those of `mapped` are known by no format: mapping.spec.ts opens them.
  .filter((entry) => entry.isDirectory() && entry.name !== 'mapped')
  .flatMap(({ name }) => {
    const facts = JSON.parse(readFileSync(join(root, name, 'facts.json'), 'utf8')) as Record<string, unknown>;
    return Object.keys(facts).map((store) => join(root, name, store));
  });

/** The format's folder; a store may be a folder itself. */
const folderOf = (store: string): string => store.slice(root.length + 1).split(sep)[0]!;

test.describe('real stores', () => {
  for (const [i, store] of stores.entries()) {
    const isFirst = i === 0 || folderOf(store) !== folderOf(stores[i - 1]!);
    const tag = isFirst && onDesktop.includes(folderOf(store)) ? [] : ['@browser'];
    test(`opens ${store.slice(root.length + 1)}`, { tag }, async ({ launch }) => {
      const page = await launch([store]);
      await waitForIdle(page);
      const info = eventloupe<{ events: number; streams: number; types: { type: string }[] }>('info', store);
      await expect(page.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', String(info.events));
      await expect(page.getByText(info.types[0]!.type, { exact: true }).first()).toBeVisible();
    });
  }
});
