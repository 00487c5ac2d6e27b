// Where events stand in time. Nearly all stand where the clock is; these are the others. Pure.
import { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';

/** The events that do not say what the clock says; `null` for none, as in most logs. */
export interface OffClock {
  /** Recorded at an earlier time than some event before them: they stand at their own time, left of the clock. */
  readonly late: BitSet | null;
  /** Without a time: they stand with their predecessor, where the clock is. */
  readonly untimed: BitSet | null;
}

interface Kept extends OffClock {
  /** Events looked at. */
  readonly known: number;
}

// Derived from an index and dropped with it. Events do not change, so that only those that came since are looked at.
const kept = new WeakMap<EventIndex, Kept>();

/** The events of `index` that are not where its clock is. Linear in those that came since it was last asked for. */
export function offClock(index: EventIndex): OffClock {
  const { length, clock } = index;
  const { recordedAt } = index.columns;
  const before = kept.get(index);
  if (before?.known === length) return before;
  let late = before?.late?.resized(length) ?? null;
  let untimed = before?.untimed?.resized(length) ?? null;
  for (let i = before?.known ?? 0; i < length; i++) {
    const time = recordedAt[i]!;
    if (time === clock[i]) continue;
    if (Number.isNaN(time)) {
      untimed ??= new BitSet(length);
      untimed.add(i);
    } else {
      late ??= new BitSet(length);
      late.add(i);
    }
  }
  const found = { late, untimed, known: length };
  kept.set(index, found);
  return found;
}

/**
 * Where the clock stands at each event, ascending: as `index.clock`, and the first time of the log where it has not
 * begun.
 */
export function clockPlace(index: EventIndex): (ordinal: number) => number {
  const { clock, firstTime } = index;
  return (i) => {
    const time = clock[i]!;
    return Number.isNaN(time) ? firstTime : time;
  };
}
