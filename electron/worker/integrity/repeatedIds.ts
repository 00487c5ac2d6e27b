import type { Ordinal } from '../../../shared/model/event.ts';
import type { IdTable } from '../eventIndex/idTable.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { SLICE } from './check.ts';

/** An id that several events have. */
export interface RepeatedId {
  readonly id: string;
  /** At least two, ascending. */
  readonly ordinals: readonly Ordinal[];
  /** Whether type, stream and payload of all of them are the same to the byte. */
  readonly isSameContent: boolean;
}

/** Records that are read in one go. */
const BATCH = 256;

/** The ids that several events have, in order of their first event. Hashes find them, the ids themselves confirm it. */
export async function repeatedIds(log: ReadableLog, ids: IdTable, context: ScanContext): Promise<RepeatedId[]> {
  const { index } = log;
  const { length } = index;
  const groups = new Map<Ordinal, Ordinal[]>();
  for (let start = 0; start < length; start += SLICE) {
    const hashes = index.columns.eventIdHash;
    for (let i = start; i < Math.min(length, start + SLICE); i++) {
      const hash = hashes[i]!;
      if (Number.isNaN(hash)) continue;
      const first = ids.ordinalOf(hash);
      if (first === i) continue;
      const group = groups.get(first);
      if (group) group.push(i);
      else groups.set(first, [first, i]);
    }
    await context.breathe({ phase: 'check', done: start, total: length, unit: 'events' });
  }
  const found: RepeatedId[] = [];
  for (const first of [...groups.keys()].sort((a, b) => a - b)) {
    found.push(...(await confirmed(log, groups.get(first)!, context)));
  }
  return found;
}

/** Events of one hash by their real id: equal hashes of different ids are no repetition. */
async function confirmed(log: ReadableLog, ordinals: readonly Ordinal[], context: ScanContext): Promise<RepeatedId[]> {
  const byId = new Map<string, { ordinals: Ordinal[]; contents: Set<string> }>();
  const { stream, type } = log.index.columns;
  for (let start = 0; start < ordinals.length; start += BATCH) {
    const batch = ordinals.slice(start, start + BATCH);
    for (const [i, { eventId, payload }] of log.reader.readRecords(log.index, batch).entries()) {
      const ordinal = batch[i]!;
      const same = byId.get(eventId ?? '') ?? { ordinals: [], contents: new Set() };
      same.ordinals.push(ordinal);
      // Two contents settle it; no more are kept.
      if (same.contents.size < 2) same.contents.add(JSON.stringify([stream[ordinal], type[ordinal], payload]));
      byId.set(eventId ?? '', same);
    }
    await context.breathe({ phase: 'check', done: start, total: ordinals.length, unit: 'events' });
  }
  return [...byId]
    .filter(([, same]) => same.ordinals.length > 1)
    .map(([id, same]) => ({ id, ordinals: same.ordinals, isSameContent: same.contents.size === 1 }));
}
