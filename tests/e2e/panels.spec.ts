import { readFileSync } from 'node:fs';
import { eventloupe } from './commandLine.ts';
import { expect, openSample, test, waitForIdle } from './fixtures.ts';

test('Schema shows what changed from version to version, as chart and as table', async ({ window: page }) => {
  await openSample(page, 'shop');
  await page.getByRole('tab', { name: 'Schema', exact: true }).click();
  await waitForIdle(page);
  await expect(page.getByRole('heading', { name: 'OrderPlaced' })).toBeVisible();
  await expect(page.getByText(/two versions; v1 was still written/)).toBeVisible();
  const fields = page.getByRole('table', { name: /^Fields of OrderPlaced/ });
  await expect(fields.getByRole('row', { name: /^customer string → object/ })).toContainText('retyped in v2');
  await expect(fields.getByRole('row', { name: /^currency/ })).toContainText('added in v2');
  await expect(page.getByRole('region', { name: 'Path to the newest version' })).toContainText('shop.projection.js');
  await expect(page.getByRole('img', { name: /^Versions over time/ })).toBeVisible();
  await page.getByRole('button', { name: 'Show as table' }).click();
  const twin = page.getByRole('table', { name: 'Events of OrderPlaced by version over time' });
  const cells = await twin.getByRole('row').locator('td:nth-child(2)').allInnerTexts();
  const { types } = eventloupe<{ types: { type: string; versions: { events: number }[] }[] }>(
    'schema',
    'resources/samples/shop/shop.sqlite',
  );
  const first = types.find(({ type }) => type === 'OrderPlaced')!.versions[0]!.events;
  expect(cells.reduce((sum, text) => sum + Number(text), 0)).toBe(first);
});

test('Schema names the drift of a type and leads to the first event that did it', async ({ window: page }) => {
  test.slow(); // Opening folds 50,000 events in the sandbox.
  await openSample(page, 'analytics');
  await page.getByRole('tab', { name: 'Schema', exact: true }).click();
  await page.getByRole('button', { name: /^PurchaseCompleted/ }).click();
  await waitForIdle(page);
  const drift = page.getByRole('region', { name: 'Drift' });
  await expect(drift).toContainText('total');
  const link = drift.getByRole('button').first();
  const ordinal = (await link.textContent())!.slice(1);
  await link.click();
  await waitForIdle(page);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', ordinal);
});

