import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { jsonLinesLog, once } from '../perf/data.ts';
import { expect, test, waitForIdle } from './fixtures.ts';

test('what is no store says which formats were tried and why not', async ({ launch }, info) => {
  const file = info.outputPath('poem.txt');
  writeFileSync(file, 'Roses are red,\nviolets are blue,\nthis is no event store.\n');
  const page = await launch([file]);
  for (const format of ['Emmett SQLite', 'Python eventsourcing SQLite', 'JSON Lines']) {
    await expect(page.getByText(format, { exact: false }).first()).toBeVisible();
  }
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await expect(page.locator('body')).not.toContainText(/\bat .*\.(ts|js):\d+/);
});

test('bad lines are problems with their place, and the rest opens', async ({ launch }, info) => {
  const event = (n: number): string =>
    JSON.stringify({ streamId: 'a-1', type: 'Counted', streamRevision: n, data: { n } });
  const file = info.outputPath('with-a-hole.jsonl');
  writeFileSync(file, [event(1), event(2), '{"streamId":"a-1","type":', event(3)].join('\n'));
  const page = await launch([file]);
  await waitForIdle(page);
  await expect(page.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', '3');
  await page.getByRole('tab', { name: 'Integrity' }).click();
  await waitForIdle(page);
  await expect(page.getByText(/line 3/).first()).toBeVisible();
});

test.describe('a million events', () => {
  test.setTimeout(180_000);
  let log = '';
  test.beforeAll(() => {
    log = jsonLinesLog(join(tmpdir(), 'eventloupe-bench'), 1_000_000);
  });

  test('show their timeline while they are read, and answer meanwhile', async ({ launch }) => {
    const page = await launch([log]);
    const slider = page.getByRole('slider', { name: 'Playhead' });
    await expect(slider).toBeVisible();
    const early = Number(await slider.getAttribute('aria-valuemax'));
    await page.getByRole('tab', { name: 'Schema' }).click();
    await page.getByRole('tab', { name: 'Explore' }).click();
    await expect(page.getByRole('grid', { name: 'Events' }).getByRole('row').nth(2)).toBeVisible();
    await expect(slider).toHaveAttribute('aria-valuemax', '999999', { timeout: 120_000 });
    // The list has gone along to the end, where the playhead is.
    await expect(page.locator('#event-row-999999')).toBeInViewport();
    expect(early).toBeLessThanOrEqual(999_999);
  });

  test('can be cancelled on the way', async ({ launch }) => {
    // Packed, so that opening takes longer than a click.
    const packed = once(`${log}.gz`, (path) => writeFileSync(path, gzipSync(readFileSync(log), { level: 1 })));
    const page = await launch([packed]);
    await page
      .getByRole('button', { name: /Cancel/ })
      .first()
      .click();
    await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
    await waitForIdle(page);
    await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveCount(0);
  });
});
