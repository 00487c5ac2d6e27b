import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventloupe } from './commandLine.ts';
import { expect, test, waitForIdle } from './fixtures.ts';

// Every real store that the contract suite holds opens on screen with the counts the command line gives.

const root = 'tests/fixtures/stores';
const stores = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    const facts = JSON.parse(readFileSync(join(root, name, 'facts.json'), 'utf8')) as Record<string, unknown>;
    return Object.keys(facts).map((store) => join(root, name, store));
  });

test.describe('real stores', () => {
  for (const store of stores) {
    test(`opens ${store.slice(root.length + 1)}`, async ({ launch }) => {
      const page = await launch([store]);
      await waitForIdle(page);
      const info = eventloupe<{ events: number; streams: number; types: { type: string }[] }>('info', store);
      await expect(page.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', String(info.events));
      await expect(page.getByText(info.types[0]!.type, { exact: true }).first()).toBeVisible();
    });
  }
});
