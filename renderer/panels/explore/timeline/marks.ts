import { formatCount } from '../../../../shared/format.ts';
import { hueOf } from '../../../../shared/hue.ts';
import { type Bookmark, firstOf } from '../../../../shared/model/bookmark.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type { CheckReport, Severity } from '../../../../shared/model/finding.ts';
import type { Checkpoint } from '../../../../shared/model/store.ts';
import type { TimelineBuckets } from '../../../../shared/model/timeline.ts';
import { xOfOrdinal } from './scale.ts';

// What stands on the timeline beside the density: consumers and findings. Pure.

export interface Flag {
  readonly x: number;
  readonly consumer: string;
  readonly behind: string;
  readonly hue: number;
  readonly ordinal: number;
}

/** A flag with its label; `null` where there is no room for one: then the tooltip says it. */
export interface PlacedFlag extends Flag {
  readonly label: { readonly x: number; readonly width: number; readonly consumer: string } | null;
}

/** Checkpoints in view, from left to right. */
export function consumerFlags(checkpoints: readonly Checkpoint[], buckets: TimelineBuckets, width: number): Flag[] {
  const placed = checkpoints
    .map((checkpoint) => ({ checkpoint, x: xOfOrdinal(Math.max(0, checkpoint.ordinal), buckets) }))
    .filter(({ x }) => x >= 0 && x <= width)
    .sort((a, b) => a.x - b.x);
  // Consumers at the same point share a flag.
  const groups: { x: number; at: Checkpoint[] }[] = [];
  for (const { checkpoint, x } of placed) {
    const last = groups.at(-1);
    if (last && last.at[0]!.ordinal === checkpoint.ordinal) last.at.push(checkpoint);
    else groups.push({ x, at: [checkpoint] });
  }
  return groups.map(({ x, at: [first, ...others] }) => ({
    x,
    consumer: [first!, ...others].map((checkpoint) => checkpoint.consumer).join(', '),
    behind: first!.behind === 0 ? 'up to date' : `${formatCount(first!.behind)} behind`,
    hue: hueOf(first!.consumer),
    ordinal: Math.max(0, first!.ordinal),
  }));
}

/** Pixels left and right of the words of a label, and between the two of them. */
export const labelPadding = 7;
/** Pixels between a label and the next flag. */
const labelGap = 4;

/**
 * Labels that never overlap: right of the flag where the whole label fits, else left of it, else shortened where there
 * is more room. How far a consumer is behind is what one looks for, so the name gives way. `widthOf` measures text.
 */
export function placeFlags(flags: readonly Flag[], width: number, widthOf: (text: string) => number): PlacedFlag[] {
  let taken = 0;
  return flags.map((flag, index) => {
    const fixed = widthOf(flag.behind) + 3 * labelPadding;
    const right = (flags[index + 1]?.x ?? width + labelGap) - labelGap - flag.x;
    const left = flag.x - taken;
    const wanted = fixed + widthOf(flag.consumer);
    const leftwards = right < wanted && (left >= wanted || left > right);
    const consumer = shortened(flag.consumer, (leftwards ? left : right) - fixed, widthOf);
    if (consumer === null) {
      taken = Math.max(taken, flag.x + labelGap);
      return { ...flag, label: null };
    }
    const wide = fixed + widthOf(consumer);
    taken = (leftwards ? flag.x : flag.x + wide) + labelGap;
    return { ...flag, label: { x: leftwards ? flag.x - wide : flag.x, width: wide, consumer } };
  });
}

/** The longest beginning of `text` that fits with an ellipsis; `null` when fewer than three letters do. */
function shortened(text: string, room: number, widthOf: (text: string) => number): string | null {
  if (widthOf(text) <= room) return text;
  const letters = [...text];
  for (let count = letters.length - 1; count >= 3; count--) {
    const short = `${letters.slice(0, count).join('')}…`;
    if (widthOf(short) <= room) return short;
  }
  return null;
}

export interface FindingMark {
  readonly x: number;
  readonly severity: Severity;
  readonly ordinal: number;
  readonly message: string;
}

const weight: Record<Severity, number> = { error: 2, warning: 1, notice: 0 };

/** One triangle per 6 pixels: the worst finding there. */
export function findingMarks(report: CheckReport, buckets: TimelineBuckets, width: number): FindingMark[] {
  const bySlot = new Map<number, FindingMark>();
  for (const finding of report.findings) {
    for (const ordinal of finding.ordinals) {
      const x = xOfOrdinal(ordinal, buckets);
      if (x < 0 || x > width) continue;
      const slot = Math.round(x / 6);
      const there = bySlot.get(slot);
      if (there && weight[there.severity] >= weight[finding.severity]) continue;
      bySlot.set(slot, { x, severity: finding.severity, ordinal, message: finding.message });
    }
  }
  return [...bySlot.values()];
}

/** Ordinals of all findings, ascending and each once: what `e` and `E` walk. */
export const findingOrdinals = (report: CheckReport): number[] =>
  [...new Set(report.findings.flatMap((finding) => finding.ordinals))].sort((a, b) => a - b);

/** A bookmark in view; `x1` is the end of a range, `x` itself for a single place. */
export interface BookmarkMark {
  readonly x: number;
  readonly x1: number;
  readonly ordinal: Ordinal;
  readonly note: string;
}

/** Bookmarks in view, from left to right. A range that begins before the view is marked at its edge. */
export function bookmarkMarks(bookmarks: readonly Bookmark[], buckets: TimelineBuckets, width: number): BookmarkMark[] {
  return bookmarks
    .map((bookmark): BookmarkMark => {
      const { place, note } = bookmark;
      const ordinal = firstOf(bookmark);
      const x = xOfOrdinal(ordinal, buckets);
      const x1 = place.kind === 'range' ? xOfOrdinal(place.to, buckets) : x;
      const starts = place.kind === 'range' && x < 0 && x1 >= 0 ? 0 : x;
      return { x: starts, x1: Math.min(width, x1), ordinal, note };
    })
    .filter(({ x }) => x >= 0 && x <= width)
    .sort((a, b) => a.x - b.x);
}

/**
 * x of the last of the marks that the playhead has reached, `-Infinity` before the first. What stands right of it
 * stands right of the playhead, and it moves only when the playhead passes a mark.
 */
export function passedX(playheadX: number, ...marks: readonly (readonly { readonly x: number }[])[]): number {
  let last = -Infinity;
  for (const { x } of marks.flat()) if (x <= playheadX && x > last) last = x;
  return last;
}
