import { formatSpan, plural } from '../../../shared/format.ts';
import { type CheckResult, Findings, type IntegrityCheck, SLICE } from './check.ts';

/** Micros by which clocks of two machines may differ without anybody having to know. */
const TOLERANCE = 60e6;

/** Events that were recorded after the store was last written. */
export const futureEvents: IntegrityCheck = {
  id: 'future-events',
  title: 'Events in the future',
  about:
    'No event can be recorded after the file that holds it was last written. One that claims to was written with a wrong clock, or its time is not a time.',
  reads: 'columns',
  async run({ log: { index, modifiedMs } }, context): Promise<CheckResult> {
    if (Number.isNaN(index.firstTime)) return { examined: 'Nothing: this store records no times.', findings: [] };
    if (modifiedMs === undefined) {
      return { examined: 'Nothing: it is not known when the store was last written.', findings: [] };
    }
    const written = modifiedMs * 1000;
    const ordinals: number[] = [];
    let latest = written;
    let worst = -1;
    let timed = 0;
    for (let start = 0; start < index.length; start += SLICE) {
      const times = index.columns.recordedAt;
      for (let i = start; i < Math.min(index.length, start + SLICE); i++) {
        const time = times[i]!;
        if (Number.isNaN(time)) continue;
        timed++;
        if (time <= written + TOLERANCE) continue;
        ordinals.push(i);
        if (time > latest) [latest, worst] = [time, i];
      }
      await context.breathe({ phase: 'check', done: start, total: index.length, unit: 'events' });
    }
    const findings = new Findings('future-events', 'events in the future');
    if (ordinals.length > 0) {
      findings.add(
        'warning',
        'log',
        ordinals,
        () =>
          `${plural(ordinals.length, 'event is', 'events are')} recorded after the store was last written, by up to ${formatSpan(latest - written)} at #${worst}.`,
      );
    }
    return {
      examined: `${plural(timed, 'event')} with a time, against the time at which the store was last written`,
      findings: findings.list(),
    };
  },
};
