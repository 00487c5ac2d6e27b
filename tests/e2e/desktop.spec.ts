import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, openSample, openStore, test, waitForIdle } from './fixtures.ts';

// What only the desktop app can do. The page itself is tested by the specs that run on both hosts.

const bank = resolve('resources/samples/bank/bank.jsonl');
const shop = resolve('resources/samples/shop/shop.sqlite');

const isOpen = async (page: Page, name: string): Promise<void> => {
  await expect(page.getByRole('tablist', { name: 'Views' })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(name.replaceAll('.', '\\.'), 'i'));
  await waitForIdle(page);
};

/** The window that shows a page which was not there yet. */
async function nextWindow(app: ElectronApplication, known: readonly Page[]): Promise<Page> {
  const fresh = (): Page | undefined => app.windows().find((page) => !known.includes(page));
  await expect.poll(() => fresh()?.url() ?? 'about:blank').not.toBe('about:blank');
  return fresh()!;
}

const clickMenu = (app: ElectronApplication, id: string): Promise<void> =>
  app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()!.getMenuItemById(item)!.click(), id);

const answerOpenDialog = (app: ElectronApplication, path: string | null): Promise<void> =>
  app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: file === null, filePaths: file === null ? [] : [file] });
  }, path);

test('opens the store named as an argument', async ({ launch }) => {
  await isOpen(await launch([bank]), 'bank.jsonl');
});

test('opens the store chosen in the dialog, and nothing when it is dismissed', async ({
  window: page,
  electronApp,
}) => {
  await answerOpenDialog(electronApp(), null);
  await page.getByRole('button', { name: 'Open store' }).first().click();
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeEnabled();
  await openStore(page, bank, electronApp());
  await isOpen(page, 'bank.jsonl');
});

test('opens a folder chosen in the menu, and lists it', async ({ window: page, electronApp }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await answerOpenDialog(electronApp(), resolve('tests/fixtures/stores/json-lines/marten-orders-parts'));
  await clickMenu(electronApp(), 'store.openFolder');
  await isOpen(page, 'marten-orders-parts');
  await expect(page.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', '310');
});

test('opens a dropped file', async ({ window: page }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  // A file that a page makes has no place on this computer; one that the person chose has. The test drops the latter.
  const input = await page.evaluateHandle(() => {
    const element = document.createElement('input');
    element.type = 'file';
    document.body.append(element);
    return element;
  });
  await input.setInputFiles(bank);
  await page.evaluate((element) => {
    const transfer = new DataTransfer();
    transfer.items.add(element.files![0]!);
    element.remove();
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document
        .querySelector('main')!
        .dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  }, input);
  await isOpen(page, 'bank.jsonl');
});

test('says so when what is dropped has no place on this computer', async ({ window: page }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['{}'], 'made-by-the-page.jsonl'));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document
        .querySelector('main')!
        .dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  });
  await expect(page.getByText(/not a file on this computer/)).toBeVisible();
});

test('a second instance hands its store over: the empty window takes it, the next store gets its own', async ({
  window: page,
  electronApp,
}, info) => {
  const app = electronApp();
  const second = async (store: string): Promise<void> => {
    const { spawnfile, spawnargs } = app.process();
    const sandbox = spawnargs.includes('--no-sandbox') || process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [...sandbox, '.', store, `--user-data-dir=${info.outputPath('profile')}`];
    const child = spawn(spawnfile, args, { stdio: 'ignore' });
    await once(child, 'exit');
  };
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await second(bank);
  await isOpen(page, 'bank.jsonl');
  expect(app.windows()).toHaveLength(1);
  await second(shop);
  const other = await nextWindow(app, [page]);
  await isOpen(other, 'shop.sqlite');
  await isOpen(page, 'bank.jsonl');
});

test('the menu opens a second store in a second window, and the same store in none', async ({
  launch,
  electronApp,
}) => {
  const page = await launch([bank]);
  await isOpen(page, 'bank.jsonl');
  const app = electronApp();
  await answerOpenDialog(app, shop);
  await clickMenu(app, 'store.open');
  const other = await nextWindow(app, [page]);
  await isOpen(other, 'shop.sqlite');
  await answerOpenDialog(app, bank);
  await clickMenu(app, 'store.open');
  await isOpen(page, 'bank.jsonl');
  expect(app.windows()).toHaveLength(2);
});

