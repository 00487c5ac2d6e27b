import { readdirSync } from 'node:fs';
import { MessageChannel } from 'node:worker_threads';
import { KeptIndexes } from '../../electron/worker/keptIndex/keptIndexes.ts';
import { serve } from '../../electron/worker/serve.ts';
import { SideFiles } from '../../electron/worker/sideFiles/sideFiles.ts';
import { createClient } from '../../shared/protocol/client.ts';
import { emitterPort } from '../../shared/protocol/emitterPort.ts';

// Started by a test with --expose-gc: opens and closes a store again and again and prints what the process holds.

const [path, times] = [process.argv[2]!, Number(process.argv[3])];
const { port1, port2 } = new MessageChannel();
serve(emitterPort(port1), new Map([['store', { ref: 'store', path, name: 'store' }]]), {
  kept: KeptIndexes.ofUser(),
  sides: SideFiles.ofUser(),
});
const client = createClient(emitterPort(port2));

function held() {
  globalThis.gc!();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rss, heapUsed, arrayBuffers, files: readdirSync('/proc/self/fd').length };
}

const seen: ReturnType<typeof held>[] = [];
for (let i = 0; i < times; i++) {
  await client.call('store.open', { ref: 'store', cache: false });
  await client.call('events.count', { query: 'type:Paid' });
  await client.call('state.at', { reducer: 'merge', partition: null, ordinal: 40_000 });
  await client.call('store.close', {});
  await new Promise((resolve) => setImmediate(resolve));
  seen.push(held());
}
client.close();
console.log(JSON.stringify(seen));
