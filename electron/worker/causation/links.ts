import type { Ordinal } from '../../../shared/model/event.ts';
import { idHash } from '../eventIndex/idHash.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';

const SLICE = 65_536;
const BATCH = 500;

/** The three ids of an event, by which events are linked. */
export interface LinkIds {
  readonly eventId: string | null;
  readonly causationId: string | null;
  readonly correlationId: string | null;
}

type HashColumn = 'eventIdHash' | 'causationIdHash' | 'correlationIdHash';

const idOf = {
  eventIdHash: 'eventId',
  causationIdHash: 'causationId',
  correlationIdHash: 'correlationId',
} as const satisfies Record<HashColumn, keyof LinkIds>;

export function idsAt({ index, reader }: ReadableLog, ordinal: Ordinal): LinkIds {
  return reader.readRecords(index, [ordinal])[0]!;
}

/**
 * The events that hold one of some ids in a column, in order, each with that id: found by hash, confirmed by reading.
 * At most `limit` of them are confirmed; `more` counts those that were not, by their hashes alone.
 */
export async function eventsWith(
  log: ReadableLog,
  column: HashColumn,
  ids: readonly string[],
  limit: number,
  context: ScanContext,
): Promise<{ found: { ordinal: Ordinal; ids: LinkIds }[]; more: Ordinal[] }> {
  const { index } = log;
  const wanted = new Set(ids);
  const hashes = new Set(ids.map(idHash));
  const only = hashes.size === 1 ? [...hashes][0]! : null;
  const candidates: Ordinal[] = [];
  for (let start = 0; start < index.length; start += SLICE) {
    const end = Math.min(index.length, start + SLICE);
    const values = index.columns[column];
    for (let i = start; i < end; i++) {
      if (only === null ? hashes.has(values[i]!) : values[i] === only) candidates.push(i);
    }
    await context.breathe({ phase: 'read', done: end, total: index.length, unit: 'events' });
  }
  const found: { ordinal: Ordinal; ids: LinkIds }[] = [];
  let at = 0;
  while (at < candidates.length && found.length < limit) {
    const page = candidates.slice(at, at + Math.min(BATCH, limit - found.length));
    const records = log.reader.readRecords(index, page);
    page.forEach((ordinal, i) => {
      const id = records[i]![idOf[column]];
      if (id !== null && wanted.has(id)) found.push({ ordinal, ids: records[i]! });
    });
    at += page.length;
    await context.breathe({ phase: 'read', done: at, total: candidates.length, unit: 'events' });
  }
  return { found, more: candidates.slice(at) };
}
