import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { writeSqlite } from '../builders/sqliteStore.ts';
import { expect, test, waitForIdle } from './fixtures.ts';

// A store that no format knows: from the list of formats tried to Explore, and back by itself. Columns are called by the
// test's own word, so that what one test leaves remembered is nothing to the next.

function diary(path: string, word: string, rows = 12): string {
  const table = `${word}_diary`;
  return writeSqlite(
    path,
    `CREATE TABLE ${table}(${word}_nr INTEGER PRIMARY KEY, ${word}_what TEXT, ${word}_of TEXT, ${word}_step INTEGER, ${word}_at TEXT, ${word}_said TEXT)`,
    Array.from({ length: rows }, (_, i) => [
      `INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?)`,
      ...[i + 1, i % 2 === 0 ? 'GoodsStored' : 'GoodsPicked', `shelf-${i % 3}`, Math.floor(i / 3) + 1],
      new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
      JSON.stringify({ pieces: i }),
    ]),
  );
}

const events = (page: Page) => page.getByRole('grid', { name: 'Events' });
const mapByHand = (page: Page) => page.getByRole('button', { name: 'Map by hand…' });
const open = (page: Page) =>
  page.getByRole('main', { name: 'Map by hand' }).getByRole('button', { name: 'Open', exact: true });

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
}

test('an unknown table is mapped, opened, and opens by itself from then on, until that is forgotten', async ({
  launch,
}, info) => {
  const path = diary(info.outputPath('diary.sqlite'), 'a');
  const page = await launch([path]);
  await mapByHand(page).click();
  await expect(page.getByLabel('Type from')).toHaveValue('place:a_what');
  await expect(page.getByLabel('Stream from')).toHaveValue('place:a_of');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('table').getByRole('row')).toHaveCount(13);
  await expect(preview).toContainText('every field can be read');
  await open(page).click();
  await expect(events(page)).toHaveAttribute('aria-rowcount', '12');
  await expect(page.getByText('mapped: a_diary').first()).toBeAttached();

  // The next store of this layout, as it will be next week.
  diary(path.replace('diary', 'later'), 'a', 15);
  copyFileSync(path.replace('diary', 'later'), path);
  await page.reload();
  await expect(events(page)).toHaveAttribute('aria-rowcount', '15');

  await command(page, 'Map by hand');
  await page.getByRole('button', { name: 'Forget that mapping' }).click();
  await expect(page.getByText(/Forgotten:/)).toBeVisible();
  await expect(mapByHand(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await expect(mapByHand(page)).toBeVisible();
});

test('errors stand beside their fields, and what cannot open is not offered', async ({ launch }, info) => {
  const page = await launch([diary(info.outputPath('diary.sqlite'), 'b')]);
  await mapByHand(page).click();
  const fields = page.getByRole('region', { name: 'Fields' });
  await page.getByLabel('Revision from').selectOption('place:b_what');
  await expect(fields.getByRole('group', { name: 'Revision' })).toContainText('It is no whole number: GoodsStored');
  await expect(open(page)).toBeEnabled();
  await page.getByLabel('Type from').selectOption('none');
  await expect(fields.getByRole('group', { name: 'Type' })).toContainText('An event needs a type');
  await expect(open(page)).toBeDisabled();
  await page.getByLabel('Type from').selectOption('constant');
  await page.getByLabel('Type text').fill('Happened');
  await page.getByLabel('Revision from').selectOption('place:b_step');
  await page.getByRole('tab', { name: 'As stored' }).click();
  await expect(page.getByRole('table', { name: /stored/ })).toContainText('{"pieces":3}');
  await open(page).click();
  await expect(page.getByRole('button', { name: /^Happened/ }).first()).toBeVisible();
});

test('a mapping is saved, and loaded into another store', async ({ launch, host }, info) => {
  test.skip(host === 'electron', 'the native save dialog is answered in desktop.spec.ts');
  const page = await launch([diary(info.outputPath('diary.sqlite'), 'c')]);
  await mapByHand(page).click();
  await page.getByLabel('Actor from').selectOption('place:c_of');
  await waitForIdle(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save mapping…' }).click();
  const saved = info.outputPath('c.mapping.json');
  await (await download).saveAs(saved);
  expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ eventloupe: 'mapping', fields: { actor: 'c_of' } });

  const mapping = JSON.parse(readFileSync(saved, 'utf8'));
  writeFileSync(saved, JSON.stringify({ ...mapping, fields: { type: 'c_what', stream: 'nowhere' } }));
  const load = async (): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Load mapping…' }).click();
    await (await chooser).setFiles(saved);
  };
  await load();
  await expect(page.getByRole('group', { name: 'Stream' })).toContainText('no column nowhere');
  writeFileSync(saved, '{"eventloupe": "mapping", "version": 9}');
  await load();
  await expect(page.getByText(/It has version 9/)).toBeVisible();
});

test('a store that a format has matched wrongly is mapped by the keyboard alone', async ({ launch }, info) => {
  const path = info.outputPath('moves.csv');
  writeFileSync(
    path,
    'id,type,data\n1,Opened,"{""kind"":""Real"",""of"":""x-1""}"\n2,Opened,"{""kind"":""Other"",""of"":""x-2""}"\n',
  );
  const page = await launch([path]);
  await expect(events(page)).toHaveAttribute('aria-rowcount', '2');
  await command(page, 'Map by hand');
  await expect(page.getByRole('main', { name: 'Map by hand' })).toBeFocused();
  await expect(page.getByLabel('First record is a header')).toBeChecked();
  const type = page.getByLabel('Type from');
  await expect(type).toHaveValue('place:type');
  await type.focus();
  for (let presses = 0; presses < 10 && (await type.inputValue()) !== 'place:/data/kind'; presses++) {
    await page.keyboard.press('ArrowDown');
  }
  await expect(open(page)).toBeEnabled();
  await open(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Real/ }).first()).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in ${scheme}, in a small window`, async ({ launch, host }, info) => {
    test.skip(host === 'electron', 'the page is the same');
    const page = await launch([diary(info.outputPath('diary.sqlite'), scheme)]);
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 1024, height: 700 });
    await mapByHand(page).click();
    await page.getByLabel('Revision from').selectOption(`place:${scheme}_what`);
    await expect(page.getByRole('group', { name: 'Revision' })).toContainText('no whole number');
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
  });
}
