import { plural } from '../../../shared/format.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { IdTable } from '../eventIndex/idTable.ts';
import type { ScanContext } from '../formats/format.ts';
import { type CheckResult, Findings, type IntegrityCheck, SLICE } from './check.ts';
import { eventList } from './words.ts';

/** Causes that come after their effects, or lead back to them. */
export const causationCycles: IntegrityCheck = {
  id: 'causation-cycles',
  title: 'Causes that come later or lead back',
  about:
    'A cause comes before its effect. An event that names itself, a later one, or a chain of causes that leads back to where it began was written with wrong ids, and the question why has no answer there.',
  reads: 'columns',
  async run({ log: { index }, facts }, context): Promise<CheckResult> {
    const ids = await facts.ids();
    const { withCause, self, later } = await causesNotBefore(index, ids, context);
    if (withCause === 0) return { examined: 'Nothing: no event of this store names a cause.', findings: [] };
    const findings = new Findings('causation-cycles', 'causes that come later or lead back');
    if (self.length > 0) {
      findings.add(
        'warning',
        'self',
        self,
        () => `${eventList(self)} ${self.length === 1 ? 'names itself as its' : 'name themselves as their'} cause.`,
      );
    }
    const inCircle = new Set<Ordinal>();
    for (const circle of circles(index, ids, later.keys())) {
      for (const member of circle) inCircle.add(member);
      circle.sort((a, b) => a - b);
      findings.add(
        'warning',
        `circle:#${circle[0]}`,
        circle,
        () => `${eventList(circle)} name each other as causes in a circle.`,
      );
    }
    for (const [ordinal, cause] of later) {
      if (inCircle.has(ordinal)) continue;
      findings.add(
        'warning',
        `later:#${ordinal}`,
        [ordinal, cause],
        () => `Event #${ordinal} names #${cause} as its cause, which comes later.`,
      );
    }
    const events = `${plural(withCause, 'event')} that ${withCause === 1 ? 'names' : 'name'} a cause`;
    return { examined: events, findings: findings.list() };
  },
};

interface CausesNotBefore {
  readonly withCause: number;
  /** Events that name themselves. */
  readonly self: readonly Ordinal[];
  /** Events that name a later one, with that. */
  readonly later: ReadonlyMap<Ordinal, Ordinal>;
}

async function causesNotBefore(index: EventIndex, ids: IdTable, context: ScanContext): Promise<CausesNotBefore> {
  const self: Ordinal[] = [];
  const later = new Map<Ordinal, Ordinal>();
  let withCause = 0;
  for (let start = 0; start < index.length; start += SLICE) {
    const { causationIdHash } = index.columns;
    for (let i = start; i < Math.min(index.length, start + SLICE); i++) {
      const hash = causationIdHash[i]!;
      if (Number.isNaN(hash)) continue;
      withCause++;
      const cause = ids.ordinalOf(hash);
      if (cause === i) self.push(i);
      else if (cause > i) later.set(i, cause);
    }
    await context.breathe({ phase: 'check', done: start, total: index.length, unit: 'events' });
  }
  return { withCause, self, later };
}

/** Circles of two events or more among the chains of causes from `starts` on; a circle has one that is caused later. */
function circles(index: EventIndex, ids: IdTable, starts: Iterable<Ordinal>): Ordinal[][] {
  const { causationIdHash } = index.columns;
  const done = new Uint8Array(index.length);
  const found: Ordinal[][] = [];
  for (const start of starts) {
    const path: Ordinal[] = [];
    const placeOf = new Map<Ordinal, number>();
    for (let at = start; at >= 0 && done[at] === 0; ) {
      const place = placeOf.get(at);
      if (place !== undefined) {
        if (path.length - place > 1) found.push(path.slice(place));
        break;
      }
      placeOf.set(at, path.length);
      path.push(at);
      const hash = causationIdHash[at]!;
      at = Number.isNaN(hash) ? -1 : ids.ordinalOf(hash);
    }
    for (const ordinal of path) done[ordinal] = 1;
  }
  return found;
}
