import { formatCount } from '../../../../shared/format.ts';

/** Where one part of an export stands in the file that was joined from all of them. */
export interface Part {
  readonly name: string;
  /** First byte in the joined file. */
  readonly from: number;
  /** Lines before it in the joined file. */
  readonly lines: number;
  /** What was left out at the part's own beginning: a header that the first part has already. */
  readonly skippedBytes: number;
  readonly skippedLines: number;
}

/** A record of a text: a line, or something else that may go over several. */
export interface RecordPlace {
  readonly unit: string;
  /** From 1. */
  readonly number: number;
  /** The byte at which it begins. */
  readonly offset: number;
}

/** The part that holds a byte of the joined file, as its number in `parts`. */
export function partAt(parts: readonly Part[], offset: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (parts[middle]!.from <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * A place for a person: `line 17 (byte 4,211)`. With parts, the part's name and the place in it; only lines are counted
 * for each part, so that of other records it is the byte alone.
 */
export function placeIn({ unit, number, offset }: RecordPlace, parts: readonly Part[] | undefined): string {
  if (parts === undefined || parts.length === 0) return `${unit} ${formatCount(number)} (byte ${formatCount(offset)})`;
  const { name, from, lines, skippedBytes, skippedLines } = parts[partAt(parts, offset)]!;
  const byte = `byte ${formatCount(offset - from + skippedBytes)}`;
  return unit === 'line' ? `${name}, line ${formatCount(number - lines + skippedLines)} (${byte})` : `${name}, ${byte}`;
}
