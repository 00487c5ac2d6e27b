import { eventloupe } from './commandLine.ts';
import { expect, openSample, test, waitForIdle } from './fixtures.ts';

const gallery = [
  { id: 'bank', title: /bank/i },
  { id: 'shop', title: /shop/i },
  { id: 'rides', title: /rides/i },
  { id: 'clinic', title: /clinic/i },
  { id: 'analytics', title: /analytics/i },
];

for (const { id } of gallery) {
  test(`the gallery opens ${id} in one click`, async ({ window: page }) => {
    await openSample(page, id);
    await expect(page.getByRole('tablist', { name: 'Views' })).toBeVisible();
    const slider = page.getByRole('slider', { name: 'Playhead' });
    await expect(slider).toHaveAttribute('aria-valuetext', /#\d+/);
    const rows = Number(await page.getByRole('grid', { name: 'Events' }).getAttribute('aria-rowcount'));
    expect(rows).toBeGreaterThan(100);
    await expect(page.getByRole('tree', { name: 'State' }).getByRole('treeitem').first()).toBeVisible();
    await expect(page.getByRole('status', { name: 'Status' })).toContainText(/read-only/i);
  });
}

test('the account that ends at 120 is scrubbed by keyboard, step by step', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('stream:account-1001');
  await waitForIdle(page);
  await expect(page.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', '4');
  // Enter gives the keys back to the playhead.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  const balance = page.getByRole('tree', { name: 'State' }).getByRole('treeitem', { name: /^balance/ });
  const seen: string[] = [];
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press('ArrowRight');
    await waitForIdle(page);
    seen.push(/balance\D*(-?\d+)/.exec((await balance.textContent()) ?? '')?.[1] ?? '?');
  }
  expect(seen).toEqual(['0', '100', '70', '120']);
});

test('the mouse scrubs the timeline and everything follows', async ({ window: page }) => {
  await openSample(page, 'bank');
  const slider = page.getByRole('slider', { name: 'Playhead' });
  const before = Number(await slider.getAttribute('aria-valuenow'));
  const box = (await page.getByRole('region', { name: 'Timeline' }).locator('canvas').last().boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.5);
  await waitForIdle(page);
  const after = Number(await slider.getAttribute('aria-valuenow'));
  expect(after).not.toBe(before);
  const selected = page.getByRole('grid', { name: 'Events' }).getByRole('row', { selected: true });
  await expect(selected).toContainText(String(after));
});

test('keys step, jump and zoom', async ({ window: page }) => {
  await openSample(page, 'bank');
  const slider = page.getByRole('slider', { name: 'Playhead' });
  const now = async (): Promise<number> => Number(await slider.getAttribute('aria-valuenow'));
  await page.keyboard.press('Home');
  expect(await now()).toBe(0);
  await page.keyboard.press('ArrowRight');
  expect(await now()).toBe(1);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await now()).toBe(11);
  await page.keyboard.press('ArrowLeft');
  expect(await now()).toBe(10);
  await page.keyboard.press('End');
  expect(await now()).toBe(Number(await slider.getAttribute('aria-valuemax')));
});

test('the state on screen is what the command line says', async ({ window: page }) => {
  await openSample(page, 'shop');
  await page.getByRole('grid', { name: 'Events' }).getByRole('row').nth(5).click();
  await waitForIdle(page);
  const ordinal = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow');
  const store = 'resources/samples/shop/shop.sqlite';
  const { events } = eventloupe<{ events: { streamId: string }[] }>('events', store, '--where', `#${ordinal}`);
  const stream = events[0]!.streamId;
  const { state } = eventloupe<{ state: Record<string, unknown> }>(
    'state',
    store,
    '--projection',
    'resources/samples/shop/shop.projection.js',
    '--partition',
    stream,
    '--at',
    `#${ordinal}`,
  );
  const tree = page.getByRole('tree', { name: 'State' });
  for (const [key, value] of Object.entries(state)) {
    const item = tree.getByRole('treeitem', { name: new RegExp(`^${key}\\b`) }).first();
    await expect(item).toBeVisible();
    if (typeof value !== 'object') await expect(item).toContainText(String(value));
  }
});

test('the filter counts what the command line counts, and says where it is wrong', async ({ window: page }) => {
  await openSample(page, 'bank');
  const box = page.getByRole('searchbox', { name: 'Filter events' });
  const grid = page.getByRole('grid', { name: 'Events' });
  for (const query of [
    'type:Money*',
    '-type:Money* version:>=1',
    'data.amount:>1000',
    'type:*Opened or type:*Closed',
  ]) {
    await box.fill(query);
    await waitForIdle(page);
    const { matched } = eventloupe<{ matched: number }>(
      'events',
      'resources/samples/bank/bank.jsonl',
      '--where',
      query,
      '--limit',
      '1',
    );
    await expect(grid).toHaveAttribute('aria-rowcount', String(matched));
  }
  await box.fill('typ:Money');
  await expect(page.getByText(/type/i).and(page.locator('[role=alert], [role=alert] *')).first()).toBeVisible();
  await box.fill('stream:nobody-at-all');
  await waitForIdle(page);
  await expect(grid).toHaveAttribute('aria-rowcount', '0');
});

test('the navigator filters', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page
    .getByRole('button', { name: /MoneyDeposited/ })
    .first()
    .click();
  await waitForIdle(page);
  await expect(page.getByRole('searchbox', { name: 'Filter events' })).toHaveValue(/type:MoneyDeposited/);
});

test('a reload keeps the view', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('type:Money*');
  await waitForIdle(page);
  await page.getByRole('grid', { name: 'Events' }).getByRole('row').nth(3).click();
  await waitForIdle(page);
  const slider = page.getByRole('slider', { name: 'Playhead' });
  const ordinal = await slider.getAttribute('aria-valuenow');
  await page.reload();
  await waitForIdle(page);
  await expect(slider).toHaveAttribute('aria-valuenow', ordinal!);
  await expect(page.getByRole('searchbox', { name: 'Filter events' })).toHaveValue('type:Money*');
});

test('what the status bar says goes when one moves on', async ({ window: page }) => {
  await openSample(page, 'bank');
  const said = page.getByRole('status', { name: 'Status' }).getByText('There is no finding after this point.');
  await page.keyboard.press('e');
  await expect(said).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(said).toHaveCount(0);
});

test('a playhead that the filter leaves out says so', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('stream:account-1017');
  await waitForIdle(page);
  await page.getByRole('button', { name: 'Jump to start' }).click();
  await expect(page.getByText('left out by the filter')).toBeVisible();
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(page.getByText('left out by the filter')).toHaveCount(0);
});

test('a projection that fails says where, beside the state and beside the changes', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.getByLabel('Projection file', { exact: true }).setInputFiles({
    name: 'fails.projection.js',
    mimeType: 'text/javascript',
    buffer: Buffer.from(
      'export const initialState = () => 0; export const evolve = () => { throw new Error("cannot"); };',
    ),
  });
  const failure = page.getByRole('region', { name: 'State' }).getByRole('alert');
  await expect(failure).toContainText('cannot');
  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(failure).toContainText('fails.projection.js failed at');
});

test('play moves the playhead until it is paused', async ({ window: page }) => {
  await openSample(page, 'bank');
  await page.keyboard.press('Home');
  const slider = page.getByRole('slider', { name: 'Playhead' });
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});
