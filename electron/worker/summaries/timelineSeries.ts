// Which series a timeline has: the most frequent keys of the whole log, so that colours stay while zooming. Pure.
import { hueOf } from '../../../shared/hue.ts';
import type { StackBy } from '../../../shared/model/timeline.ts';
import { versionLabel } from '../../../shared/versionOrder.ts';
import type { NumberArray } from '../eventIndex/columns.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { streamCategories } from './categories.ts';
import { LARGEST_TABLE } from './tally.ts';

/** Series shown one by one; the rest is one more, with the key `''`. */
const SHOWN = 7;

export interface SeriesKeys {
  readonly series: readonly { readonly key: string; readonly label: string; readonly hue: number }[];
  /** Series by key. The key of event `i` is `major[i]`, or `major[i] * stride + minor[i]` where there are two columns. */
  readonly seriesOf: Uint8Array;
  readonly major: NumberArray;
  readonly minor: NumberArray | null;
  readonly stride: number;
}

interface Ranked {
  readonly series: SeriesKeys['series'];
  readonly seriesOf: Uint8Array;
  /** Key of each event, where there are too many types and versions for a table of all their pairs. */
  readonly pairOf: Uint32Array | null;
}

interface Kept extends Ranked {
  /** Length of the index that it was ranked for. */
  readonly events: number;
}

// Derived from an index and dropped with it: the ranking is the same for every range and filter until the log grows.
const kept = new WeakMap<EventIndex, Map<StackBy, Kept>>();

/** The seven keys with most events in the whole log, most first, and `''` for the others if there are any. */
export function seriesKeys(index: EventIndex, stackBy: StackBy): SeriesKeys {
  const rankings = kept.get(index) ?? new Map<StackBy, Kept>();
  kept.set(index, rankings);
  let ranking = rankings.get(stackBy);
  if (ranking?.events !== index.length) {
    ranking = { ...rankOf(index, stackBy), events: index.length };
    rankings.set(stackBy, ranking);
  }
  const { type, stream, schemaVersion } = index.columns;
  const { series, seriesOf, pairOf } = ranking;
  if (pairOf) return { series, seriesOf, major: pairOf, minor: null, stride: 1 };
  if (stackBy === 'schemaVersion') {
    return { series, seriesOf, major: type, minor: schemaVersion, stride: index.schemaVersions.size };
  }
  return { series, seriesOf, major: stackBy === 'type' ? type : stream, minor: null, stride: 1 };
}

function rankOf(index: EventIndex, stackBy: StackBy): Ranked {
  const { type, schemaVersion } = index.columns;
  if (stackBy === 'category') {
    const { names, ofStream } = streamCategories(index.streams);
    const counts = new Uint32Array(names.size);
    for (let s = 0; s < index.streams.size; s++) counts[ofStream[s]!]! += index.streamLength(s);
    const { series, seriesOf } = rank(counts, (category) => names.text(category));
    const ofStreams = Uint8Array.from({ length: index.streams.size }, (_, s) => seriesOf[ofStream[s]!]!);
    return { series, seriesOf: ofStreams, pairOf: null };
  }
  const versions = stackBy === 'type' ? 1 : index.schemaVersions.size;
  const nameOf = (key: number): string => {
    const name = index.types.text(Math.floor(key / versions));
    const version = key % versions;
    return version === 0 ? name : `${name} ${versionLabel(index.schemaVersions.text(version))}`;
  };
  if (index.types.size * versions > LARGEST_TABLE) return rankPairs(index, versions, nameOf);
  const counts = new Uint32Array(index.types.size * versions);
  if (stackBy === 'type') for (let i = 0; i < index.length; i++) counts[type[i]!]!++;
  else for (let i = 0; i < index.length; i++) counts[type[i]! * versions + schemaVersion[i]!]!++;
  return { ...rank(counts, nameOf), pairOf: null };
}

/** Ranks only the pairs of type and version that occur, numbered as they are met. */
function rankPairs(index: EventIndex, versions: number, nameOf: (key: number) => string): Ranked {
  const { type, schemaVersion } = index.columns;
  const pairOf = new Uint32Array(index.length);
  const numbers = new Map<number, number>();
  for (let i = 0; i < index.length; i++) {
    const key = type[i]! * versions + schemaVersion[i]!;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    pairOf[i] = number;
  }
  const counts = new Uint32Array(numbers.size);
  for (const number of pairOf) counts[number]!++;
  const keys = [...numbers.keys()];
  return { ...rank(counts, (number) => nameOf(keys[number]!)), pairOf };
}

function rank(counts: Uint32Array, textOf: (key: number) => string): Omit<Ranked, 'pairOf'> {
  const used: number[] = [];
  for (let key = 0; key < counts.length; key++) if (counts[key]! > 0) used.push(key);
  used.sort((a, b) => counts[b]! - counts[a]! || (textOf(a) < textOf(b) ? -1 : 1));
  const shown = used.slice(0, SHOWN);
  const seriesOf = new Uint8Array(counts.length).fill(shown.length);
  for (const [series, key] of shown.entries()) seriesOf[key] = series;
  const series = shown.map((key) => {
    const text = textOf(key);
    return { key: text, label: text, hue: hueOf(text) };
  });
  const others = used.length - shown.length;
  if (others > 0) series.push({ key: '', label: `${others} more`, hue: hueOf('') });
  return { series, seriesOf };
}
