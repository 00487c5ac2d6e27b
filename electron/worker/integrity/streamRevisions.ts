import type { Ordinal } from '../../../shared/model/event.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { IntegerColumn } from '../eventIndex/integerColumn.ts';
import type { ScanContext } from '../formats/format.ts';
import { eachInSlices, pauseOf, sortInSlices } from '../turns/slices.ts';
import { SLICE } from './check.ts';

/** Numbers `from` to `to` that no event of a stream has, and the events at both sides of the gap. */
export interface RevisionGap {
  readonly stream: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly previous: Ordinal;
  readonly next: Ordinal;
}

export interface RepeatedRevision {
  readonly stream: number;
  readonly revision: bigint;
  readonly ordinals: readonly Ordinal[];
}

/** How the streams of a log number their events. */
export interface StreamRevisions {
  /** Events that have a number. */
  readonly numbered: number;
  /** By stream: its event with the lowest number; -1 where none has one. */
  readonly lowest: Int32Array;
  readonly gaps: readonly RevisionGap[];
  readonly repeated: readonly RepeatedRevision[];
}

/**
 * Walks over the log once. A stream whose numbers go up by one, as nearly all do, is settled by that; the others are put
 * in the order of their numbers, since events out of order are no gap. Gaps and repetitions come stream by stream.
 */
export async function streamRevisions(index: EventIndex, context: ScanContext): Promise<StreamRevisions> {
  const { length, streams } = index;
  const lowest = new Int32Array(streams.size).fill(-1);
  const last = new Int32Array(streams.size).fill(-1);
  const irregular = new Set<number>();
  let numbered = 0;
  for (let start = 0; start < length; start += SLICE) {
    const { stream: streamOf, streamRevision: revisions } = index.columns;
    for (let i = start; i < Math.min(length, start + SLICE); i++) {
      const revision = revisions.number(i);
      if (Number.isNaN(revision)) continue;
      numbered++;
      const stream = streamOf[i]!;
      const before = last[stream]!;
      if (before < 0) lowest[stream] = i;
      else if (revisions.number(before) + 1 !== revision || revision > Number.MAX_SAFE_INTEGER) irregular.add(stream);
      last[stream] = i;
    }
    await context.breathe({ phase: 'check', done: start, total: length, unit: 'events' });
  }

  const pause = pauseOf(context, 'check', length);
  const gaps: RevisionGap[] = [];
  const repeated: RepeatedRevision[] = [];
  if (irregular.size > 0) await index.sortByStream(context);
  for (const stream of [...irregular].sort((a, b) => a - b)) {
    const { streamRevision: revisions } = index.columns;
    const all = index.ordinalsOfStream(stream);
    const room = new Uint32Array(all.length);
    let count = 0;
    await eachInSlices(all, pause, (ordinal) => {
      if (!Number.isNaN(revisions.number(ordinal))) room[count++] = ordinal;
    });
    const ordinals = room.subarray(0, count);
    await sortInSlices(ordinals, smallerFirst(revisions), pause);
    lowest[stream] = ordinals[0]!;
    let previous = ordinals[0]!;
    let same = [previous];
    const settle = (): void => {
      if (same.length > 1) repeated.push({ stream, revision: revisions.at(previous), ordinals: same });
    };
    const look = (next: Ordinal): void => {
      if (!revisions.isLarger(next, previous)) {
        same.push(next);
        return;
      }
      settle();
      const [from, to] = [revisions.at(previous) + 1n, revisions.at(next) - 1n];
      if (from <= to) gaps.push({ stream, from, to, previous: same.at(-1)!, next });
      previous = next;
      same = [next];
    };
    await eachInSlices(ordinals.subarray(1), pause, look);
    settle();
  }
  return { numbered, lowest, gaps, repeated };
}

/** By the integers that a column has of events. */
export const smallerFirst =
  (column: IntegerColumn) =>
  (a: Ordinal, b: Ordinal): number =>
    column.isLarger(b, a) ? -1 : column.isLarger(a, b) ? 1 : 0;
