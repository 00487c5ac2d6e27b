import { KeptIndexes } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { dyingWriter } from '../../../../builders/dyingWriter.ts';
import { statesOf } from '../../../../builders/keptStates.ts';

// Folds a projection over a store, as a process of its own, and keeps its snapshots: arguments and output as those of
// `killedWriter.ts`. The index of the store is not kept, so that all that is written is snapshots.

const [path, folder, killAt] = process.argv.slice(2);
const kept = new KeptIndexes({ folder: folder!, fewestEvents: Number.POSITIVE_INFINITY });
const writer = await dyingWriter(Number(killAt));
writer.begin();
await statesOf(path!, kept, { points: [-1] });
console.log(writer.operations());
