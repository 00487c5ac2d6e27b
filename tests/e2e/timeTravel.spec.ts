import type { Page } from '@playwright/test';
import { eventloupe } from './commandLine.ts';
import { expect, openSample, test, waitForIdle } from './fixtures.ts';

const bank = 'resources/samples/bank/bank.jsonl';
const projection = ['--projection', 'resources/samples/bank/bank.projection.js'];

/** The last event of the account that was closed with too little. */
async function openAccount(page: Page): Promise<void> {
  await openSample(page, 'bank');
  const filter = page.getByRole('searchbox', { name: 'Filter events' });
  await filter.fill('stream:account-1017');
  await waitForIdle(page);
  await page.getByRole('grid', { name: 'Events' }).getByRole('row').last().click();
  await waitForIdle(page);
}

const value = (page: Page, name: RegExp) => page.getByRole('tree', { name: 'State' }).getByRole('treeitem', { name });

test('the history of a value is a list and a curve, and leads to its events', async ({ window: page }) => {
  await openAccount(page);
  await value(page, /^balance/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'History of this value' }).click();
  await waitForIdle(page);
  const dialog = page.getByRole('dialog', { name: 'History of /balance' });
  await expect(dialog.getByRole('img')).toBeVisible();
  const { changes } = eventloupe<{ changes: { ordinal: number }[] }>(
    'history',
    bank,
    ...projection,
    '--stream',
    'account-1017',
    '--path',
    '/balance',
  );
  await expect(dialog.getByRole('row')).toHaveCount(changes.length + 1);
  await dialog.getByRole('button', { name: `#${changes[0]!.ordinal}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute(
    'aria-valuenow',
    String(changes[0]!.ordinal),
  );
});

test('by keyboard: the menu of a value, its history, blame', async ({ window: page }) => {
  await openAccount(page);
  const tree = page.getByRole('tree', { name: 'State' });
  await tree.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('h');
  await expect(page.getByRole('dialog', { name: 'History of /owner' })).toBeVisible();
  await page.keyboard.press('Escape');
  await tree.focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await waitForIdle(page);
  const blame = page.getByRole('table', { name: 'Blame of account-1017' });
  const { leaves } = eventloupe<{ leaves: unknown[] }>('blame', bank, ...projection, '--stream', 'account-1017');
  await expect(blame.getByRole('row')).toHaveCount(leaves.length + 1);
});

test('a second point compares, and each difference names its event', async ({ window: page }) => {
  await openAccount(page);
  const grid = page.getByRole('grid', { name: 'Events' });
  await grid
    .getByRole('row')
    .nth(2)
    .click({ modifiers: ['Shift'] });
  await waitForIdle(page);
  const from = await page.getByRole('textbox', { name: 'Point A' }).inputValue();
  const to = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow');
  const args = ['--stream', 'account-1017', ...projection];
  const { changes } = eventloupe<{ changes: { path: string; ordinal: number }[] }>(
    'diff',
    bank,
    ...args,
    '--from',
    from,
    '--to',
    `#${to}`,
  );
  const list = page.getByRole('list', { name: 'Differences' }).getByRole('listitem');
  await expect(list).toHaveCount(changes.length);
  for (const { path, ordinal } of changes) {
    await expect(list.filter({ hasText: path })).toContainText(`#${ordinal}`);
  }
  await page.getByRole('combobox', { name: 'Stream of A' }).fill('account-1001');
  await expect(page.getByText('at the playhead too')).toBeVisible();
  await page.getByRole('button', { name: 'End the comparison' }).click();
  await expect(page.getByRole('tab', { name: /Changes/ })).toBeVisible();
});

test('a watch is a track that is remembered, with a table beside it', async ({ window: page }) => {
  await openAccount(page);
  await page.keyboard.press('v');
  const field = page.getByRole('textbox', { name: 'Expression to watch' });
  await field.fill('state.balance <');
  await field.press('Enter');
  await expect(page.getByRole('region', { name: 'Watches' }).getByRole('alert')).toContainText('Column 16');
  await field.fill('state.balance');
  await field.press('Enter');
  await waitForIdle(page);
  const track = page.getByRole('img', { name: /^state\.balance: 1241\.11 at the playhead, 0 to 1241\.11/ });
  await expect(track).toBeVisible();
  await page.reload();
  await waitForIdle(page);
  await expect(track).toBeVisible();
  await page.getByRole('button', { name: 'Show state.balance as table' }).click();
  await expect(page.getByRole('dialog', { name: 'Watch state.balance' }).getByRole('table')).toContainText('1241.11');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Stop watching state.balance' }).click();
  await expect(page.getByRole('region', { name: 'Watches' })).toHaveCount(0);
});

