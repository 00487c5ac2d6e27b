import { formatCount, formatSpan, plural } from '../../../shared/format.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { categoryOf } from '../eventIndex/envelope.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { type CheckResult, Findings, type IntegrityCheck, SLICE } from './check.ts';

/** Of the events of a source, how many have to be early, and which share of them, for its clock to be suspected. */
const FEWEST_EARLY = 3;
const EARLY_SHARE = 0.01;
/** Steps back that are kept of one source, for their median. */
const MOST_STEPS = 10_000;

/** Steps back in time, in micros. */
interface StepsBack {
  readonly ordinals: Ordinal[];
  readonly steps: number[];
  longest: number;
  /** The event of the longest one. */
  worst: Ordinal;
}

/** Events recorded earlier than one that stands before them. */
export const timeBackwards: IntegrityCheck = {
  id: 'time-backwards',
  title: 'Time going backwards',
  about:
    'The order of the log is the order of events; their times should follow it. Where they do not, a clock was wrong or events were moved, and reading the log up to a time gives another answer than reading it in order.',
  reads: 'columns',
  async run({ log: { index } }, context): Promise<CheckResult> {
    if (Number.isNaN(index.firstTime)) return { examined: 'Nothing: this store records no times.', findings: [] };
    const times = index.columns.recordedAt;
    const lastOf = new Float64Array(index.streams.size).fill(Number.NaN);
    /** By stream, in order of first appearance. */
    const inStream = new Map<number, StepsBack>();
    const acrossLog = new Map<number, StepsBack>();
    let timed = 0;
    for (let start = 0; start < index.length; start += SLICE) {
      for (let i = start; i < Math.min(index.length, start + SLICE); i++) {
        const time = times[i]!;
        if (Number.isNaN(time)) continue;
        timed++;
        const stream = index.columns.stream[i]!;
        const back = index.clock[i]! - time;
        if (back > 0) addStep(acrossLog, stream, i, back);
        const backInStream = lastOf[stream]! - time;
        if (backInStream > 0) addStep(inStream, stream, i, backInStream);
        else lastOf[stream] = time;
      }
      await context.breathe({ phase: 'check', done: start, total: index.length, unit: 'events' });
    }
    const findings = new Findings('time-backwards', 'streams in which time goes backwards');
    for (const [stream, { ordinals, longest, worst }] of inStream) {
      const id = index.streams.text(stream);
      findings.add('warning', id, ordinals, () =>
        ordinals.length === 1
          ? `In stream ${id} time goes back once, by ${formatSpan(longest)} at #${worst}.`
          : `In stream ${id} time goes back ${formatCount(ordinals.length)} times, by up to ${formatSpan(longest)} at #${worst}.`,
      );
    }
    addAcrossLog(index, acrossLog, findings);
    return { examined: `${plural(timed, 'event')} with a time`, findings: findings.list() };
  },
};

function addStep(of: Map<number, StepsBack>, key: number, ordinal: Ordinal, step: number): void {
  const found = of.get(key) ?? { ordinals: [], steps: [], longest: 0, worst: ordinal };
  found.ordinals.push(ordinal);
  if (found.steps.length < MOST_STEPS) found.steps.push(step);
  if (step > found.longest) [found.longest, found.worst] = [step, ordinal];
  of.set(key, found);
}

/** One finding for the whole log, and one for each category of streams whose clock seems to be behind the others'. */
function addAcrossLog(index: EventIndex, byStream: ReadonlyMap<number, StepsBack>, findings: Findings): void {
  if (byStream.size === 0) return;
  const all = [...byStream.values()];
  const early = all.flatMap(({ ordinals }) => ordinals).sort((a, b) => a - b);
  const { longest, worst } = all.reduce((worse, one) => (one.longest > worse.longest ? one : worse));
  findings.add(
    'notice',
    'log',
    early,
    () =>
      `Across the log ${plural(early.length, 'event is', 'events are')} recorded earlier than one before, by up to ${formatSpan(longest)} at #${worst}.`,
  );
  const events = eventsByCategory(index);
  if (events.size < 2) return;
  const sources = new Map<string, { ordinals: Ordinal[]; steps: number[] }>();
  for (const [stream, { ordinals, steps }] of byStream) {
    const category = categoryOf(index.streams.text(stream));
    const source = sources.get(category) ?? { ordinals: [], steps: [] };
    source.ordinals.push(...ordinals);
    if (source.steps.length < MOST_STEPS) source.steps.push(...steps);
    sources.set(category, source);
  }
  for (const [category, { ordinals, steps }] of sources) {
    const of = events.get(category)!;
    if (ordinals.length < FEWEST_EARLY || ordinals.length < of * EARLY_SHARE) continue;
    steps.sort((a, b) => a - b);
    const typical = steps[steps.length >> 1]!;
    findings.add(
      'notice',
      `clock:${category}`,
      ordinals.sort((a, b) => a - b),
      () =>
        `The clock of ${category} seems to be behind that of the others, typically by ${formatSpan(typical)}: ${formatCount(ordinals.length)} of its ${plural(of, 'event')} are recorded earlier than one before.`,
    );
  }
}

function eventsByCategory(index: EventIndex): Map<string, number> {
  const events = new Map<string, number>();
  for (let stream = 0; stream < index.streams.size; stream++) {
    const category = categoryOf(index.streams.text(stream));
    events.set(category, (events.get(category) ?? 0) + index.streamLength(stream));
  }
  return events;
}
