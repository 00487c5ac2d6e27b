import { formatCount, plural } from '../../../shared/format.ts';
import type { ScanContext } from '../formats/format.ts';
import { type CheckedLog, type CheckResult, Findings, type IntegrityCheck, SLICE } from './check.ts';
import { eventList } from './words.ts';

/** What a log says of causes. */
interface Causes {
  readonly withCause: number;
  readonly found: number;
  /** Events by the cause (hash) that is not in the log, in order of first appearance. */
  readonly missing: ReadonlyMap<number, readonly number[]>;
}

/** Events that name a cause which is not there: the chain from effect to cause breaks. */
export const danglingCausation: IntegrityCheck = {
  id: 'dangling-causation',
  title: 'Causes that are not in the log',
  about:
    'An event may name the event or command that caused it. A cause that is not in the log was deleted, is in another store, or was a command that is not stored.',
  reads: 'columns',
  async run(checked, context): Promise<CheckResult> {
    const { log } = checked;
    const { index } = log;
    const causes = await collect(checked, context);
    const { withCause, found, missing } = causes;
    if (withCause === 0) return { examined: 'Nothing: no event of this store names a cause.', findings: [] };
    const findings = new Findings('dangling-causation', 'causes that are not in the log');
    const orphans = [...missing.values()].flat().sort((a, b) => a - b);
    const grouped = orphans.length > 0 ? whyHarmless(causes, index.length) : null;
    if (grouped !== null) {
      findings.add(
        'notice',
        'all',
        orphans,
        () =>
          `${plural(orphans.length, 'event names a cause that is', 'events name causes that are')} not in the log: ${eventList(orphans)}. ${grouped}`,
      );
    } else {
      for (const ordinals of missing.values()) {
        const id = log.reader.readRecords(index, [ordinals[0]!])[0]!.causationId ?? '';
        findings.add(
          'warning',
          id,
          ordinals,
          () =>
            `${eventList(ordinals)} ${ordinals.length === 1 ? 'names' : 'name'} ${id} as cause, and no event of this log has that id.`,
        );
        await context.breathe({ phase: 'check', done: index.length, total: index.length, unit: 'events' });
      }
    }
    return {
      examined: `${plural(withCause, 'event')} that ${withCause === 1 ? 'names' : 'name'} a cause; ${formatCount(found)} found`,
      findings: findings.list(),
    };
  },
};

async function collect({ log: { index }, facts }: CheckedLog, context: ScanContext): Promise<Causes> {
  const ids = await facts.ids();
  const missing = new Map<number, number[]>();
  let withCause = 0;
  let found = 0;
  for (let start = 0; start < index.length; start += SLICE) {
    const { causationIdHash } = index.columns;
    for (let i = start; i < Math.min(index.length, start + SLICE); i++) {
      const cause = causationIdHash[i]!;
      if (Number.isNaN(cause)) continue;
      withCause++;
      if (ids.ordinalOf(cause) >= 0) {
        found++;
        continue;
      }
      const same = missing.get(cause);
      if (same) same.push(i);
      else missing.set(cause, [i]);
    }
    await context.breathe({ phase: 'check', done: start, total: index.length, unit: 'events' });
  }
  return { withCause, found, missing };
}

/**
 * Why missing causes need not mean that anything is lost; `null` when they may. Emmett 0.43 makes up a cause for every
 * event that has none: then all events name one, and each made-up cause is named exactly once (formats.md, section 1).
 */
function whyHarmless({ withCause, found, missing }: Causes, events: number): string | null {
  if (found === 0) {
    return 'No cause named in this log is an event of it, so causes here are commands or events of another store.';
  }
  const once = [...missing.values()].every((ordinals) => ordinals.length === 1);
  if (withCause === events && once) {
    return 'Every event of this log names a cause, even the first, and these are each named only once: the library that wrote them makes one up where there is none.';
  }
  return null;
}
