import { writeFileSync } from 'node:fs';
import { expect, test, waitForIdle } from './fixtures.ts';

// A store whose states are far larger than what a page can hold: 5 MB of text, 20,000 items, a thousand levels.

const text = 'words and more '.repeat(350_000);
const items = (price: number) => Array.from({ length: 20_000 }, (_, n) => ({ sku: `S-${n}`, price: n + price }));
const nested = `${'{"in":'.repeat(1000)}"end"${'}'.repeat(1000)}`;

function largeStore(path: string): void {
  const payloads = [
    JSON.stringify({ id: 'D-1' }),
    JSON.stringify({ text, items: items(0) }),
    `{"deep":${nested}}`,
    JSON.stringify({ items: items(1) }),
    JSON.stringify({ id: 'D-2' }),
  ];
  const lines = payloads.map(
    (data, n) =>
      `{"globalPosition":${n + 1},"streamId":"document-1","streamRevision":${n + 1},"type":"Saved${n}",` +
      `"recordedAt":"2026-01-01T00:0${n}:00Z","eventId":"event-${n}","data":${data}}`,
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
}

test.describe('values of any size', () => {
  test.use({ viewport: { width: 1440, height: 900 } });
  let store = '';
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  test.beforeEach(({}, info) => {
    store = info.outputPath('large.jsonl');
    largeStore(store);
  });

  test('are cut for the tree, which says what is missing and shows it', async ({ launch }) => {
    const page = await launch([store]);
    await page.getByRole('slider', { name: 'Playhead' }).press('Home');
    for (let n = 1; n < 5; n++) await page.getByRole('button', { name: 'Step forward' }).click();
    await waitForIdle(page);
    const tree = page.getByRole('tree', { name: 'State' });
    await expect(tree.getByRole('treeitem', { name: /^items/ })).toContainText('20,000 items');
    await expect(tree.getByRole('treeitem', { name: /^text/ })).toContainText('5,250,000 characters');
    await expect(page.getByText('It is too large to be shown at once')).toBeVisible();

    // 24 levels come at once; where they end, the next ones come when the last is opened.
    await tree.getByRole('treeitem', { name: /^deep/ }).click();
    const here = tree.getByRole('treeitem', { selected: true });
    for (let press = 0; press < 80; press++) {
      await page.keyboard.press('ArrowRight');
      await waitForIdle(page);
    }
    expect(Number(await here.getAttribute('aria-level'))).toBeGreaterThan(35);
    expect(await page.evaluate(() => document.body.textContent.length)).toBeLessThan(60_000);
  });

  test('are shown and copied whole', async ({ launch, host }) => {
    const page = await launch([store]);
    await waitForIdle(page);
    const tree = page.getByRole('tree', { name: 'State' });
    await tree.getByRole('treeitem', { name: /^text/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Value of /text' });
    await expect(dialog).toContainText(`Characters 1 to 60,000 of ${text.length.toLocaleString('en')}`);
    await dialog.getByRole('button', { name: 'Next' }).click();
    await expect(dialog).toContainText('Characters 60,001 to 120,000');
    if (host === 'browser') {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await dialog.getByRole('button', { name: 'Copy all' }).click();
      await waitForIdle(page);
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    }
  });

  test('have their changes counted, the first listed, more on a press', async ({ launch }) => {
    const page = await launch([store]);
    const slider = page.getByRole('slider', { name: 'Playhead' });
    await slider.press('ArrowLeft');
    await waitForIdle(page);
    await page.getByRole('tab', { name: /^Changes/ }).click();
    const list = page.getByRole('list', { name: 'Changes' });
    await expect(list.getByRole('listitem')).toHaveCount(100);
    await page.getByRole('button', { name: /100 of 20,000 are listed/ }).click();
    await expect(list.getByRole('listitem')).toHaveCount(200);
    await slider.press('ArrowLeft');
    await slider.press('ArrowLeft');
    await page.getByRole('button', { name: /of 5,250,000 characters: show all/ }).click();
    await expect(page.getByRole('dialog', { name: /Value of \/text/ })).toContainText('words and more');
  });

  test('do not hold up a drag', async ({ launch }) => {
    const page = await launch([store]);
    await waitForIdle(page);
    const head = (await page.getByRole('slider', { name: 'Playhead' }).boundingBox())!;
    const plot = (await page.getByRole('region', { name: 'Timeline' }).boundingBox())!;
    const y = plot.y + plot.height / 2;
    await page.evaluate(() => {
      const parse = JSON.parse;
      Object.assign(globalThis, { longestParsed: 0 });
      JSON.parse = (json: string, ...rest) => {
        const seen = globalThis as unknown as { longestParsed: number };
        seen.longestParsed = Math.max(seen.longestParsed, json.length);
        return parse(json, ...rest);
      };
    });
    await page.mouse.move(head.x + head.width / 2, y);
    await page.mouse.down();
    for (let x = head.x; x > plot.x + 20; x -= 60) await page.mouse.move(x, y);
    await page.mouse.move(head.x, y);
    await page.mouse.up();
    await waitForIdle(page);
    for (const tab of ['Event', 'State']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await waitForIdle(page);
    }
    const longest = await page.evaluate(() => (globalThis as unknown as { longestParsed: number }).longestParsed);
    expect(longest).toBeGreaterThan(1000);
    expect(longest).toBeLessThan(120_000);
  });

  test('of payloads can be shown to their end', async ({ launch }) => {
    const page = await launch([store]);
    const slider = page.getByRole('slider', { name: 'Playhead' });
    await slider.press('ArrowLeft');
    await page.getByRole('tab', { name: 'Event', exact: true }).click();
    await waitForIdle(page);
    const tree = page.getByRole('tree', { name: 'Payload' });
    await tree.getByRole('treeitem', { name: /^items/ }).click();
    await tree.focus();
    await page.keyboard.press('End');
    const before = Number(await tree.getByRole('treeitem', { name: /more items/ }).getAttribute('aria-posinset'));
    await page.keyboard.press('Enter');
    await waitForIdle(page);
    await page.keyboard.press('End');
    const after = Number(await tree.getByRole('treeitem', { name: /more items/ }).getAttribute('aria-posinset'));
    expect(after).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'raw' }).click();
    await expect(page.getByText(/Characters 1 to 60,000 of/)).toBeVisible();
  });
});
