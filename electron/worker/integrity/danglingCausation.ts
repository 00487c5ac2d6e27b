import { formatCount, plural } from '../../../shared/format.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { IdTable } from '../eventIndex/idTable.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';
import { type CheckResult, Findings, type IntegrityCheck, MAX_ORDINALS } from './check.ts';
import { eventList } from './words.ts';

/** What a log says of causes. */
interface Causes {
  readonly withCause: number;
  readonly found: number;
  /** The first events whose cause is not in the log, as many as a finding tells. */
  readonly orphans: readonly Ordinal[];
}

/** Events that name a cause which is not there: the chain from effect to cause breaks. */
export const danglingCausation: IntegrityCheck = {
  id: 'dangling-causation',
  title: 'Causes that are not in the log',
  about:
    'An event may name the event or command that caused it. A cause that is not in the log was deleted, is in another store, or was a command that is not stored.',
  reads: 'columns',
  async run({ log, facts }, context): Promise<CheckResult> {
    const { index } = log;
    const ids = await facts.ids();
    const causes = await collect(index, ids, context);
    const { withCause, found, orphans } = causes;
    if (withCause === 0) return { examined: 'Nothing: no event of this store names a cause.', findings: [] };
    const findings = new Findings('dangling-causation', 'causes that are not in the log');
    const missing = withCause - found;
    const harmless = missing > 0 ? await whyHarmless(causes, index, ids, context) : null;
    if (harmless !== null) {
      findings.add(
        'notice',
        'all',
        orphans,
        () =>
          `${plural(missing, 'event names a cause that is', 'events name causes that are')} not in the log: ${eventList(orphans, missing)}. ${harmless}`,
        missing,
      );
    } else if (missing > 0) {
      for (const ordinals of (await byMissingCause(index, ids, context)).values()) {
        const id = findings.isFull ? '' : (log.reader.readRecords(index, [ordinals[0]!])[0]!.causationId ?? '');
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

async function collect(index: EventIndex, ids: IdTable, context: ScanContext): Promise<Causes> {
  const orphans: Ordinal[] = [];
  let withCause = 0;
  let found = 0;
  await inSlices(index.length, pauseOf(context, 'check', index.length), (from, to) => {
    const { causationIdHash } = index.columns;
    for (let i = from; i < to; i++) {
      const cause = causationIdHash[i]!;
      if (Number.isNaN(cause)) continue;
      withCause++;
      if (ids.ordinalOf(cause) >= 0) found++;
      else if (orphans.length < MAX_ORDINALS) orphans.push(i);
    }
  });
  return { withCause, found, orphans };
}

/**
 * Why missing causes need not mean that anything is lost; `null` when they may. Emmett 0.43 makes up a cause for every
 * event that has none: then all events name one, and each made-up cause is named exactly once (formats.md, section 1).
 */
async function whyHarmless(
  { withCause, found }: Causes,
  index: EventIndex,
  ids: IdTable,
  context: ScanContext,
): Promise<string | null> {
  if (found === 0) {
    return 'No cause named in this log is an event of it, so causes here are commands or events of another store.';
  }
  if (withCause === index.length && (await areNamedOnce(index, ids, context))) {
    return 'Every event of this log names a cause, even the first, and these are each named only once: the library that wrote them makes one up where there is none.';
  }
  return null;
}

/** Whether each cause that is not in the log is named by one event alone. */
async function areNamedOnce(index: EventIndex, ids: IdTable, context: ScanContext): Promise<boolean> {
  const { length } = index;
  const pause = pauseOf(context, 'check', length);
  const missing = new Float64Array(length);
  await inSlices(length, pause, (from, to) => {
    const { causationIdHash } = index.columns;
    for (let i = from; i < to; i++) {
      const cause = causationIdHash[i]!;
      missing[i] = ids.ordinalOf(cause) >= 0 ? Number.NaN : cause;
    }
  });
  const first = await IdTable.of(missing, pause);
  let once = true;
  await inSlices(length, pause, (from, to) => {
    for (let i = from; i < to; i++) if (!Number.isNaN(missing[i]!)) once &&= first.ordinalOf(missing[i]!) === i;
  });
  return once;
}

/** Events by the cause (hash) that is not in the log, in order of first appearance. */
async function byMissingCause(
  index: EventIndex,
  ids: IdTable,
  context: ScanContext,
): Promise<ReadonlyMap<number, readonly Ordinal[]>> {
  const missing = new Map<number, Ordinal[]>();
  await inSlices(index.length, pauseOf(context, 'check', index.length), (from, to) => {
    const { causationIdHash } = index.columns;
    for (let i = from; i < to; i++) {
      const cause = causationIdHash[i]!;
      if (Number.isNaN(cause) || ids.ordinalOf(cause) >= 0) continue;
      const same = missing.get(cause);
      if (same) same.push(i);
      else missing.set(cause, [i]);
    }
  });
  return missing;
}
