import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  _electron,
  type Browser,
  test as base,
  chromium,
  type ElectronApplication,
  expect,
  type Page,
} from '@playwright/test';
import type { HostOption } from '../../playwright.config.ts';
import { hostsHere } from '../scripts/hostsHere.ts';

/** Chromium starts offline and quiet: nothing of its own goes out. */
export const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-pings',
  '--no-first-run',
];

export interface BrowserHostProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the built browser host with `args` and reads its address. */
export async function startHost(args: readonly string[]): Promise<BrowserHostProcess> {
  const child = spawn(process.execPath, ['out/main/headless.js', 'serve', '--port', '0', '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /http:\S+/.exec(line)?.[0];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`The browser host ended with ${code}.`)));
  });
  return {
    url,
    pid: child.pid!,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/**
 * Starts the built desktop app with a profile of its own. On a busy machine Playwright now and then misses the moment at
 * which the app waits for its debugger, and the start never ends: it is then tried once more. Nothing but the start is.
 */
export async function startApp(profile: string, args: readonly string[]): Promise<ElectronApplication> {
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({ args: ['.', ...args, `--user-data-dir=${profile}`], timeout: 20_000 });
  try {
    return await launch();
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
    return launch();
  }
}

/** The app's first window, once its page is there. */
export async function firstWindow(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForURL((url) => url.href !== 'about:blank');
  return page;
}

interface Fixtures {
  /** Starts the app on the project's host with these arguments; may be called once a test. */
  launch: (args?: readonly string[]) => Promise<Page>;
  /** The page of an app that was started without arguments. */
  window: Page;
  /** The desktop app; only after `launch` or `window`, and only in project *electron*. */
  electronApp: () => ElectronApplication;
}

interface WorkerFixtures {
  browserProcess: Browser | null;
}

export const test = base.extend<
  Fixtures & { started: { app: ElectronApplication | null } },
  HostOption & WorkerFixtures
>({
  host: ['browser', { option: true, scope: 'worker' }],
  browserProcess: [
    async ({ host }, use) => {
      if (host === 'electron') return use(null);
      const browser = await chromium.launch({ executablePath: hostsHere().chromium!, args: quiet });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  started: async ({}, use) => use({ app: null }),
  launch: async ({ host, browserProcess, started }, use, info) => {
    const ends: (() => Promise<unknown>)[] = [];
    // What one test says of a store is none of the next one's business: a mapping is found again by the store's layout.
    process.env.EVENTLOUPE_DATA = info.outputPath('data');
    await use(async (args = []) => {
      if (host === 'electron') {
        const app = await startApp(info.outputPath('profile'), args);
        started.app = app;
        ends.push(() => app.close());
        return firstWindow(app);
      }
      const server = await startHost(args);
      ends.push(() => server.stop());
      const context = await browserProcess!.newContext({ acceptDownloads: true });
      ends.push(() => context.close());
      const page = await context.newPage();
      await page.goto(server.url);
      return page;
    });
    for (const end of ends.reverse()) await end();
  },
  window: async ({ launch }, use) => use(await launch()),
  electronApp: async ({ started }, use) =>
    use(() => {
      if (!started.app) throw new Error('The desktop app runs in project electron only, after `launch` or `window`.');
      return started.app;
    }),
});

export { expect };

/** No request is pending and nothing is left to draw. The page says so itself. */
export async function waitForIdle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.idle === 'true');
}

interface Manifest {
  readonly samples: readonly { readonly id: string; readonly title: string }[];
}

/** Opens a sample from the gallery and waits until everything is shown. */
export async function openSample(page: Page, id: string): Promise<void> {
  const { samples } = JSON.parse(readFileSync('resources/samples/samples.json', 'utf8')) as Manifest;
  const { title } = samples.find((sample) => sample.id === id)!;
  await page.getByRole('button', { name: title }).click();
  await expect(page.getByRole('tablist', { name: 'Views' })).toBeVisible();
  await waitForIdle(page);
}

/** Opens a file with the button *Open store*: the native dialog is answered, the browser's chooser is filled. */
export async function openStore(page: Page, path: string, app?: ElectronApplication): Promise<void> {
  const button = page.getByRole('button', { name: 'Open store' }).first();
  if (app) {
    await app.evaluate(({ dialog }, file) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
    }, path);
    await button.click();
  } else {
    const chooser = page.waitForEvent('filechooser');
    await button.click();
    await (await chooser).setFiles(path);
  }
}
