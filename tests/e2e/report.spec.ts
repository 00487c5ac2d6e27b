import { readFileSync, writeFileSync } from 'node:fs';
import { eventloupe } from './commandLine.ts';
import { expect, openSample, test, waitForIdle } from './fixtures.ts';

interface WrittenReport {
  readonly source: { readonly sha256: string; readonly events: number };
  readonly scope: { readonly events: number };
  readonly integrity: { readonly findings: readonly { readonly checkId: string }[] };
}

const store = 'resources/samples/bank/bank.jsonl';

test.describe('export', () => {
  test.beforeEach(({ host }) => {
    // On the desktop the save dialog is native: desktop.spec.ts answers it.
    test.skip(host !== 'browser', 'downloads are the browser host');
  });

  test('an exported JSON report reads back with the numbers of the store', async ({ window: page }, info) => {
    await openSample(page, 'bank');
    await page.getByRole('button', { name: 'Export report' }).click();
    await waitForIdle(page);
    await page.getByLabel('Format').selectOption({ label: 'JSON' });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save report' }).click();
    const file = info.outputPath('report.json');
    await (await download).saveAs(file);
    const report = JSON.parse(readFileSync(file, 'utf8')) as WrittenReport;
    const store_ = eventloupe<{ sha256: string; events: number }>('info', store);
    expect(report.source).toMatchObject({ sha256: store_.sha256, events: store_.events });
    expect(report.scope.events).toBe(store_.events);
    expect(report.integrity.findings.map(({ checkId }) => checkId)).toContain('revision-gaps');
  });

  test('an exported HTML report opens by itself and runs nothing', async ({ window: page }, info) => {
    await openSample(page, 'bank');
    await page.getByRole('tab', { name: 'Report' }).click();
    await waitForIdle(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save report' }).click();
    const html = readFileSync(await (await download).path(), 'utf8');
    expect(html).not.toMatch(/<script/i);
    const file = info.outputPath('report.html');
    writeFileSync(file, html);
    const reader = await page.context().newPage();
    const asked: string[] = [];
    reader.on('request', (request) => asked.push(request.url()));
    await reader.goto(`file://${file}`);
    await expect(reader.getByRole('heading', { level: 1 })).toContainText('bank.jsonl');
    await expect(reader.getByText(/account-1017 lacks 1 event/)).toBeVisible();
    expect(asked).toHaveLength(1);
    await reader.close();
  });
});
