import { formatCount, formatSpan, plural } from '../../../shared/format.ts';
import { type CheckResult, Findings, type IntegrityCheck, SLICE } from './check.ts';

/** Events recorded earlier than one that stands before them. */
export const timeBackwards: IntegrityCheck = {
  id: 'time-backwards',
  title: 'Time going backwards',
  about:
    'The order of the log is the order of events; their times should follow it. Where they do not, a clock was wrong or events were moved, and reading the log up to a time gives another answer than reading it in order.',
  async run({ index }, _traits, context): Promise<CheckResult> {
    if (Number.isNaN(index.firstTime)) return { examined: 'Nothing: this store records no times.', findings: [] };
    const findings = new Findings('time-backwards', 'streams in which time goes backwards');
    const times = index.columns.recordedAt;
    const lastOf = new Float64Array(index.streams.size).fill(Number.NaN);
    /** Per stream, in order of first appearance: events before their predecessor, and the longest step back. */
    const steps = new Map<number, { ordinals: number[]; longest: number; worst: number }>();
    const acrossLog: number[] = [];
    let longest = 0;
    let worst = -1;
    let timed = 0;
    for (let start = 0; start < index.length; start += SLICE) {
      for (let i = start; i < Math.min(index.length, start + SLICE); i++) {
        const time = times[i]!;
        if (Number.isNaN(time)) continue;
        timed++;
        const back = index.clock[i]! - time;
        const stream = index.columns.stream[i]!;
        if (back > 0) acrossLog.push(i);
        if (back > longest) [longest, worst] = [back, i];
        const backInStream = lastOf[stream]! - time;
        if (backInStream > 0) {
          const found = steps.get(stream) ?? { ordinals: [], longest: 0, worst: i };
          found.ordinals.push(i);
          if (backInStream > found.longest) [found.longest, found.worst] = [backInStream, i];
          steps.set(stream, found);
        } else lastOf[stream] = time;
      }
      await context.breathe({ phase: 'check', done: start, total: index.length, unit: 'events' });
    }
    for (const [stream, found] of steps) {
      const id = index.streams.text(stream);
      findings.add('warning', id, found.ordinals, () =>
        found.ordinals.length === 1
          ? `In stream ${id} time goes back once, by ${formatSpan(found.longest)} at #${found.worst}.`
          : `In stream ${id} time goes back ${formatCount(found.ordinals.length)} times, by up to ${formatSpan(found.longest)} at #${found.worst}.`,
      );
    }
    if (acrossLog.length > 0) {
      findings.add(
        'notice',
        'log',
        acrossLog,
        () =>
          `Across the log ${plural(acrossLog.length, 'event is', 'events are')} recorded earlier than one before, by up to ${formatSpan(longest)} at #${worst}.`,
      );
    }
    return { examined: `${plural(timed, 'event')} with a time`, findings: findings.list() };
  },
};
