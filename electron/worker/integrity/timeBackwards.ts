import { formatCount, formatSpan, plural } from '../../../shared/format.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { categoryOf } from '../eventIndex/envelope.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';
import { type CheckResult, Findings, type IntegrityCheck, MAX_ORDINALS, SLICE } from './check.ts';

/** Of the events of a source, how many have to be early, and which share of them, for its clock to be suspected. */
const FEWEST_EARLY = 3;
const EARLY_SHARE = 0.01;
/** Steps back that are kept of one source, for their median. */
const MOST_STEPS = 10_000;
/** Streams that are put together between two breaths. */
const FEW = 256;

/** Steps back in time, in micros. */
interface StepsBack {
  count: number;
  /** The first ones, as many as a finding tells. */
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
    for (const [stream, { count, ordinals, longest, worst }] of inStream) {
      const id = index.streams.text(stream);
      findings.add(
        'warning',
        id,
        ordinals,
        () =>
          count === 1
            ? `In stream ${id} time goes back once, by ${formatSpan(longest)} at #${worst}.`
            : `In stream ${id} time goes back ${formatCount(count)} times, by up to ${formatSpan(longest)} at #${worst}.`,
        count,
      );
    }
    await addAcrossLog(index, acrossLog, findings, context);
    return { examined: `${plural(timed, 'event')} with a time`, findings: findings.list() };
  },
};

function addStep(of: Map<number, StepsBack>, key: number, ordinal: Ordinal, step: number): void {
  const found = of.get(key) ?? { count: 0, ordinals: [], steps: [], longest: 0, worst: ordinal };
  found.count++;
  if (found.ordinals.length < MAX_ORDINALS) found.ordinals.push(ordinal);
  if (found.steps.length < MOST_STEPS) found.steps.push(step);
  if (step > found.longest) [found.longest, found.worst] = [step, ordinal];
  of.set(key, found);
}

/** One finding for the whole log, and one for each category of streams whose clock seems to be behind the others'. */
async function addAcrossLog(
  index: EventIndex,
  byStream: ReadonlyMap<number, StepsBack>,
  findings: Findings,
  context: ScanContext,
): Promise<void> {
  if (byStream.size === 0) return;
  const early = await together(index, byStream, () => '', context);
  const { count, ordinals, longest, worst } = early.get('')!;
  findings.add(
    'notice',
    'log',
    ordinals,
    () =>
      `Across the log ${plural(count, 'event is', 'events are')} recorded earlier than one before, by up to ${formatSpan(longest)} at #${worst}.`,
    count,
  );
  const events = await eventsByCategory(index, context);
  if (events.size < 2) return;
  for (const [category, source] of await together(index, byStream, categoryOf, context)) {
    const of = events.get(category)!;
    if (source.count < FEWEST_EARLY || source.count < of * EARLY_SHARE) continue;
    const steps = source.steps.sort((a, b) => a - b);
    const typical = steps[steps.length >> 1]!;
    findings.add(
      'notice',
      `clock:${category}`,
      source.ordinals,
      () =>
        `The clock of ${category} seems to be behind that of the others, typically by ${formatSpan(typical)}: ${formatCount(source.count)} of its ${plural(of, 'event')} are recorded earlier than one before.`,
      source.count,
    );
  }
}

/** What streams have together, by a name that is made of theirs. */
async function together(
  index: EventIndex,
  byStream: ReadonlyMap<number, StepsBack>,
  nameOf: (streamId: string) => string,
  { breathe }: ScanContext,
): Promise<Map<string, StepsBack>> {
  const found = new Map<string, StepsBack>();
  let done = 0;
  for (const [stream, one] of byStream) {
    const name = nameOf(index.streams.text(stream));
    const all = found.get(name) ?? { count: 0, ordinals: [], steps: [], longest: 0, worst: one.worst };
    all.count += one.count;
    for (const ordinal of one.ordinals) all.ordinals.push(ordinal);
    if (all.ordinals.length > 8 * MAX_ORDINALS) keepFirst(all.ordinals);
    if (all.steps.length < MOST_STEPS) for (const step of one.steps) all.steps.push(step);
    if (one.longest > all.longest) [all.longest, all.worst] = [one.longest, one.worst];
    found.set(name, all);
    if (++done % FEW === 0) await breathe({ phase: 'check', done, total: byStream.size, unit: 'events' });
  }
  for (const { ordinals } of found.values()) keepFirst(ordinals);
  return found;
}

/** Leaves as many as a finding tells, the first of them. */
function keepFirst(ordinals: Ordinal[]): void {
  ordinals.sort((a, b) => a - b);
  ordinals.splice(MAX_ORDINALS);
}

async function eventsByCategory(index: EventIndex, context: ScanContext): Promise<Map<string, number>> {
  const events = new Map<string, number>();
  const { size } = index.streams;
  await inSlices(size, pauseOf(context, 'check', size), (from, to) => {
    for (let stream = from; stream < to; stream++) {
      const category = categoryOf(index.streams.text(stream));
      events.set(category, (events.get(category) ?? 0) + index.streamLength(stream));
    }
  });
  return events;
}
