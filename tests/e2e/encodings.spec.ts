import { AxeBuilder } from '@axe-core/playwright';
import { encode as msgpack } from '@msgpack/msgpack';
import protobuf from 'protobufjs';
import { writeEncodedStore } from '../builders/encodedStore.ts';
import { expect, test, waitForIdle } from './fixtures.ts';

const proto = 'syntax = "proto3"; package bank; message Moved { int64 amount = 1; } message Other {}';
const moved = protobuf.parse(proto, new protobuf.Root()).root.lookupType('bank.Moved');

test('an encoding is chosen for a type, tried on an event, remembered and removed', async ({ launch }, info) => {
  const payload = (amount: number): Uint8Array => moved.encode({ amount }).finish();
  // A stream of its own: what is chosen is remembered for this store.
  const stream = `account|${info.project.name}-${info.workerIndex}-${info.retry}`;
  const store = writeEncodedStore(info.outputPath('journal.sqlite'), [
    { stream, type: 'Opened', payload: msgpack({ owner: 'Ada' }) },
    { stream, type: 'Moved', payload: payload(300) },
    { stream, type: 'Moved', payload: payload(70) },
  ]);
  const page = await launch([store]);
  const shown = page.getByRole('tree', { name: 'Payload', exact: true });
  const events = page.getByRole('grid', { name: 'Events' });
  await page.getByRole('tab', { name: 'Event', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Payload in hex' })).toBeVisible();

  await page.getByRole('button', { name: 'Read as…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Payload encodings' });
  const use = dialog.getByRole('button', { name: 'Use this encoding' });
  await dialog.getByRole('combobox', { name: 'Encoding' }).selectOption({ label: 'Protobuf' });
  await expect(use).toBeDisabled();
  const schema = dialog.getByRole('textbox', { name: /\.proto file/ });
  await schema.fill('message {');
  await expect(dialog.getByRole('alert')).toContainText('no .proto file that can be read');
  await schema.fill(proto);
  await dialog.getByRole('combobox', { name: 'Message' }).selectOption('bank.Moved');
  await expect(dialog.getByRole('treeitem', { name: /amount/ })).toContainText('70');
  await waitForIdle(page);
  const { violations } = await new AxeBuilder({ page }).include('.encodings').analyze();
  expect(violations).toEqual([]);
  await use.click();

  await expect(dialog).toBeHidden();
  await expect(shown.getByRole('treeitem', { name: /amount/ })).toContainText('70');
  await page.getByRole('tab', { name: 'State', exact: true }).click();
  const state = page.getByRole('tree', { name: 'State' });
  await expect(state.getByRole('treeitem', { name: /amount/ })).toContainText('70');
  await expect(state.getByRole('treeitem', { name: /owner/ }), 'which its bytes said').toContainText('Ada');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('data.amount:>100');
  await expect(events).toHaveAttribute('aria-rowcount', '1');

  await page.reload();
  await waitForIdle(page);
  await expect(events).toHaveAttribute('aria-rowcount', '1');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('');
  await page.getByRole('tab', { name: 'Event', exact: true }).click();
  await page.getByRole('button', { name: 'as Protobuf…' }).click();
  await dialog.getByRole('button', { name: 'Remove the choice for Moved' }).click();
  await expect(dialog.getByRole('region', { name: 'Chosen for this store' })).toContainText('Nothing yet');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Payload in hex' })).toBeVisible();
});
