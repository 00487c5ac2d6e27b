import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, openSample, test, waitForIdle } from './fixtures.ts';

// What is kept beside the bank sample is the same for all: one test after the other.
test.describe.configure({ mode: 'default' });

const bank = 'resources/samples/bank/bank.jsonl';

const filterTo = async (page: Page, query: string): Promise<void> => {
  await page.getByRole('searchbox', { name: 'Filter events' }).fill(query);
  await page.keyboard.press('Enter');
  await waitForIdle(page);
};
const rowOf = (page: Page, type: string) => page.getByRole('grid', { name: 'Events' }).getByRole('row', { name: type });
const balance = (page: Page) =>
  page.getByRole('tree', { name: 'State on the branch' }).getByRole('treeitem', { name: /^balance/ });

/** Takes away the branches that an earlier run left beside the same sample. */
async function removeBranches(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^What if/ }).click();
  await waitForIdle(page);
  for (;;) {
    const first = page.getByRole('list', { name: 'Branches' }).getByRole('button').first();
    if (!(await first.isVisible())) return;
    await first.click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Remove the branch?' }).click();
    await expect(page.getByRole('region', { name: 'Branch' })).toBeHidden();
    await page.getByRole('tab', { name: /^What if/ }).click();
    await waitForIdle(page);
  }
}

test('an account without one of its events, put right again, beside reality', async ({ window: page }) => {
  const before = readFileSync(bank);
  await openSample(page, 'bank');
  await removeBranches(page);
  await filterTo(page, 'stream:account-1001');
  await rowOf(page, 'MoneyWithdrawn').click();
  await waitForIdle(page);

  await test.step('drop the withdrawal by key', async () => {
    await page.keyboard.press('x');
    await expect(page.getByRole('region', { name: 'Branch' })).toContainText('Not reality');
    await page.keyboard.press('End');
    await waitForIdle(page);
    await expect(balance(page)).toHaveText(/150\s*120/);
    await expect(rowOf(page, 'MoneyWithdrawn')).toContainText('not on the branch');
    await expect(page.getByRole('img', { name: /^Branch .*has not happened/ })).toBeVisible();
  });

  await test.step('the real state stays what it is', async () => {
    await page.getByRole('tab', { name: 'State', exact: true }).click();
    await rowOf(page, 'MoneyDeposited').last().click();
    await waitForIdle(page);
    await expect(
      page.getByRole('tree', { name: 'State', exact: true }).getByRole('treeitem', { name: /^balance/ }),
    ).toContainText('120');
  });

  await test.step('edit an event through the menu of its row', async () => {
    await rowOf(page, 'MoneyDeposited').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'What if it had been different?' }).click();
    const dialog = page.getByRole('dialog', { name: /had been different/ });
    await dialog.getByRole('textbox', { name: 'Payload' }).fill('{"amount": 1}');
    await dialog.getByRole('button', { name: 'Edit on the branch' }).click();
    await expect(balance(page)).toHaveText(/51\s*120/);
  });

  await test.step('find the event that puts it right', async () => {
    await page.getByRole('button', { name: 'Put it right…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Put it right' });
    const state = dialog.getByRole('textbox');
    await state.fill((await state.inputValue()).replace('"balance": 51', '"balance": 60'));
    await dialog.getByRole('button', { name: 'Find the event' }).click();
    const first = dialog.getByRole('region', { name: 'Proposals' }).getByRole('listitem').first();
    await expect(first).toContainText('MoneyDeposited {"amount":9');
    await first.getByRole('button', { name: 'Add to the branch' }).click();
    await expect(balance(page)).toHaveText(/60\s*120/);
  });

  await test.step('a reload keeps the branch; an edit is taken back; reality is one press away', async () => {
    await page.reload();
    await waitForIdle(page);
    await expect(page.getByRole('region', { name: 'Edits' }).getByRole('listitem')).toHaveCount(3);
    await page.getByRole('button', { name: /^Take back: #\d+ has not happened/ }).click();
    await expect(balance(page)).toHaveText(/30\s*120/);
    await page.getByRole('button', { name: 'Back to reality' }).click();
    await expect(page.getByRole('region', { name: 'Branch' })).toBeHidden();
  });
  await removeBranches(page);
  expect(readFileSync(bank)).toEqual(before);
});

test('a branch is saved as edits, in the store’s shape and as a test', async ({ window: page, host }) => {
  test.skip(host === 'electron', 'Downloads are the browser’s way of saving.');
  await openSample(page, 'bank');
  await removeBranches(page);
  await filterTo(page, 'stream:account-1001');
  await rowOf(page, 'MoneyWithdrawn').click();
  await waitForIdle(page);
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the branch' });
  const saved = async (name: string): Promise<string> => {
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name, exact: true }).click();
    return readFileSync((await (await download).path())!, 'utf8');
  };
  expect(await saved('Edits')).toMatch(/^\{"drop":"#\d+"\}\n$/);
  const fixture = JSON.parse(await saved('Test, JSON'));
  expect(fixture).toMatchObject({ partition: 'account-1001', inReality: { state: { balance: 70 } } });
  expect(fixture.given).toHaveLength(2);
  expect(await saved('Test, text')).toContain('Given 2 events');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to reality' }).click();
  await removeBranches(page);
});