test('bisect finds what the command line finds', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.keyboard.press('f');
  const condition = page.getByRole('textbox', { name: 'Condition' });
  await condition.fill('balance < 0');
  await condition.press('Enter');
  await expect(page.getByRole('alert')).toContainText('state.balance');
  const where = 'state.statement.addsUp == false';
  await condition.fill(where);
  await condition.press('Enter');
  await waitForIdle(page);
  const { first } = eventloupe<{ first: { ordinal: number; partition: string } }>(
    'bisect',
    bank,
    ...projection,
    '--where',
    where,
  );
  const bench = page.getByRole('region', { name: 'Bisect' });
  await expect(bench).toContainText(`First after #${first.ordinal}`);
  await bench.getByRole('button', { name: first.partition }).click();
  await waitForIdle(page);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', String(first.ordinal));
  await expect(value(page, /^addsUp/)).toContainText('false');
});

test('the table of partitions is sorted, filtered and follows the playhead', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.keyboard.press('t');
  await waitForIdle(page);
  const grid = page.getByRole('grid', { name: 'Partitions' });
  await page.getByRole('searchbox', { name: 'Filter partitions' }).fill('state.balance > 1000');
  await waitForIdle(page);
  await grid.getByRole('button', { name: 'balance' }).click();
  await waitForIdle(page);
  const { matched, partitions } = eventloupe<{ matched: number; partitions: { partition: string }[] }>(
    'partitions',
    bank,
    ...projection,
    '--where',
    'state.balance > 1000',
    '--sort',
    '-state.balance',
  );
  await expect(grid).toHaveAttribute('aria-rowcount', String(matched));
  await expect(grid.getByRole('row').nth(1)).toContainText(partitions[0]!.partition);
  await grid.getByRole('row').nth(1).click();
  await expect(page.getByRole('region', { name: 'State' })).toContainText(partitions[0]!.partition);
  await page.getByRole('button', { name: 'Jump to start' }).click();
  await waitForIdle(page);
  await expect(grid).toHaveAttribute('aria-rowcount', '0');
});

test('points are typed as numbers, positions and times, and what is none says why', async ({ window: page }) => {
  await openAccount(page);
  await page.keyboard.press('m');
  await waitForIdle(page);
  const a = page.getByRole('textbox', { name: 'Point A' });
  const b = page.getByRole('textbox', { name: 'Point B' });
  for (const [field, point] of [
    [a, '#40'],
    [a, '41'],
    [b, '2026-03-02T14:27:30Z'],
    [b, 'end'],
  ] as const) {
    await field.fill(point);
    await field.press('Enter');
    await waitForIdle(page);
    const { at } = eventloupe<{ at: { ordinal: number } }>('state', bank, '--stream', 'account-1001', '--at', point);
    await expect(field).toHaveValue(`#${at.ordinal}`);
  }
  for (const [point, why] of [
    ['yesterday', /"yesterday" is no point in the log. Write #N/],
    ['#999999', /There is no event #999999: the last one is #\d+/],
    ['1999-01-01', /There is no event at or before 1999-01-01. The log begins later/],
  ] as const) {
    await a.fill(point);
    await a.press('Enter');
    await expect(page.getByRole('region', { name: 'State' }).getByRole('alert')).toContainText(why);
  }
});

test('a projection applied again changes watches, the table of partitions and the state', async ({ window: page }) => {
  const code = (by: number) =>
    `export const initialState = () => ({ seen: 0 });\nexport const evolve = (s) => ({ seen: s.seen + ${by} });\n`;
  const apply = async (by: number): Promise<void> => {
    await page.keyboard.press('r');
    const editor = page.getByRole('textbox', { name: 'Code of the projection' });
    await expect(editor).toBeFocused();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(code(by));
    await waitForIdle(page);
    await page.keyboard.press('ControlOrMeta+Enter');
    await waitForIdle(page);
    await page.getByRole('button', { name: 'Close the editor' }).click();
    await waitForIdle(page);
  };
  await openAccount(page);
  await apply(1);
  await page.getByRole('grid', { name: 'Events' }).getByRole('row').last().click();
  await page.keyboard.press('v');
  await page.getByRole('textbox', { name: 'Expression to watch' }).fill('state.seen');
  await page.keyboard.press('Enter');
  await waitForIdle(page);
  const table = page.getByRole('grid', { name: 'Partitions' });
  const seen = async (): Promise<number> => {
    await page.keyboard.press('t');
    await page.getByRole('searchbox', { name: 'Filter partitions' }).fill('account-1017');
    await waitForIdle(page);
    const text = await table.getByRole('row').nth(1).getByRole('gridcell').nth(1).textContent();
    await page.getByRole('button', { name: 'Back to the events' }).click();
    await waitForIdle(page);
    return Number(text);
  };
  const once = await seen();
  expect(once).toBeGreaterThan(1);
  await expect(page.getByRole('img', { name: new RegExp(`^state\\.seen: ${once} at the playhead`) })).toBeVisible();
  await apply(10);
  await expect(page.getByRole('img', { name: new RegExp(`^state\\.seen: ${once * 10} at the`) })).toBeVisible();
  await expect(value(page, /^seen/)).toContainText(String(once * 10));
  expect(await seen()).toBe(once * 10);
});
