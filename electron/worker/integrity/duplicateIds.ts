import { plural } from '../../../shared/format.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { type CheckResult, Findings, type IntegrityCheck, SLICE } from './check.ts';
import { eventList } from './words.ts';

/** One event id on several events: an event came in twice, or an id was used again. */
export const duplicateIds: IntegrityCheck = {
  id: 'duplicate-ids',
  title: 'Event ids used twice',
  about:
    'An event id names one event. Consumers use it to recognise what they have handled, so a second event with the same id is skipped by some and handled twice by others.',
  async run(log, _traits, context): Promise<CheckResult> {
    const { index } = log;
    const hashes = index.columns.eventIdHash.subarray(0, index.length);
    const repeated = repeatedHashes(hashes);
    const candidates = new Map<number, number[]>();
    let withId = 0;
    for (let start = 0; start < index.length; start += SLICE) {
      for (let i = start; i < Math.min(index.length, start + SLICE); i++) {
        const hash = hashes[i]!;
        if (Number.isNaN(hash)) continue;
        withId++;
        if (!repeated.has(hash)) continue;
        const same = candidates.get(hash);
        if (same) same.push(i);
        else candidates.set(hash, [i]);
      }
      await context.breathe({ phase: 'check', done: start, total: index.length, unit: 'events' });
    }
    if (withId === 0) return { examined: 'Nothing: this store records no event ids.', findings: [] };
    const findings = new Findings('duplicate-ids', 'event ids that are used more than once');
    for (const ordinals of candidates.values()) {
      for (const [id, same] of await confirmed(log, ordinals, context)) {
        if (same.length < 2) continue;
        findings.add(
          'error',
          id,
          same,
          () => `Event id ${id} belongs to ${plural(same.length, 'event')}: ${eventList(same)}.`,
        );
      }
    }
    return { examined: `${plural(withId, 'event')} with an id`, findings: findings.list() };
  },
};

/** Hashes that stand there more than once, found by sorting a copy: no map of millions. */
function repeatedHashes(hashes: Float64Array): Set<number> {
  const sorted = hashes.slice().sort();
  const repeated = new Set<number>();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) repeated.add(sorted[i]!);
  return repeated;
}

/** Events of one hash by their real id: equal hashes of different ids are no finding. */
async function confirmed(
  log: ReadableLog,
  ordinals: readonly number[],
  context: ScanContext,
): Promise<Map<string, number[]>> {
  const byId = new Map<string, number[]>();
  for (let start = 0; start < ordinals.length; start += 256) {
    const batch = ordinals.slice(start, start + 256);
    for (const [i, record] of log.reader.readRecords(log.index, batch).entries()) {
      const id = record.eventId ?? '';
      const same = byId.get(id);
      if (same) same.push(batch[i]!);
      else byId.set(id, [batch[i]!]);
    }
    await context.breathe({ phase: 'check', done: start, total: ordinals.length, unit: 'events' });
  }
  return byId;
}
