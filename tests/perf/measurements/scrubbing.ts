import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
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
  /** Whether to drag over the bare page as well. */
  readonly withBare: boolean;
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
  readonly drag: Dragged;
  /** The same drag in the same browser, over a page that only moves a line to the pointer: nothing can do better here. */
  readonly bareDrag: Dragged | null;
}

export interface Dragged {
  /** Times between frames. */
  readonly frames: number[];
  /** Tasks over 50 ms. */
  readonly longTasks: number[];
}

/**
 * Opens a log in the built app on the browser host, twice, and drags the playhead across the timeline and back; then,
 * if asked to, the pointer over a bare page, as the measure of what browser, mouse and machine take for themselves.
 * Everything is measured by the page itself.
 */
export async function scrub({ path, isKept, withBare, chromium: executablePath }: Settings): Promise<Scrubbed> {
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
    const way = { y, from, width };
    const drag = await dragged(page, way, () => waitForIdle(page));
    await page.close();
    const seen = { fromLoadMs, firstTimelineColdMs, firstTimelineMs, drag };
    if (!withBare) return { ...seen, bareDrag: null };
    const bare = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await bare.addInitScript(installProbe);
    await bare.goto('about:blank');
    await bare.evaluate(drawLineAtPointer);
    return { ...seen, bareDrag: await dragged(bare, way, () => wait(SETTLED_AFTER_MS)) };
  } finally {
    await browser.close();
    await host.stop();
    rmSync(cache, { recursive: true, force: true });
  }
}

/** Runs inside the page: it must not name anything from outside of the function. */
function drawLineAtPointer(): void {
  const line = document.body.appendChild(document.createElement('div'));
  Object.assign(line.style, { position: 'fixed', inset: '0 auto 0 0', width: '2px', background: 'black' });
  addEventListener('pointermove', ({ clientX }) => {
    line.style.transform = `translateX(${clientX}px)`;
  });
}

/** Drags from `from` to the left by `width` pixels and back. `settled` waits for what the press began. */
async function dragged(
  page: Page,
  { y, from, width }: { readonly y: number; readonly from: number; readonly width: number },
  settled: () => Promise<void>,
): Promise<Dragged> {
  await page.mouse.move(from, y);
  await page.mouse.down();
  await settled();
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
  return { frames, longTasks };
}
