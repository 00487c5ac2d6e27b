import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import type { Reducer } from '../replay/reducer.ts';
import type { BranchPlan, PlacedRow } from './plan.ts';

/**
 * To which partition each placed event of a branch belongs, in the order of the branch; those that belong to none are
 * left out. An event whose key cannot be found out belongs to none either, as in reality.
 */
export async function branchKeys(
  log: ReadableLog,
  reducer: Reducer,
  { placed }: BranchPlan,
  context: ScanContext,
): Promise<ReadonlyMap<PlacedRow, string>> {
  const keys = new Map<PlacedRow, string>();
  const read = placed.filter(({ streamId }) => reducer.reads(streamId));
  const { partitioning } = reducer;
  if (partitioning.kind !== 'key') {
    for (const one of read) keys.set(one, partitioning.kind === 'stream' ? one.streamId : '');
    return keys;
  }
  for (const one of read) {
    // A run each: what failed once must not take the others along.
    const run = await partitioning.begin();
    try {
      const [key] = run.keys(reducer.read(log, [one.row])).keys;
      if (key !== null && key !== undefined) keys.set(one, key);
    } finally {
      run.close();
    }
    await context.breathe({ phase: 'replay', done: keys.size, total: read.length, unit: 'events' });
  }
  return keys;
}
