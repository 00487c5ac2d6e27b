import { appendFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { emmettLayout } from '../builders/sqliteStore.ts';
import { expect, test, waitForIdle } from './fixtures.ts';

const line = (n: number): string =>
  `${JSON.stringify({ stream: 'cart-1', type: 'ItemAdded', time: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(), data: { n } })}\n`;

test('a file that grows shows its new events, and says when it is replaced', async ({ launch }, info) => {
  const path = info.outputPath('cart.jsonl');
  writeFileSync(path, line(0) + line(1) + line(2));
  const page = await launch([path]);
  await waitForIdle(page);
  const events = page.getByRole('grid', { name: 'Events' });
  const status = page.getByRole('status', { name: 'Status' });
  await expect(events).toHaveAttribute('aria-rowcount', '3');
  await expect(status).toContainText('live');
  appendFileSync(path, line(3) + line(4));
  await expect(events).toHaveAttribute('aria-rowcount', '5');
  await expect(status).toContainText('live: 2 new events');
  writeFileSync(path, line(9));
  await expect(page.getByRole('alert')).toContainText('shorter');
  await page.getByRole('button', { name: /Open .* again/ }).click();
  await expect(events).toHaveAttribute('aria-rowcount', '1');
});

for (const mode of ['delete', 'wal']) {
  test(`an Emmett store in ${mode} mode shows what its application appends`, async ({ launch }, info) => {
    const path = info.outputPath('orders.sqlite');
    const writer = new Database(path);
    writer.exec(`PRAGMA journal_mode = ${mode}; ${emmettLayout}`);
    const insert = writer.prepare('INSERT INTO emt_messages(stream_id, stream_position) VALUES (?, ?)');
    for (let n = 1; n <= 3; n++) insert.run('order-1', n);
    const page = await launch([path]);
    await waitForIdle(page);
    const events = page.getByRole('grid', { name: 'Events' });
    const status = page.getByRole('status', { name: 'Status' });
    await expect(events).toHaveAttribute('aria-rowcount', '3');
    await expect(status).toContainText('live');
    insert.run('order-1', 4);
    insert.run('order-2', 1);
    await expect(events).toHaveAttribute('aria-rowcount', '5');
    await expect(status).toContainText('live: 2 new events');
    writer.exec('DELETE FROM emt_messages WHERE global_position = 5');
    await expect(page.getByRole('alert')).toContainText('have changed or are gone');
    await page.getByRole('button', { name: /Open .* again/ }).click();
    await expect(events).toHaveAttribute('aria-rowcount', '4');
    writer.close();
  });
}
