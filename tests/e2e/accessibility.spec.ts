import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, openSample, test, waitForIdle } from './fixtures.ts';

const views = ['Explore', 'Schema', 'Integrity', 'Consistency', 'Report'];

/** Serious and critical findings of axe, as text that names the element. */
async function serious(page: Page): Promise<string[]> {
  // Legacy mode stays in this page: with axe's own extra page it takes twice as long.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

for (const scheme of ['light', 'dark'] as const) {
  // The page is the same in both hosts, and each analysis takes seconds.
  test(`axe finds nothing serious in ${scheme}`, { tag: '@browser' }, async ({ window: page }) => {
    test.setTimeout(240_000);
    await waitForIdle(page);
    // The person's own setting: it works alike on both hosts.
    await page.evaluate((theme) => localStorage.setItem('eventloupe.settings', JSON.stringify({ theme })), scheme);
    await page.reload();
    await waitForIdle(page);
    await expect(page.locator('html')).toHaveAttribute('data-theme', scheme);
    expect(await serious(page), 'opening screen').toEqual([]);
    await openSample(page, 'shop');
    for (const view of views) {
      await page.getByRole('tab', { name: view, exact: true }).click();
      await waitForIdle(page);
      expect(await serious(page), view).toEqual([]);
    }
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await serious(page), 'keys sheet').toEqual([]);
  });
}

test('every part of Explore is reached with the keyboard alone', async ({ window: page }) => {
  await openSample(page, 'bank');
  const reached = new Set<string>();
  await page.locator('body').focus();
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => {
        const element = document.activeElement;
        const role = element?.getAttribute('role') ?? element?.tagName.toLowerCase() ?? '';
        return `${role} ${element?.getAttribute('aria-label') ?? ''}`.trim();
      }),
    );
  }
  const all = [...reached].join('\n');
  for (const part of [/slider Playhead/, /Events/, /State/, /Filter events/, /tab\b/]) expect(all).toMatch(part);
});
