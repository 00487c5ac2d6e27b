import type { WatchTrack } from '../../../../shared/model/watch.ts';

// The curve of a watch. Pure; x and y in pixels of the track.

export interface Curve {
  /** The value that stands at the end of each column, as steps. */
  readonly line: string;
  /** From the smallest to the largest value within a column, where they differ. */
  readonly band: string;
  /** Where zero lies, if it is crossed. */
  readonly zeroY: number | null;
}

/** The curve of a track of numbers in a place of `height` pixels; a value that never changes lies in the middle. */
export function curveOf(track: WatchTrack, columnWidth: number, height: number): Curve {
  const { lowest, highest } = track;
  if (lowest === null || highest === null) return { line: '', band: '', zeroY: null };
  const span = highest - lowest;
  const y = (value: number): number => round(span === 0 ? height / 2 : height - ((value - lowest) / span) * height);
  let line = '';
  let band = '';
  let before: number | null = null;
  for (const [column, last] of track.last.entries()) {
    const x0 = round(column * columnWidth);
    const x1 = round((column + 1) * columnWidth);
    const [min, max] = [track.min[column], track.max[column]];
    if (min != null && max != null && min !== max) band += `M${round((x0 + x1) / 2)} ${y(min)}V${y(max)}`;
    if (last === null) {
      before = null;
      continue;
    }
    line += before === null ? `M${x0} ${y(last)}` : before === last ? '' : `V${y(last)}`;
    line += `H${x1}`;
    before = last;
  }
  return { line, band, zeroY: lowest < 0 && highest > 0 ? y(0) : null };
}

const round = (value: number): number => Math.round(value * 10) / 10;

export interface Stretch {
  readonly x0: number;
  readonly x1: number;
  readonly text: string;
}

/** Columns in which the same text stands, side by side, as one stretch; columns without a value are left out. */
export function stretchesOf(track: WatchTrack, columnWidth: number): Stretch[] {
  const stretches: Stretch[] = [];
  let column = 0;
  while (column < track.text.length) {
    const text = track.text[column]!;
    let end = column + 1;
    while (end < track.text.length && track.text[end] === text) end++;
    if (text !== null) stretches.push({ x0: round(column * columnWidth), x1: round(end * columnWidth), text });
    column = end;
  }
  return stretches;
}
