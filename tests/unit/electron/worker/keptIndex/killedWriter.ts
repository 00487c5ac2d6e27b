import { open } from 'node:fs/promises';
import { KeptIndexes } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { OpenedLog } from '../../../../../electron/worker/openedLog.ts';

// Opens a store and keeps its index, as a process of its own: store, cache folder, and at which operation on a file
// that is written the process ends as if it were killed (none for 0). Prints how many operations there were.

const [path, folder, killAt] = process.argv.slice(2);
const kept = new KeptIndexes({ folder: folder!, fewestEvents: 1 });

let operations = 0;
const own = await open(import.meta.filename, 'r');
const handles = Object.getPrototypeOf(own) as Record<'write' | 'sync' | 'close', (...args: unknown[]) => unknown>;
await own.close();

const log = await OpenedLog.open(path!, {
  signal: new AbortController().signal,
  report: () => {},
  kept,
  // What comes before the scan writes nothing.
  onReady: () => {
    for (const name of ['write', 'sync', 'close'] as const) {
      const real = handles[name];
      handles[name] = function (this: unknown, ...args) {
        operations++;
        // SIGKILL: no handler, no clean-up, nothing flushed.
        if (operations === Number(killAt)) process.kill(process.pid, 'SIGKILL');
        return real.apply(this, args);
      };
    }
  },
});
await log.kept;
log.close();
console.log(operations);
