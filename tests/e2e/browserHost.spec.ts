import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, openStore, test, waitForIdle } from './fixtures.ts';

// What only the browser host does: its address, its policy, uploads and downloads.

const bank = resolve('resources/samples/bank/bank.jsonl');

test('the token leaves the address at once and survives a reload', async ({ window: page }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test('without the token nothing can be opened, and the page says what to do', async ({
  window: page,
  browserProcess,
}) => {
  const other = await (await browserProcess!.newContext()).newPage();
  await other.goto(page.url());
  await expect(other.getByText(/address that was printed/).first()).toBeVisible();
});

test('the page runs under its policy without a violation', async ({ launch }) => {
  const page = await launch([bank]);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.reload();
  await expect(page.getByRole('tablist', { name: 'Views' })).toBeVisible();
  for (const tab of ['Schema', 'Integrity', 'Consistency', 'Report', 'Explore']) {
    await page.getByRole('tab', { name: tab }).click();
    await waitForIdle(page);
  }
  expect(said.filter((text) => /Content.Security|Refused|violat|Error/i.test(text))).toEqual([]);
});

test('a chosen file is uploaded and opened', async ({ window: page }) => {
  await openStore(page, bank);
  await expect(page).toHaveTitle(/bank\.jsonl/);
  await expect(page.getByRole('tablist', { name: 'Views' })).toBeVisible();
});

test('a dropped file is uploaded and opened', async ({ window: page }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await page.evaluate(
    (text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'dropped.jsonl'));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document
          .querySelector('main')!
          .dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      }
    },
    readFileSync(bank, 'utf8'),
  );
  await expect(page).toHaveTitle(/dropped\.jsonl/);
  await expect(page.getByRole('tablist', { name: 'Views' })).toBeVisible();
});

test('several dropped files are one store', async ({ window: page }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await page.evaluate(
    (lines) => {
      const transfer = new DataTransfer();
      lines.forEach((line, i) => void transfer.items.add(new File([line], `part-${i + 1}.jsonl`)));
      document
        .querySelector('main')!
        .dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    },
    readFileSync(bank, 'utf8').split('\n').slice(0, 3),
  );
  await expect(page).toHaveTitle(/part-1\.jsonl and 2 more/);
  await expect(page.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', '3');
});

test('a folder cannot be opened from the browser, and the page says what can be done', async ({ window: page }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Shift+O');
  await expect(page.getByText(/folder cannot be opened from the browser/)).toBeVisible();
  await expect(page.getByText(/on the command line/)).toBeVisible();
});

test('a file that is no store is refused with the formats that were tried', async ({ window: page }) => {
  await openStore(page, resolve('package.json'));
  await expect(page.getByText(/no event store/).first()).toBeVisible();
  await expect(page.getByText(/Emmett SQLite/).first()).toBeVisible();
});
