import { mkdirSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { openSample, startHost, waitForIdle } from '../e2e/fixtures.ts';
import { hostsHere } from './hostsHere.ts';

// `npm run pictures`: the README's pictures, taken from the real app on its samples.

const folder = 'resources/pictures';

async function take(name: string, colorScheme: 'light' | 'dark', walk: (page: Page) => Promise<void>): Promise<void> {
  const { chromium: executablePath } = hostsHere();
  if (executablePath === null) throw new Error('There is no Chromium here; install one and name it in CHROMIUM_PATH.');
  const host = await startHost([]);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
    await page.goto(host.url);
    await walk(page);
    await waitForIdle(page);
    await page.screenshot({ path: `${folder}/${name}.png` });
  } finally {
    await browser.close();
    await host.stop();
  }
}

mkdirSync(folder, { recursive: true });
await take('explore-light', 'light', async (page) => {
  await openSample(page, 'shop');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('stream:order-* -type:CustomerComplained');
  await waitForIdle(page);
  const plot = (await page.getByRole('region', { name: 'Timeline' }).locator('canvas').last().boundingBox())!;
  await page.mouse.click(plot.x + plot.width * 0.62, plot.y + plot.height * 0.6);
  await page.mouse.move(plot.x + 10, plot.y + plot.height + 60);
});
await take('schema-dark', 'dark', async (page) => {
  await openSample(page, 'clinic');
  await page.getByRole('tab', { name: 'Schema' }).click();
  await waitForIdle(page);
  await page.getByText('Admitted').first().click();
});
