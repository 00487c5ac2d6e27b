import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { expect, test, waitForIdle } from './fixtures.ts';

const shared = process.env.EVENTLOUPE_CACHE;
test.afterEach(() => {
  process.env.EVENTLOUPE_CACHE = shared;
});

test('a store opens from its kept index, until kept indexes are cleared', async ({ launch }, info) => {
  const cache = info.outputPath('cache');
  process.env.EVENTLOUPE_CACHE = cache;
  const store = info.outputPath('orders.jsonl');
  const line = (i: number): string => `{"streamId":"order-${i % 40}","type":"Placed","data":{"n":${i}}}\n`;
  writeFileSync(store, Array.from({ length: 6000 }, (_, i) => line(i)).join(''));
  const page = await launch([store]);
  const status = page.getByRole('status', { name: 'Status' });
  await expect(status).toContainText('6,000 events indexed in');
  const kept = (): string[] => (existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.index')) : []);
  await expect.poll(kept).toHaveLength(1);

  await page.reload();
  await expect(status).toContainText('6,000 events opened from the kept index in');
  await waitForIdle(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Clear kept');
  await page.keyboard.press('Enter');
  await expect(status).toContainText(/Removed 1 kept index, \d/);
  expect(readdirSync(cache)).toEqual([]);

  await page.reload();
  await expect(status).toContainText('6,000 events indexed in');
});