test('a store that could not be opened is tried again in the same window', async ({
  window: page,
  electronApp,
}, info) => {
  const file = info.outputPath('late.jsonl');
  writeFileSync(file, 'not yet\n');
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  await answerOpenDialog(electronApp(), file);
  await clickMenu(electronApp(), 'store.open');
  await expect(page.getByText(/is no event store/).first()).toBeVisible();
  copyFileSync(bank, file);
  await clickMenu(electronApp(), 'store.open');
  await isOpen(page, 'late.jsonl');
  expect(electronApp().windows()).toHaveLength(1);
});

test('the menu hands commands to the page', async ({ launch, electronApp }) => {
  const page = await launch([bank]);
  await isOpen(page, 'bank.jsonl');
  await clickMenu(electronApp(), 'view.schema');
  await expect(page.getByRole('tab', { name: 'Schema' })).toHaveAttribute('aria-selected', 'true');
  await clickMenu(electronApp(), 'view.explore');
  await clickMenu(electronApp(), 'playhead.start');
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', '0');
});

test('what was opened is listed, and opens again from the list', async ({ launch, electronApp }, info) => {
  const page = await launch([resolve('tests/fixtures/stores/emmett-sqlite/emmett-0.42.4-bank.sqlite')]);
  await isOpen(page, 'emmett-0.42.4-bank.sqlite');
  await expect.poll(() => existsSync(info.outputPath('profile/recents.json'))).toBe(true);
  await clickMenu(electronApp(), 'store.close');
  await page.getByRole('button', { name: /emmett-0\.42\.4-bank\.sqlite/ }).click();
  await isOpen(page, 'emmett-0.42.4-bank.sqlite');
});

test('a report is saved where the dialog says', async ({ launch, electronApp }, info) => {
  const page = await launch([bank]);
  await isOpen(page, 'bank.jsonl');
  const file = info.outputPath('bank.report.html');
  await electronApp().evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, file);
  await page.getByRole('tab', { name: 'Report' }).click();
  await waitForIdle(page);
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /Export|Save/ })
    .first()
    .click();
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toContain('bank.jsonl');
});

test('a report is never saved over the store', async ({ launch, electronApp }, info) => {
  const store = info.outputPath('own.jsonl');
  copyFileSync(bank, store);
  const page = await launch([store]);
  await isOpen(page, 'own.jsonl');
  await electronApp().evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, store);
  await page.getByRole('tab', { name: 'Report' }).click();
  await waitForIdle(page);
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /Export|Save/ })
    .first()
    .click();
  await expect(page.getByText(/is never written to/).first()).toBeVisible();
  expect(readFileSync(store)).toEqual(readFileSync(bank));
});

test('navigation, new windows and other origins are refused', async ({ window: page, electronApp }) => {
  await expect(page.getByRole('button', { name: 'Open store' }).first()).toBeVisible();
  const app = electronApp();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as { openedOutside?: string[] }).openedOutside = opened;
    shell.openExternal = async (url) => void opened.push(url);
  });
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://evil.example/';
  });
  await page.evaluate(() => void self.open('https://docs.example/page'));
  await page.evaluate(() => void self.open('http://plain.example/'));
  await page.evaluate(() => void self.open('file:///etc/passwd'));
  const opened = () => app.evaluate(() => (globalThis as { openedOutside?: string[] }).openedOutside);
  await expect.poll(opened).toEqual(['https://docs.example/page']);
  expect(page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
});

test('the page has neither Node nor Electron, only the bridge', async ({ window: page }) => {
  const seen = await page.evaluate(() => {
    const world = globalThis as Record<string, unknown>;
    return {
      node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in world),
      bridge: Object.values(world.eventloupeDesktop as object).map((value) => typeof value),
    };
  });
  expect(seen.node).toEqual([]);
  expect(new Set(seen.bridge)).toEqual(new Set(['function']));
});

test('a crash of the worker is said, and the store opens again at the same point', async ({ launch, electronApp }) => {
  const page = await launch([bank]);
  await isOpen(page, 'bank.jsonl');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await waitForIdle(page);
  const killed = await electronApp().evaluate(({ app }) => {
    const metrics = app.getAppMetrics?.().find(({ serviceName }) => serviceName === 'Eventloupe worker');
    const handles = (process as unknown as { _getActiveHandles(): { pid?: number; spawnargs?: string[] }[] })
      ._getActiveHandles()
      .find(({ spawnargs }) => spawnargs?.some((argument) => argument.endsWith('worker.js')));
    const pid = metrics?.pid ?? handles?.pid;
    if (pid === undefined) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  });
  expect(killed).toBe(true);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page
    .getByRole('button', { name: /again|reopen|reconnect/i })
    .first()
    .click();
  await isOpen(page, 'bank.jsonl');
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuenow', '1');
});

test('a reload shows the same store', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.reload();
  await isOpen(page, 'bank');
});
