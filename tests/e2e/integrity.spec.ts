import { writeFileSync } from 'node:fs';
import { expect, test, waitForIdle } from './fixtures.ts';

/** A stream without its second event, months of payloads, and orders that end. `store` tells one test's log from others. */
function events(store: string): string {
  const order = (n: number): string[] =>
    ['Placed', 'Delivered'].map((type, i) =>
      JSON.stringify({
        streamId: `${store}-${n}`,
        streamRevision: n === 3 && i === 1 ? 3 : i + 1,
        type,
        recordedAt: new Date(Date.UTC(2025, n, 1 + i)).toISOString(),
        data: { note: 'x'.repeat(10 + n) },
      }),
    );
  return `${Array.from({ length: 8 }, (_, n) => order(n).join('\n')).join('\n')}\n`;
}

test('a finding can be explained: here, at the next opening, and no longer', async ({ launch }, info) => {
  const path = info.outputPath('orders.jsonl');
  writeFileSync(path, events(`explained-${info.project.name}-${info.retry}`));
  const page = await launch([path]);
  await waitForIdle(page);
  await page.getByRole('tab', { name: 'Integrity', exact: true }).click();
  const finding = page.getByRole('table', { name: 'Findings' }).getByRole('row', { name: /lacks 1 event/ });
  await finding.getByRole('button', { name: 'Explain…' }).click();
  await page.getByRole('textbox', { name: 'Why is this as it should be?' }).fill('Removed on request, ticket 812.');
  await page.getByRole('button', { name: 'Keep note' }).click();
  await expect(finding).toContainText('Explained: Removed on request, ticket 812.');
  await expect(page.getByRole('button', { name: 'explained' })).toBeVisible();

  await page.reload();
  await waitForIdle(page);
  await expect(finding).toContainText('Explained: Removed on request, ticket 812.');
  await finding.getByRole('button', { name: 'Take back' }).click();
  await expect(finding.getByRole('button', { name: 'Explain…' })).toBeVisible();
  await expect(page.getByRole('button', { name: '1 finding' }).first()).toBeVisible();
});

test('Storage shows what fills the store, as chart and as table', async ({ launch }, info) => {
  const path = info.outputPath('orders.jsonl');
  writeFileSync(path, events('stored'));
  const page = await launch([path]);
  await waitForIdle(page);
  await page.getByRole('tab', { name: 'Integrity', exact: true }).click();
  await page.getByRole('tab', { name: 'Storage', exact: true }).click();
  await waitForIdle(page);
  await expect(page.getByRole('img', { name: /^Bytes of payloads by month\. The straight line/ })).toBeVisible();
  await expect(page.getByText('8 streams with 16 events')).toBeVisible();
  await page.getByRole('button', { name: 'Table' }).click();
  const months = page.getByRole('table', { name: 'Storage by month' }).getByRole('row');
  await expect(months).toHaveCount(1 + 8 + 6);
  await expect(months.nth(9)).toContainText('2025-09 forecast');
});