test('edits are taken from a file, and two branches stand beside each other', async ({ window: page }) => {
  await openSample(page, 'bank');
  await removeBranches(page);
  await filterTo(page, 'stream:account-1001');
  await rowOf(page, 'MoneyWithdrawn').click();
  await waitForIdle(page);
  const playhead = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow');
  await page.getByRole('tab', { name: /^What if/ }).click();
  const file = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  const chooser = page.getByLabel('Edits file');
  await chooser.setInputFiles(file('wrong.jsonl', '{"drop":"#1"}\n{"leave":"#2"}\n'));
  await expect(page.getByRole('region', { name: 'State' }).getByRole('alert')).toContainText('Line 2 of the edits');
  await chooser.setInputFiles(file('smaller.jsonl', `{"edit":"#${playhead}","payload":{"amount":10}}`));
  await waitForIdle(page);
  await expect(page.getByRole('textbox', { name: 'Name of the branch' })).toHaveValue('smaller');
  await expect(balance(page)).toContainText('90');

  await chooser.setInputFiles(file('none.jsonl', `{"drop":"#${playhead}"}`));
  await waitForIdle(page);
  await expect(balance(page)).toContainText('100');
  await page.getByRole('combobox', { name: 'Beside' }).selectOption('smaller');
  await waitForIdle(page);
  await expect(page.getByText('on “smaller”')).toBeVisible();
  await expect(balance(page).locator('del')).toHaveText('90');
  await page.getByRole('button', { name: 'Back to reality' }).click();
  await removeBranches(page);
});

test('causes and effects lead through a ride', async ({ window: page }) => {
  await openSample(page, 'rides');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('c');
  const tree = page.getByRole('list', { name: 'Causes and effects' });
  await expect(tree.getByRole('listitem')).toHaveCount(7);
  await expect(tree.getByRole('listitem').nth(1)).toContainText('DriverMatched');
  await expect(tree.getByRole('listitem').nth(1)).toHaveAttribute('aria-current', 'true');
  await tree.getByRole('button', { name: /FareCharged/ }).click();
  await waitForIdle(page);
  await expect(page.getByRole('heading', { name: '5 causes, no effect' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Events of the correlation' }).getByRole('listitem')).toHaveCount(7);
});

test('an event is marked, noted, listed, reported and unmarked by keyboard', async ({ window: page }) => {
  await openSample(page, 'clinic');
  await page.keyboard.press('Home');
  await page.keyboard.press('b');
  await page.keyboard.type('Who admitted this one?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('Marked.');
  await page.keyboard.press('Shift+B');
  const dialog = page.getByRole('dialog', { name: 'Bookmarks' });
  const rows = dialog.getByRole('list', { name: 'Bookmarks' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Who admitted this one?');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(rows).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Escape');
  // A dialog that is still there keeps the keys to itself.
  await expect(page.locator('dialog')).toHaveCount(0);
  await page.keyboard.press('5');
  await waitForIdle(page);
  await expect(page.getByRole('table', { name: 'Bookmarks and notes' })).toContainText('Who admitted this one?');
  await page.keyboard.press('1');
  await page.keyboard.press('Shift+B');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(rows).toHaveCount(0);
});

test('two bookmarks are compared, and a value is bookmarked from its menu', async ({ window: page }) => {
  await openSample(page, 'bank');
  await filterTo(page, 'stream:account-1017');
  const grid = page.getByRole('grid', { name: 'Events' });
  const ordinals: string[] = [];
  for (const row of [2, 4]) {
    await grid.getByRole('row').nth(row).click();
    await waitForIdle(page);
    ordinals.push((await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'))!);
    await page.keyboard.press('b');
    await page.getByRole('dialog').getByRole('button', { name: 'Mark' }).click();
    await waitForIdle(page);
  }
  const [from, to] = ordinals as [string, string];
  await page.keyboard.press('Shift+B');
  const row = (ordinal: string) =>
    page
      .getByRole('dialog', { name: 'Bookmarks' })
      .getByRole('listitem')
      .filter({ hasText: `#${ordinal} ` });
  await expect(row(to).getByRole('button', { name: 'Compare to' })).toBeDisabled();
  await row(from).getByRole('button', { name: 'Compare from' }).click();
  await row(to).getByRole('button', { name: 'Compare to' }).click();
  await waitForIdle(page);
  await expect(page.getByRole('textbox', { name: 'Point A' })).toHaveValue(`#${from}`);
  await expect(page.getByRole('textbox', { name: 'Point B' })).toHaveValue(`#${to}`);
  await expect(page.getByRole('list', { name: 'Differences' })).toContainText('/balance');

  await page.getByRole('tab', { name: 'State', exact: true }).click();
  await page
    .getByRole('tree', { name: 'State' })
    .getByRole('treeitem', { name: /^balance/ })
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Bookmark this value…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bookmark' });
  await expect(dialog.getByRole('textbox', { name: 'Path, e.g. /balance' })).toHaveValue('/balance');
  await dialog.getByRole('button', { name: 'Mark' }).click();
  await waitForIdle(page);
  await page.keyboard.press('Shift+B');
  const list = page.getByRole('dialog', { name: 'Bookmarks' });
  await expect(list).toContainText(`/balance of account-1017 at #${to}`);
  const left = list.getByRole('button', { name: 'Remove' });
  for (let count = await left.count(); count > 0; count--) {
    await left.first().click();
    await expect(left).toHaveCount(count - 1);
  }
});

test('branch, causation and bookmarks are accessible', { tag: '@browser' }, async ({ window: page }) => {
  await openSample(page, 'shop');
  await removeBranches(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: 'Branch' })).toBeVisible();
  const check = async (): Promise<void> => {
    await waitForIdle(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  };
  await check();
  await page.keyboard.press('c');
  await check();
  await page.keyboard.press('p');
  await expect(page.getByRole('dialog', { name: 'Put it right' }).getByRole('textbox')).toBeVisible();
  await check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to reality' }).click();
  await removeBranches(page);
});
