import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createNodeWorker } from '../../electron/headless/nodeWorker.ts';
import { grantOf } from '../../electron/paths/storeEntry.ts';
import { createClient } from '../../shared/protocol/client.ts';

// A projection may hang in one step that the sandbox cannot interrupt. That costs the worker, and no more.

it('stops a worker that hangs, and opens the store again without what hung it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
  const store = join(folder, 'bank.jsonl');
  writeFileSync(store, '{"streamId":"a-1","type":"Opened","data":{"n":1}}\n');
  writeFileSync(
    join(folder, 'bank.projection.js'),
    'export const initialState = () => [].indexOf.call({ length: 2 ** 53 - 1 }, 1);\nexport const evolve = (state) => state;\n',
  );
  let crash = '';
  const worker = createNodeWorker(
    new URL('../../electron/worker/index.ts', import.meta.url),
    (error) => (crash = error.message),
    { everyMs: 200, asks: 10 },
  );
  try {
    const grant = grantOf(store);
    await worker.grant(grant);
    const first = createClient(worker.connect());
    await expect(first.call('store.open', { ref: grant.ref, cache: false })).rejects.toMatchObject({
      code: 'worker-lost',
    });
    expect(crash).toContain('did not answer for 2 s');
    const second = createClient(worker.connect());
    expect(await second.call('store.open', { ref: grant.ref, cache: false })).toMatchObject({ events: 1 });
    const { reducers, failures } = await second.call('projections.list', {});
    expect(reducers.map(({ id }) => id)).toEqual(['merge']);
    expect(failures).toEqual([{ name: 'bank.projection.js', message: expect.stringContaining('got stuck before') }]);
  } finally {
    await worker.close();
    rmSync(folder, { recursive: true });
  }
});
