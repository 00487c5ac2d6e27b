import { categoryOf } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { type Pause, pauseOf } from '../turns/slices.ts';
import { differences, type EventNumbers, learnTotals, type RunningTotal } from './runningTotals.ts';
import type { RevisionGap } from './streamRevisions.ts';

/** Events of whole streams from which it is learnt what adds up, and streams with a gap that are looked at. */
const LEARNT_EVENTS = 20_000;
const MOST_GAPS = 100;
/** Events whose payloads are read between two breaths. */
const BATCH = 256;
/** A longer stream is not added up. */
const LONGEST_STREAM = 100_000;

/**
 * What gaps did, as far as the log itself can tell, as sentences by gap: which consumers have passed them, and which
 * number that a later event states no longer adds up. What adds up is learnt from whole streams of the same category.
 */
export async function gapEffects(
  log: ReadableLog,
  gaps: readonly RevisionGap[],
  context: ScanContext,
): Promise<ReadonlyMap<RevisionGap, readonly string[]>> {
  const effects = new Map<RevisionGap, readonly string[]>();
  const totals = new Map<string, readonly RunningTotal[]>();
  const { length } = log.index;
  const pause = (): ReturnType<Pause> => pauseOf(context, 'check', length)(length);
  const broken = new Set(gaps.map(({ stream }) => stream));
  for (const gap of gaps.slice(0, MOST_GAPS)) {
    const category = categoryOf(log.index.streams.text(gap.stream));
    const rules = totals.get(category) ?? (await learnTotals(await wholeStreams(log, category, broken, pause), pause));
    totals.set(category, rules);
    const sentences = [...(await brokenTotals(log, gap, rules, pause)), ...passedBy(log, gap)];
    if (sentences.length > 0) effects.set(gap, sentences);
  }
  return effects;
}

/** Consumers whose checkpoint is at or behind the event after the gap. */
function passedBy({ index, reader }: ReadableLog, { next }: RevisionGap): string[] {
  const position = index.columns.globalPosition.at(next);
  const own = reader.checkpoints().filter(({ ofAnotherStore }) => !ofAnotherStore);
  if (own.length === 0 || Number.isNaN(index.columns.globalPosition.number(next))) return [];
  const passed = own.filter(({ globalPosition }) => globalPosition >= position).map(({ consumer }) => consumer);
  if (passed.length === 0) return ['No consumer has passed it yet.'];
  return [`Consumers that have passed it without that event: ${passed.join(', ')}.`];
}

async function brokenTotals(
  log: ReadableLog,
  { stream, next }: RevisionGap,
  rules: readonly RunningTotal[],
  pause: Pause,
): Promise<string[]> {
  if (rules.length === 0 || log.index.streamLength(stream) > LONGEST_STREAM) return [];
  const ordinals = log.index.ordinalsOfStream(stream);
  const events = await numbersOf(log, ordinals, pause);
  return rules.flatMap((rule) => {
    const found = differences(rule, events);
    const before = found.findLast(({ at }) => ordinals[at]! < next)?.off ?? 0;
    const after = found.find(({ at }) => ordinals[at]! >= next);
    if (after === undefined || before !== 0 || after.off === 0) return [];
    const sum = rule.terms.map(({ type, field, sign }, i) => {
      const operator = sign < 0 ? '−' : i === 0 ? '' : '+';
      return `${operator}${i === 0 ? '' : ' '}${type}.${field}`;
    });
    const off = Math.round(Math.abs(after.off) * 1e6) / 1e6;
    return [
      `${rule.type}.${rule.field} at #${ordinals[after.at]} is ${off} ${after.off < 0 ? 'less' : 'more'} than the events of the stream add up to; in other streams it is ${sum.join(' ')} (${rule.fits} of ${rule.stated} times).`,
    ];
  });
}

/** Numbers of the events of whole streams of a category. */
async function wholeStreams(
  log: ReadableLog,
  category: string,
  broken: ReadonlySet<number>,
  pause: Pause,
): Promise<EventNumbers[][]> {
  const { streams } = log.index;
  const found: EventNumbers[][] = [];
  let events = 0;
  for (let stream = 0; stream < streams.size && events < LEARNT_EVENTS; stream++) {
    const length = log.index.streamLength(stream);
    if (broken.has(stream) || length > LEARNT_EVENTS - events || categoryOf(streams.text(stream)) !== category)
      continue;
    events += length;
    found.push(await numbersOf(log, log.index.ordinalsOfStream(stream), pause));
  }
  return found;
}

/** The numbers that stand in the payloads of events, outermost members only. */
async function numbersOf({ index, reader }: ReadableLog, ordinals: Uint32Array, pause: Pause): Promise<EventNumbers[]> {
  const found: EventNumbers[] = [];
  for (let from = 0; from < ordinals.length; from += BATCH) {
    const batch = ordinals.subarray(from, from + BATCH);
    for (const [i, text] of reader.readPayloads(index, batch).entries()) {
      const type = index.types.text(index.columns.type[batch[i]!]!);
      found.push({ type, numbers: text === null ? {} : outerNumbers(text) });
    }
    await pause(from);
  }
  return found;
}

function outerNumbers(text: string): Record<string, number> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {}; // A payload that is no JSON is another check's finding.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((member): member is [string, number] => typeof member[1] === 'number'),
  );
}
