import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventloupe } from './commandLine.ts';
import { expect, test, waitForIdle } from './fixtures.ts';

// Every real store that the contract suite holds opens on screen with the counts the command line gives.

const root = 'tests/fixtures/stores';
const stores = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((folder) =>
    Object.keys(JSON.parse(readFileSync(join(root, folder.name, 'facts.json'), 'utf8'))).map((file) =>
      join(root, folder.name, file),
    ),
  );

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
