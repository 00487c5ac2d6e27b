// Which versions of payloads there are, and when each was written. Pure.
import { formatSpan, plural } from '../../../shared/format.ts';
import type { VersionsOverTime } from '../../../shared/model/schema.ts';
import type { TypeCount } from '../../../shared/model/store.ts';
import { compareVersions, versionLabel } from '../../../shared/versionOrder.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { Tally } from './tally.ts';

/** Calls `visit` for every event of `set`, or of the whole log. */
export function forEachEvent(index: EventIndex, set: BitSet | null, visit: (ordinal: number) => void): void {
  if (!set) for (let i = 0; i < index.length; i++) visit(i);
  else set.forEach(0, index.length, visit);
}

/** Events per type and version among `set`; most frequent types first, versions in their natural order. */
export function typeCounts(index: EventIndex, set: BitSet | null): TypeCount[] {
  const { type, schemaVersion } = index.columns;
  const versions = index.schemaVersions.size;
  const tally = new Tally();
  forEachEvent(index, set, (i) => tally.add(type[i]! * versions + schemaVersion[i]!));
  const byType = new Map<number, { schemaVersion: string | null; events: number }[]>();
  for (const [pair, events] of tally.entries()) {
    const t = Math.floor(pair / versions);
    const v = pair % versions;
    const found = byType.get(t) ?? [];
    byType.set(t, found);
    found.push({ schemaVersion: v === 0 ? null : index.schemaVersions.text(v), events });
  }
  const types = [...byType].map(([t, found]): TypeCount => {
    found.sort((a, b) => compareVersions(a.schemaVersion, b.schemaVersion));
    return { type: index.types.text(t), events: found.reduce((sum, { events }) => sum + events, 0), versions: found };
  });
  return types.sort((a, b) => b.events - a.events || (a.type < b.type ? -1 : 1));
}

interface VersionSpan {
  readonly number: number;
  readonly schemaVersion: string | null;
  events: number;
  /** First and last place of its events on the axis. */
  first: number;
  last: number;
}

/** Place of each event: its time, else that of its predecessor, else the first of the log; ordinals without times. */
function placeOf(index: EventIndex): (ordinal: number) => number {
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
 * Events per version in `buckets` equal stretches from the first to the last event of the type (of all types for
 * `null`), oldest version first; with a sentence that says what a colleague would notice.
 */
export function versionsOverTime(index: EventIndex, type: string | null, buckets: number): VersionsOverTime {
  const wanted = type === null ? -1 : index.types.numberOf(type);
  const isWanted = (i: number): boolean => type === null || index.columns.type[i] === wanted;
  const axis = Number.isNaN(index.firstTime) ? 'ordinal' : 'time';
  const place = placeOf(index);
  const { schemaVersion } = index.columns;

  const spans = new Map<number, VersionSpan>();
  forEachEvent(index, null, (i) => {
    if (!isWanted(i)) return;
    const at = place(i);
    const number = schemaVersion[i]!;
    const span = spans.get(number);
    if (!span) {
      const version = number === 0 ? null : index.schemaVersions.text(number);
      spans.set(number, { number, schemaVersion: version, events: 1, first: at, last: at });
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
  forEachEvent(index, null, (i) => {
    if (!isWanted(i)) return;
    const bucket = step > 0 ? Math.min(count - 1, Math.floor((place(i) - from) / step)) : 0;
    counts[rowOf.get(schemaVersion[i]!)!]![bucket]!++;
  });
  return {
    type,
    edges,
    axis,
    series: versions.map(({ schemaVersion: version }, row) => ({ schemaVersion: version, counts: counts[row]! })),
    summary: summaryOf(versions, axis),
    takeovers: takeoversOf(versions, counts, edges),
  };
}

/** For each version but the oldest, the first bucket in which it has more events than all older ones together. */
function takeoversOf(
  versions: readonly VersionSpan[],
  counts: readonly (readonly number[])[],
  edges: readonly number[],
): { schemaVersion: string; at: number }[] {
  const older = counts[0]!.slice();
  return versions.slice(1).flatMap(({ schemaVersion }, i) => {
    const own = counts[i + 1]!;
    const bucket = own.findIndex((count, b) => count > older[b]!);
    for (const [b, count] of own.entries()) older[b]! += count;
    return bucket < 0 || schemaVersion === null ? [] : [{ schemaVersion, at: edges[bucket]! }];
  });
}

const numberWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function summaryOf(versions: readonly VersionSpan[], axis: 'time' | 'ordinal'): string {
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
