import { KeptIndexes } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { OpenedLog } from '../../../../../electron/worker/openedLog.ts';
import { dyingWriter } from '../../../../builders/dyingWriter.ts';

// Opens a store and keeps its index, as a process of its own: store, cache folder, and at which operation on a file
// that is written the process ends as if it were killed (none for 0). Prints how many operations there were.

const [path, folder, killAt] = process.argv.slice(2);
const kept = new KeptIndexes({ folder: folder!, fewestEvents: 1 });
const writer = await dyingWriter(Number(killAt));

const log = await OpenedLog.open(path!, {
  signal: new AbortController().signal,
  report: () => {},
  kept,
  // What comes before the scan writes nothing.
  onReady: () => writer.begin(),
});
await log.kept;
log.close();
console.log(writer.operations());
