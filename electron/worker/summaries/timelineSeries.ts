// Which series a timeline has: the most frequent keys of the whole log, so that colours stay while zooming. Pure.
import { hueOf } from '../../../shared/hue.ts';
import type { StackBy } from '../../../shared/model/timeline.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { Tally } from './tally.ts';
import { type StackKeys, stackKeys } from './timelineKeys.ts';

/** Series shown one by one; the rest is one more, with the key `''`. */
const SHOWN = 7;

export interface Stack {
  readonly series: readonly { readonly key: string; readonly label: string; readonly hue: number }[];
  /** Series of each event; may be longer than there are events. */
  readonly seriesOf: Uint8Array;
}

interface Kept extends Stack {
  /** Events counted so far, by key. */
  readonly tally: Tally;
  readonly known: number;
  readonly numbering: number;
  /** Keys of the series, most frequent first. */
  readonly shown: readonly number[];
}

// Derived from an index and dropped with it. Events do not change, so that only those that came since are looked at,
// unless they change which series there are.
const kept = new WeakMap<EventIndex, Map<StackBy, Kept>>();

/** The seven keys with most events in the whole log, most first, and `''` for the others if there are any. */
export function stackOf(index: EventIndex, stackBy: StackBy): Stack {
  const stacks = kept.get(index) ?? new Map<StackBy, Kept>();
  kept.set(index, stacks);
  const before = stacks.get(stackBy) ?? null;
  if (before?.known === index.length) return before;
  const keys = stackKeys(index, stackBy);
  const stack = extend(index, keys, before?.numbering === keys.numbering ? before : null);
  stacks.set(stackBy, stack);
  return stack;
}

/** Bytes that the series of the events take: one an event for each way of stacking that was asked for. */
export function stackBytes(index: EventIndex): number {
  let bytes = 0;
  for (const { seriesOf } of kept.get(index)?.values() ?? []) bytes += seriesOf.byteLength;
  return bytes;
}

function extend(index: EventIndex, keys: StackKeys, before: Kept | null): Kept {
  const { length } = index;
  const known = before?.known ?? 0;
  const tally = before?.tally ?? new Tally();
  count(tally, keys, known, length);
  const used = tally.entries();
  used.sort(([a, events], [b, more]) => more - events || (keys.nameOf(a) < keys.nameOf(b) ? -1 : 1));
  const shown = used.slice(0, SHOWN).map(([key]) => key);
  const series = shown.map((key) => {
    const name = keys.nameOf(key);
    return { key: name, label: name, hue: hueOf(name) };
  });
  const others = used.length - shown.length;
  if (others > 0) series.push({ key: '', label: `${others} more`, hue: hueOf('') });

  let seriesOf = before?.seriesOf ?? new Uint8Array(0);
  if (seriesOf.length < length) {
    const longer = new Uint8Array(known === 0 ? length : length + (length >>> 3)); // With room to grow, once it grows.
    longer.set(seriesOf);
    seriesOf = longer;
  }
  const same = before?.shown.length === shown.length && shown.every((key, s) => before.shown[s] === key);
  assign(seriesOf, keys, shown, same ? known : 0, length);
  return { series, seriesOf, tally, known: length, numbering: keys.numbering, shown };
}

function count(tally: Tally, { major, base, minor }: StackKeys, from: number, to: number): void {
  for (let i = from; i < to; i++) tally.add(base[major[i]!]! + (minor === null ? 0 : minor[i]!));
}

/** Writes the series of the events from `from` up to and without `to`. */
function assign(
  seriesOf: Uint8Array,
  { major, base, minor }: StackKeys,
  shown: readonly number[],
  from: number,
  to: number,
): void {
  if (minor === null) {
    const others = shown.length;
    const ofMajor = Uint8Array.from(base, (key) => {
      const s = shown.indexOf(key);
      return s < 0 ? others : s;
    });
    for (let i = from; i < to; i++) seriesOf[i] = ofMajor[major[i]!]!;
    return;
  }
  for (let i = from; i < to; i++) {
    const key = base[major[i]!]! + minor[i]!;
    let s = 0;
    while (s < shown.length && shown[s] !== key) s++;
    seriesOf[i] = s;
  }
}
