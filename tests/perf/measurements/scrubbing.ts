import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { installProbe } from './pageProbe.ts';
import { keptIn } from './worker.ts';

/** A mouse reports about so often, in milliseconds. */
const MOVE_EVERY_MS = 16;
const MOVES = 240;
const SETTLED_AFTER_MS = 1500;

interface Settings {
  readonly path: string;
  /** Whether it has events enough for its index to be kept. */
  readonly isKept: boolean;
  /** Path of a Chromium. */
  readonly chromium: string;
}

export interface Scrubbed {
  /** From the moment the page begins to load until the first timeline is on screen. */
  readonly fromLoadMs: number;
  /** From the request to open until the first timeline was on screen: of a page that has just started … */
  readonly firstTimelineColdMs: number;
  /** … and of one that is there, from the click on the store's name. No index is kept in either case. */
  readonly firstTimelineMs: number;
  /** Times between frames during the drag. */
  readonly frames: number[];
  /** Tasks over 50 ms during the drag. */
  readonly longTasks: number[];
}

/**
 * Opens a log in the built app on the browser host, twice, and drags the playhead across the timeline and back.
 * Everything is measured by the page itself.
 */
export async function scrub({ path, isKept, chromium: executablePath }: Settings): Promise<Scrubbed> {
  // Loaded here alone: other measurements ask how much memory their process takes.
  const { chromium } = await import('@playwright/test');
  const { quiet, startHost, waitForIdle } = await import('../../e2e/fixtures.ts');
  const cache = mkdtempSync(join(tmpdir(), 'eventloupe-scrub-'));
  process.env.EVENTLOUPE_CACHE = cache;
  const host = await startHost([path]);
  const browser = await chromium.launch({ executablePath, args: quiet });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(installProbe);
    await page.goto('about:blank');
    // A Chromium that has just started is busy with a page of its own.
    await wait(SETTLED_AFTER_MS);
    await page.goto(host.url);
    const ready = async (): Promise<{ sinceAskedMs: number; sinceLoadMs: number }> => {
      await page.getByRole('status', { name: 'Status' }).getByText('ready').waitFor({ timeout: 300_000 });
      await waitForIdle(page);
      const seen = await page.evaluate(() => benchProbe.seen());
      return { sinceAskedMs: seen.firstTimelineMs!, sinceLoadMs: seen.firstTimelineAtMs! };
    };
    const { sinceAskedMs: firstTimelineColdMs, sinceLoadMs: fromLoadMs } = await ready();
    if (isKept) await keptIn(cache);
    for (const name of readdirSync(cache)) rmSync(join(cache, name));
    await page.getByRole('button', { name: 'Close store' }).click();
    await waitForIdle(page);
    await page.evaluate(() => benchProbe.restart());
    await page
      .getByRole('region', { name: 'Recent stores' })
      .getByRole('button', { name: basename(path) })
      .click();
    const { sinceAskedMs: firstTimelineMs } = await ready();
    const plot = (await page.getByRole('region', { name: 'Timeline' }).boundingBox())!;
    const head = (await page.getByRole('slider', { name: 'Playhead' }).boundingBox())!;
    const y = plot.y + plot.height / 2;
    const from = head.x + head.width / 2;
    const width = from - plot.x - 20;
    await page.mouse.move(from, y);
    await page.mouse.down();
    await waitForIdle(page);
    await page.evaluate(() => benchProbe.restart());
    // Playwright's own mouse waits for the page after each move; a hand does not.
    const devtools = await page.context().newCDPSession(page);
    const moves: Promise<unknown>[] = [];
    const begun = performance.now();
    for (let i = 1; i <= MOVES; i++) {
      // There and back, faster in the middle.
      const x = from - (width * (1 - Math.cos((i / MOVES) * 2 * Math.PI))) / 2;
      moves.push(devtools.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y, button: 'left', buttons: 1 }));
      await wait(Math.max(0, begun + i * MOVE_EVERY_MS - performance.now()));
    }
    await Promise.all(moves);
    const { frames, longTasks } = await page.evaluate(() => benchProbe.seen());
    await page.mouse.up();
    return { fromLoadMs, firstTimelineColdMs, firstTimelineMs, frames, longTasks };
  } finally {
    await browser.close();
    await host.stop();
    rmSync(cache, { recursive: true, force: true });
  }
}
