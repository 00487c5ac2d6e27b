import type { Pause } from '../turns/slices.ts';

/** What adds up in streams: a number that an event states, from numbers of the events before it and its own. */
export interface RunningTotal {
  readonly type: string;
  readonly field: string;
  /** Which numbers are added (1) and taken away (-1). */
  readonly terms: readonly { readonly type: string; readonly field: string; readonly sign: 1 | -1 }[];
  /** Events of the streams that it was learnt from that state the number, and those of them where it adds up. */
  readonly stated: number;
  readonly fits: number;
}

/** Numbers of one event, by the name of their member. */
export interface EventNumbers {
  readonly type: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** Numbers that may be added up, tried in all combinations: 3^7 of them. */
const MOST_TERMS = 7;
/** Events that state a number, for one rule. */
const FEWEST_STATED = 5;
const MOST_STATED = 200;
const FITTING_SHARE = 0.95;

const keyOf = (type: string, field: string): string => `${type}\u0000${field}`;

/** Whether two sums are the same money: doubles differ in the last digits. */
export const isSame = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/**
 * Rules that hold in whole streams, simplest first for each number that is stated: found by trying, since few numbers
 * come into question. A number that never changes, or only repeats another of the same event, says nothing. `pause` is
 * awaited between two numbers.
 */
export async function learnTotals(
  streams: readonly (readonly EventNumbers[])[],
  pause: Pause,
): Promise<RunningTotal[]> {
  const counts = new Map<string, number>();
  for (const { type, numbers } of streams.flat()) {
    for (const field of Object.keys(numbers)) counts.set(keyOf(type, field), (counts.get(keyOf(type, field)) ?? 0) + 1);
  }
  const columns = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([key]) => key);
  const totals: RunningTotal[] = [];
  for (const target of [...columns].sort()) {
    await pause(totals.length);
    const terms = columns.filter((key) => key !== target).slice(0, MOST_TERMS);
    const samples = samplesOf(streams, target, terms);
    const isVaried = samples.some(({ stated }) => !isSame(stated, samples[0]!.stated));
    if (samples.length < FEWEST_STATED || !isVaried) continue;
    const found = bestSigns(samples, terms.length);
    if (found === null) continue;
    // What its own event gives alone is a copy or a sum within the event, and says nothing of others.
    if (samples.every(({ stated, own }) => isSame(stated, signedSum(own, found.signs)))) continue;
    const [type, field] = target.split('\u0000') as [string, string];
    const signed = terms.flatMap((key, i) => {
      const [ofType, ofField] = key.split('\u0000') as [string, string];
      const sign = found.signs[i]!;
      return sign === 0 ? [] : [{ type: ofType, field: ofField, sign }];
    });
    totals.push({ type, field, terms: signed, stated: samples.length, fits: found.fits });
  }
  return totals;
}

/** What a rule says of one stream: at each event that states the number, how far the sum is off. */
export function differences(total: RunningTotal, events: readonly EventNumbers[]): { at: number; off: number }[] {
  const found: { at: number; off: number }[] = [];
  let sum = 0;
  for (const [at, event] of events.entries()) {
    for (const { type, field, sign } of total.terms) if (event.type === type) sum += sign * (event.numbers[field] ?? 0);
    const stated = event.type === total.type ? event.numbers[total.field] : undefined;
    if (stated !== undefined) found.push({ at, off: isSame(stated, sum) ? 0 : stated - sum });
  }
  return found;
}

interface Sample {
  readonly stated: number;
  /** Of each term the sum so far, and what the event itself adds to it. */
  readonly sums: Float64Array;
  readonly own: Float64Array;
}

function samplesOf(streams: readonly (readonly EventNumbers[])[], target: string, terms: readonly string[]): Sample[] {
  const samples: Sample[] = [];
  for (const events of streams) {
    const sums = new Float64Array(terms.length);
    for (const { type, numbers } of events) {
      const own = Float64Array.from(terms, (term) => {
        const [ofType, field] = term.split('\u0000') as [string, string];
        return type === ofType ? (numbers[field] ?? 0) : 0;
      });
      for (let i = 0; i < terms.length; i++) sums[i]! += own[i]!;
      for (const [field, stated] of Object.entries(numbers)) {
        if (keyOf(type, field) === target) samples.push({ stated, sums: sums.slice(), own });
      }
      if (samples.length >= MOST_STATED) return samples;
    }
  }
  return samples;
}

type Sign = 0 | 1 | -1;

function signedSum(numbers: Float64Array, signs: readonly Sign[]): number {
  let sum = 0;
  for (let i = 0; i < signs.length; i++) sum += signs[i]! * numbers[i]!;
  return sum;
}

/** The signs under which most samples add up, with the fewest terms; `null` where too few do. */
function bestSigns(samples: readonly Sample[], terms: number): { signs: readonly Sign[]; fits: number } | null {
  let best: { signs: readonly Sign[]; fits: number; used: number } | null = null;
  const most = samples.length * (1 - FITTING_SHARE);
  for (let code = 1; code < 3 ** terms; code++) {
    const signs = Array.from({ length: terms }, (_, i) => ((Math.floor(code / 3 ** i) % 3) - 1) as Sign);
    const used = signs.filter((sign) => sign !== 0).length;
    if (used === 0) continue;
    let wrong = 0;
    for (const { stated, sums } of samples) {
      if (!isSame(stated, signedSum(sums, signs)) && ++wrong > most) break;
    }
    if (wrong > most) continue;
    const fits = samples.length - wrong;
    if (best === null || used < best.used || (used === best.used && fits > best.fits)) best = { signs, fits, used };
  }
  return best;
}
