import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, openSample, test, waitForIdle } from './fixtures.ts';

const code = (page: Page) => page.getByRole('textbox', { name: 'Code of the projection' });
const result = (page: Page) => page.getByRole('region', { name: 'Dry run result' });
const foot = (page: Page) => page.getByRole('status', { name: 'Dry run' });

/** Opens a sample and goes to the first event that a filter leaves. */
async function goToFirst(page: Page, sample: string, query: string): Promise<void> {
  await openSample(page, sample);
  await page.getByRole('searchbox', { name: 'Filter events' }).fill(query);
  await waitForIdle(page);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await waitForIdle(page);
}

/** Goes there and opens the editor with its key. */
async function write(page: Page, sample: string, query: string): Promise<void> {
  await goToFirst(page, sample, query);
  await page.keyboard.press('r');
  await expect(code(page)).toBeFocused();
  await waitForIdle(page);
}

async function replaceCode(page: Page, text: string): Promise<void> {
  await code(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
  await waitForIdle(page);
}

const counting = (rest = ''): string =>
  `export const initialState = () => ({ seen: 0 });\nexport const evolve = (state, event) => {\n${rest}  return { seen: state.seen + 1 };\n};\n`;

test('a projection is written, its errors stand at their line, and applied it folds the state', async ({
  window: page,
}) => {
  await write(page, 'bank', 'stream:account-1001');
  await replaceCode(page, counting('  return { seen: stat.seen };\n'));
  await expect(foot(page)).toContainText("Line 3: ReferenceError: 'stat' is not defined.");
  await replaceCode(page, counting('  const = 1;\n'));
  await expect(foot(page)).toContainText(/Line 3: SyntaxError/);
  await foot(page).getByRole('button', { name: 'Line 3' }).click();
  await expect(code(page)).toBeFocused();

  await replaceCode(page, counting('  console.log("saw", event.type, event.data);\n'));
  await expect(result(page).getByRole('tree', { name: 'State' })).toContainText('seen');
  await expect(foot(page)).toContainText('It runs: 1 event of account-1001');
  await result(page)
    .getByRole('tab', { name: /Printed/ })
    .click();
  await expect(result(page).getByRole('list', { name: 'Printed lines' })).toContainText('saw AccountOpened { ');

  // The playhead is the one cursor: the dry run follows it.
  await page.getByRole('button', { name: 'Step forward' }).click();
  await waitForIdle(page);
  await expect(result(page).getByRole('list', { name: 'Printed lines' }).getByRole('listitem')).toHaveCount(2);

  await page.keyboard.press('ControlOrMeta+Enter');
  await waitForIdle(page);
  await expect(page.getByRole('button', { name: 'Applied' })).toBeDisabled();
  await page.getByRole('button', { name: 'Close the editor' }).click();
  await waitForIdle(page);
  const state = page.getByRole('region', { name: 'State' });
  await expect(state.getByRole('tree', { name: 'State' })).toHaveText(/seen\s*2/);

  // The same name again takes the place of what was there.
  await state.getByRole('button', { name: 'Write a projection' }).click();
  await waitForIdle(page);
  await replaceCode(page, counting().replace('+ 1', '+ 10'));
  await page.keyboard.press('ControlOrMeta+Enter');
  await waitForIdle(page);
  await page.getByRole('button', { name: 'Close the editor' }).click();
  await waitForIdle(page);
  await expect(state.getByRole('tree', { name: 'State' })).toHaveText(/seen\s*20/);
});

test('code of any length and width leaves the rest of the window where it is', async ({ window: page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await write(page, 'bank', 'stream:account-1001');
  await replaceCode(page, counting(`  // ${'long '.repeat(200)}\n`.repeat(100)));
  await expect(page.getByRole('status', { name: 'Status' })).toBeInViewport({ ratio: 1 });
  await expect(result(page)).toBeInViewport({ ratio: 1 });
  const editor = (await page.getByRole('region', { name: 'Projection editor' }).boundingBox())!;
  expect(editor.x + editor.width).toBeLessThanOrEqual((await result(page).boundingBox())!.x + 1);
});

test('letters in the editor are text, not commands', async ({ window: page }) => {
  await write(page, 'bank', 'stream:account-1001');
  const playhead = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow');
  await page.keyboard.type('// e o w 1 2 ?');
  await waitForIdle(page);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Explore' })).toHaveAttribute('aria-selected', 'true');
  expect(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow')).toBe(playhead);
});

test('a loop without end is stopped, and the store stays open', async ({ window: page }) => {
  await write(page, 'bank', 'stream:account-1001');
  await replaceCode(page, counting('  while (true);\n'));
  await expect(foot(page)).toContainText('did not end within 0.4 s and was stopped');
  await replaceCode(page, counting());
  await expect(foot(page)).toContainText('It runs');
});

test('types and fields of the store are completed', async ({ window: page }) => {
  await write(page, 'bank', 'stream:account-1001');
  await replaceCode(page, 'export const evolve = (state, event) => {\n  if (event.type === ');
  await page.keyboard.type("'MoneyD");
  await expect(page.getByRole('option', { name: /MoneyDeposited/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type("eposited') event.data.");
  await expect(page.getByRole('option', { name: /amount/ })).toBeVisible();
});

test('TypeScript is taken, by the name of the file', async ({ window: page }) => {
  await write(page, 'bank', 'stream:account-1001');
  await page.getByRole('textbox', { name: 'File name' }).fill('bank.projection.ts');
  await replaceCode(
    page,
    'type S = { n: number };\nexport const initialState = (): S => ({ n: 0 });\nexport const evolve = (s: S): S => {\n  return { n: nope };\n};\n',
  );
  await expect(foot(page)).toContainText("Line 4: ReferenceError: 'nope' is not defined.");
  await expect(foot(page)).toContainText('TypeScript');
  await page.getByRole('textbox', { name: 'File name' }).fill('bank.txt');
  await expect(page.getByRole('alert').filter({ hasText: 'A projection is a .js or .ts file.' })).toBeVisible();
});

test('the form writes code into the editor, from a template with the types of the store', async ({ window: page }) => {
  await write(page, 'bank', 'stream:account-1001');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('with a form');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Write a projection with a form' });
  await expect(dialog.getByRole('combobox', { name: 'template' })).toHaveValue('balance');
  await expect(dialog.getByRole('group', { name: 'Rule 1' })).toContainText('MoneyDeposited');
  await dialog.getByRole('button', { name: 'Add a rule' }).click();
  const added = dialog.getByRole('group', { name: /Rule/ }).last();
  await added.getByRole('combobox', { name: 'Event type' }).selectOption('AccountOpened');
  await added.getByRole('combobox', { name: 'Does' }).selectOption('put');
  await added.getByRole('textbox', { name: 'Text' }).fill('open');
  await added.getByRole('textbox', { name: 'Value of the state' }).fill('status');
  await dialog.getByRole('button', { name: 'Write the code' }).click();
  await waitForIdle(page);
  await expect(code(page)).toContainText("status: 'open'");
  await page.getByRole('button', { name: 'Jump to end' }).click();
  await waitForIdle(page);
  await expect(foot(page)).toContainText('It runs');
});

test('the code is handed over on request, and says where it goes', async ({ launch, host }) => {
  test.skip(host !== 'browser', 'The desktop shows a native dialog.');
  const page = await launch();
  await write(page, 'bank', 'stream:account-1001');
  await replaceCode(page, counting());
  const download = page.waitForEvent('download');
  await page.keyboard.press('ControlOrMeta+s');
  const file = await download;
  expect(file.suggestedFilename()).toBe('bank.projection.js');
  expect(readFileSync(await file.path(), 'utf8')).toBe(counting());
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('put the file there');
});

test('upcasters: an event before and after, and the versions that they cover', async ({ window: page }) => {
  await goToFirst(page, 'clinic', 'type:*Admitted version:2');
  await page.getByRole('tab', { name: 'Event', exact: true }).click();
  await waitForIdle(page);
  await expect(page.getByRole('tree', { name: 'Payload' })).not.toContainText('insurance');
  await page.getByRole('button', { name: 'after upcasting' }).click();
  const after = page.getByRole('tree', { name: 'Payload after upcasting' });
  await expect(after).toContainText('insurance');
  await expect(page.getByText('lifts v2 to v3')).toBeVisible();

  await page.keyboard.press('r');
  await waitForIdle(page);
  await result(page).getByRole('tab', { name: 'Upcasters' }).click();
  await waitForIdle(page);
  await expect(result(page).getByRole('row', { name: /v2\s+\d+\s+lifted to v3/ })).toBeVisible();
  await expect(result(page)).toContainText('Every version has a path to the newest of its type.');
});

test('snapshots of the stream are shown and compared with the projection', async ({ window: page }) => {
  await goToFirst(page, 'clinic', 'stream:01d8c3cc5e3f4155abdb22cfde91f59b');
  await page.keyboard.press('Shift+S');
  await waitForIdle(page);
  const dialog = page.getByRole('dialog', { name: 'Snapshots of this stream' });
  await expect(dialog).toContainText('Beside what clinic.projection.js folds at the same revision: 1 equal.');
  await dialog.getByRole('table', { name: 'Snapshots in the store' }).getByRole('button', { name: '#558' }).click();
  await waitForIdle(page);
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', '558');
});