test('Schema shows all types together, as heat maps and as tables', async ({ window: page }) => {
  await openSample(page, 'shop');
  await page.getByRole('tab', { name: 'Schema', exact: true }).click();
  await page.getByRole('button', { name: 'All types' }).click();
  await waitForIdle(page);
  await page.getByRole('button', { name: 'Show as table' }).click();
  const versions = page.getByRole('table', { name: 'Events by type, version and time.' });
  const cells = await versions
    .getByRole('row', { name: /^OrderPlaced v2/ })
    .locator('td')
    .allInnerTexts();
  const [events, ...counts] = cells.slice(2).map(Number);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(events);
  const fields = page.getByRole('table', { name: /^Share of each type's events/ });
  await expect(fields.getByRole('row', { name: /^OrderPlaced/ })).toContainText('55 %');
  await page.getByRole('button', { name: 'Show as chart' }).click();
  await page
    .getByRole('list', { name: 'Events by type, version and time' })
    .getByRole('button', { name: 'OrderPlaced v2' })
    .click();
  await expect(page.getByRole('heading', { name: 'OrderPlaced' })).toBeVisible();
});

test('Schema judges changes, and takes versions from where the person says', async ({ window: page }) => {
  await openSample(page, 'clinic');
  await page.getByRole('tab', { name: 'Schema', exact: true }).click();
  await waitForIdle(page);
  const changes = page.getByRole('table', { name: /^Changes from v2 to v3/ });
  await expect(changes.getByRole('row', { name: /^name/ })).toContainText('breaking');
  const admitted = (versions: string) =>
    page.getByRole('button', { name: new RegExp(`^clinic.wards:Patient.Admitted .*${versions}`) });
  const from = page.getByLabel('Versions from');
  await from.selectOption('inferred');
  await waitForIdle(page);
  await expect(admitted('inferred 1')).toBeVisible();
  await from.selectOption('path');
  await page.getByLabel('Path of the version').fill('data.insurance');
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await waitForIdle(page);
  await expect(admitted('private')).toBeVisible();
  await page.reload();
  await waitForIdle(page);
  await expect(admitted('private')).toBeVisible();
  await from.selectOption('store');
  await waitForIdle(page);
  await expect(admitted('v2 46')).toBeVisible();
});

test('Schema exports types for other tools', async ({ window: page, host }, info) => {
  test.skip(host !== 'browser', 'downloads are the browser host');
  await openSample(page, 'shop');
  await page.getByRole('tab', { name: 'Schema', exact: true }).click();
  await waitForIdle(page);
  await page.getByRole('button', { name: 'Export…' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'TypeScript' }).click();
  const file = info.outputPath('types.ts');
  await (await download).saveAs(file);
  expect(readFileSync(file, 'utf8')).toContain('export type OrderPlaced = OrderPlacedV1 | OrderPlacedV2;');
});

test('Integrity says what was examined and leads to the event', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.getByRole('tab', { name: 'Integrity', exact: true }).click();
  await waitForIdle(page);
  await expect(page.getByRole('table', { name: 'Checks' })).toContainText('Examined: 622 events');
  const finding = page
    .getByRole('table', { name: 'Findings' })
    .getByRole('row', { name: /account-1017 lacks 1 event/ });
  await expect(finding).toContainText('error');
  await expect(finding).toContainText('closingBalance at #520 is 240 less than the events of the stream add up to');
  const link = finding.getByRole('button', { name: /^#/ });
  const ordinal = (await link.textContent())!.slice(1);
  await link.click();
  await waitForIdle(page);
  await expect(page.getByRole('tab', { name: 'Explore', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', ordinal);
});

test('Integrity filters its findings by severity and by check', async ({ window: page }) => {
  await openSample(page, 'shop');
  await page.getByRole('tab', { name: 'Integrity', exact: true }).click();
  await waitForIdle(page);
  const rows = page.getByRole('table', { name: /^Findings/ }).locator('tbody tr');
  const all = await rows.count();
  await page.getByRole('button', { name: '1 error' }).click();
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: /^all/ }).click();
  await expect(rows).toHaveCount(all);
  await page
    .getByRole('row', { name: /Causes that are not in the log/ })
    .getByRole('button')
    .click();
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'All checks' }).click();
  await expect(rows).toHaveCount(all);
});

test('Consistency says how far each consumer is behind, as the command line does', async ({ window: page }) => {
  await openSample(page, 'shop');
  await page.getByRole('tab', { name: 'Consistency', exact: true }).click();
  await waitForIdle(page);
  const { checkpoints } = eventloupe<{ checkpoints: { consumer: string; behind: number }[] }>(
    'info',
    'resources/samples/shop/shop.sqlite',
  );
  expect(checkpoints.length).toBeGreaterThan(1);
  for (const { consumer, behind } of checkpoints) {
    const row = page.getByRole('row', { name: new RegExp(`^${consumer}`) });
    await expect(row).toContainText(behind === 0 ? 'at the head' : String(behind));
  }
});

test('Consistency explains itself where nothing is recorded', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.getByRole('tab', { name: 'Consistency', exact: true }).click();
  await waitForIdle(page);
  await expect(page.getByText('This store records no consumers')).toBeVisible();
});

test('the report previews what it will say, and errors stand at their field', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.getByRole('tab', { name: 'Report', exact: true }).click();
  await page.getByLabel('State of streams').fill('account-1001');
  await waitForIdle(page);
  await page.getByRole('button', { name: 'Add stream' }).click();
  await waitForIdle(page);
  const preview = page.getByRole('region', { name: 'Preview of the report' });
  await expect(preview).toContainText('622 events of 151 streams');
  await expect(preview).toContainText('"balance": 120');
  await page.getByLabel('Only events that match').fill('typ:Money*');
  await waitForIdle(page);
  await expect(page.getByLabel('Only events that match')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: 'Save report' })).toBeDisabled();
  await page.getByLabel('Only events that match').fill('type:Money*');
  await waitForIdle(page);
  await expect(preview).toContainText('336 events');
});
