// When each version was written. Pure.
import { formatSpan, plural } from '../../../../shared/format.ts';
import type { VersionsOverTime } from '../../../../shared/model/schema.ts';
import { compareVersions, versionLabel } from '../../../../shared/versionOrder.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import type { ScanContext } from '../../formats/format.ts';
import { inSteps } from './inSteps.ts';

/**
 * The version of each event that counts, by a number of its own. Good for the events that there were when it was
 * made.
 */
export interface VersionPick {
  readonly length: number;
  /** -1 for an event that does not count. */
  numberOf(ordinal: number): number;
  text(number: number): string | null;
}

const eachPicked = (
  pick: VersionPick,
  context: ScanContext,
  visit: (ordinal: number, number: number) => void,
): Promise<void> =>
  inSteps(
    pick.length,
    (from, to) => {
      for (let i = from; i < to; i++) {
        const number = pick.numberOf(i);
        if (number >= 0) visit(i, number);
      }
    },
    context,
  );

interface VersionSpan {
  readonly number: number;
  readonly schemaVersion: string | null;
  events: number;
  /** First and last place of its events on the axis. */
  first: number;
  last: number;
}

/** Place of each event: its time, else that of its predecessor, else the first of the log; ordinals without times. */
export function placeOf(index: EventIndex): (ordinal: number) => number {
  if (Number.isNaN(index.firstTime)) return (ordinal) => ordinal;
  const { recordedAt } = index.columns;
  const { clock, firstTime } = index;
  return (i) => {
    const time = recordedAt[i]!;
    if (!Number.isNaN(time)) return time;
    return Number.isNaN(clock[i]!) ? firstTime : clock[i]!;
  };
}

/**
 * Events per version in `buckets` equal stretches from the first to the last event that counts, oldest version first;
 * with a sentence that says what a colleague would notice. `type` is handed on.
 */
export async function versionsOverTime(
  index: EventIndex,
  type: string | null,
  pick: VersionPick,
  buckets: number,
  context: ScanContext,
): Promise<VersionsOverTime> {
  const axis = Number.isNaN(index.firstTime) ? 'ordinal' : 'time';
  const place = placeOf(index);

  const spans = new Map<number, VersionSpan>();
  await eachPicked(pick, context, (i, number) => {
    const at = place(i);
    const span = spans.get(number);
    if (!span) {
      spans.set(number, { number, schemaVersion: pick.text(number), events: 1, first: at, last: at });
      return;
    }
    span.events++;
    if (at < span.first) span.first = at;
    if (at > span.last) span.last = at;
  });
  const versions = [...spans.values()].sort((a, b) => compareVersions(a.schemaVersion, b.schemaVersion));
  if (versions.length === 0) {
    return { type, edges: [], axis, series: [], summary: 'No events.', takeovers: [] };
  }

  const from = Math.min(...versions.map(({ first }) => first));
  const to = Math.max(...versions.map(({ last }) => last));
  const count = to > from ? Math.max(1, Math.floor(buckets)) : 1;
  const step = (to - from) / count;
  const edges = Array.from({ length: count }, (_, bucket) => from + bucket * step);
  const rowOf = new Map(versions.map(({ number }, row) => [number, row]));
  const counts = versions.map(() => new Array<number>(count).fill(0));
  await eachPicked(pick, context, (i, number) => {
    const bucket = step > 0 ? Math.min(count - 1, Math.floor((place(i) - from) / step)) : 0;
    counts[rowOf.get(number)!]![bucket]!++;
  });
  return {
    type,
    edges,
    axis,
    series: versions.map(({ schemaVersion: version }, row) => ({ schemaVersion: version, counts: counts[row]! })),
    summary: summaryOf(versions, type === null ? null : axis),
    takeovers: takeoversOf(versions, counts, edges, type === null),
  };
}

/**
 * For each version but the oldest, the first bucket in which it has more events than all older ones together. Of all
 * types together those without a version take no part: most of them have none to take over.
 */
function takeoversOf(
  versions: readonly VersionSpan[],
  counts: readonly (readonly number[])[],
  edges: readonly number[],
  isOfAll: boolean,
): { schemaVersion: string; at: number }[] {
  const first = isOfAll && versions[0]!.schemaVersion === null ? 1 : 0;
  const older = counts[first]?.slice() ?? [];
  return versions.slice(first + 1).flatMap(({ schemaVersion }, i) => {
    const own = counts[first + 1 + i]!;
    const bucket = own.findIndex((count, b) => count > older[b]!);
    for (const [b, count] of own.entries()) older[b]! += count;
    return bucket < 0 || schemaVersion === null ? [] : [{ schemaVersion, at: edges[bucket]! }];
  });
}

const numberWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `axis` of `null`: of all types, whose versions have nothing to do with one another. */
function summaryOf(versions: readonly VersionSpan[], axis: 'time' | 'ordinal' | null): string {
  const total = plural(
    versions.reduce((sum, { events }) => sum + events, 0),
    'event',
  );
  const recorded = versions.filter(({ schemaVersion }) => schemaVersion !== null);
  const without = versions.find(({ schemaVersion }) => schemaVersion === null);
  if (recorded.length === 0) return `${total}; no version is recorded.`;
  const only = recorded[0]!;
  if (recorded.length === 1 && !without) return `${total}, all ${versionLabel(only.schemaVersion)}.`;
  const number = numberWords[recorded.length] ?? String(recorded.length);
  const named = `${total}, ${number} ${recorded.length === 1 ? 'version' : 'versions'}`;
  const noVersion = without ? ` and ${plural(without.events, 'event')} without one` : '';
  if (axis === null) return `${named}${noVersion}.`;
  const overlap = longestOverlap(versions);
  if (!overlap) return `${named}${noVersion}; each version began after the one before had ended.`;
  const { older, newer } = overlap;
  const who =
    older.schemaVersion === null ? 'events without a version were' : `${versionLabel(older.schemaVersion)} was`;
  const began = `${versionLabel(newer.schemaVersion)} began`;
  const lag = older.last - newer.first;
  const howLong = axis === 'time' ? (lag === 0 ? 'when' : `${formatSpan(lag)} after`) : `${plural(lag, 'event')} after`;
  return `${named}${noVersion}; ${who} still written ${howLong} ${began}.`;
}

/** The older version that went on longest after a newer one had begun. */
function longestOverlap(versions: readonly VersionSpan[]): { older: VersionSpan; newer: VersionSpan } | null {
  let longest: { older: VersionSpan; newer: VersionSpan } | null = null;
  // Of the versions before, the one that went on longest overlaps the next one longest.
  let latest = versions[0]!;
  for (const newer of versions.slice(1)) {
    const lag = latest.last - newer.first;
    if (lag >= 0 && (!longest || lag > longest.older.last - longest.newer.first)) longest = { older: latest, newer };
    if (newer.last > latest.last) latest = newer;
  }
  return longest;
}
