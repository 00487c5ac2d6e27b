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

/** A line of a text: its number from 1 and the byte at which it begins. */
export interface LineOfText {
  readonly number: number;
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

/** A line for a person: `line 17 (byte 4,211)`, with the part's name and in its own numbers where there are parts. */
export function placeOfLine({ number, offset }: LineOfText, parts: readonly Part[] | undefined): string {
  if (parts === undefined) return `line ${formatCount(number)} (byte ${formatCount(offset)})`;
  const { name, from, lines, skippedBytes, skippedLines } = parts[partAt(parts, offset)]!;
  const line = formatCount(number - lines + skippedLines);
  return `${name}, line ${line} (byte ${formatCount(offset - from + skippedBytes)})`;
}
