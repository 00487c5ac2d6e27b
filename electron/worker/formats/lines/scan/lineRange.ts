import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import type { LineScanner, ScannedLines } from './lineScanner.ts';

/** Bytes of a file whose lines are read in one go: those that begin in it. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What the lines of a range are; the rows are views on the scanner's memory, which its next scan writes over. */
export interface ScannedRange {
  /** One scan, or several where lines are very short. */
  readonly scans: Iterable<ScannedLines>;
  /** The last line, where it is too long to be scanned. */
  readonly long: LongLine | null;
}

export interface LongLine {
  readonly offset: number;
  /** Without its line break. */
  readonly length: number;
}

/** Bytes that are read beyond a range: nearly every last line ends within them. */
const BEYOND = 16 * 1024;
/** Bytes that are first read on in search of the end of a longer line; twice as many each time. */
const FIRST_STEP = 64 * 1024;
const LAST_STEP = 4 * 1024 * 1024;
/** Longer lines are not taken into the scanner's memory: whoever parses lines reads them. */
const LONGEST_SCANNED = 32 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Reads the lines that begin in a range of the open file, which has `bytes` in all. `refuseTelling` leaves those unread
 * that would read otherwise in PostgreSQL's COPY text.
 */
export function scanRange(
  file: number,
  bytes: number,
  { from, to }: ByteRange,
  scanner: LineScanner,
  refuseTelling: boolean,
): ScannedRange {
  // With the byte before it: where that is a line break, a line begins with the range.
  const origin = Math.max(0, from - 1);
  const length = to - origin;
  let input = scanner.input(length + BEYOND);
  let filled = fill(file, input.subarray(0, Math.min(length + BEYOND, bytes - origin)), origin);
  const start =
    from === 0 ? markBytes(input, filled) : input.subarray(0, Math.min(length, filled)).indexOf(LINE_FEED) + 1;
  if ((from > 0 && start === 0) || start >= Math.min(length, filled)) return { scans: [], long: null };

  let long: LongLine | null = null;
  // Behind the line break of the last line that begins in the range.
  let end = input.subarray(0, filled).indexOf(LINE_FEED, length - 1) + 1;
  if (end === 0) {
    const lastLine = Math.max(start, input.lastIndexOf(LINE_FEED, length - 1) + 1);
    // Its rest is read to where it is scanned.
    for (
      let step = FIRST_STEP;
      end === 0 && filled - lastLine <= LONGEST_SCANNED;
      step = Math.min(step * 2, LAST_STEP)
    ) {
      input = withRoom(scanner, input, filled, filled + step);
      const read = fill(file, input.subarray(filled, Math.min(filled + step, bytes - origin)), origin + filled);
      if (read === 0) break; // The end of the file, or it was cut off meanwhile.
      const lineBreak = input.subarray(filled, filled + read).indexOf(LINE_FEED);
      if (lineBreak >= 0) end = filled + lineBreak + 1;
      filled += read;
    }
    const lineLength = (end === 0 ? filled : end - 1) - lastLine;
    if (lineLength > LONGEST_SCANNED) {
      const rest = end === 0 ? restOfLine(file, bytes, origin + filled) : 0;
      long = { offset: origin + lastLine, length: lineLength + rest };
      end = lastLine;
    } else if (end === 0) {
      input[filled] = LINE_FEED;
      end = filled + 1;
    }
  }
  const options = { isUtf8: isUtf8(input.subarray(start, end)), refuseTelling, origin };
  return { scans: start === end ? [] : scanner.scan(start, end, options), long };
}

/** The input with room for `bytes` and a line break, and with what it is `filled` with. */
function withRoom(scanner: LineScanner, input: Buffer, filled: number, bytes: number): Buffer {
  if (input.length > bytes) return input;
  const held = Buffer.from(input.subarray(0, filled));
  const larger = scanner.input(Math.max(bytes, 2 * filled));
  larger.set(held);
  return larger;
}

/** How many bytes follow from `at` on until a line break or the end. */
function restOfLine(file: number, bytes: number, at: number): number {
  const step = Buffer.allocUnsafeSlow(LAST_STEP);
  for (let length = 0; ; ) {
    const read = fill(file, step.subarray(0, Math.max(0, Math.min(LAST_STEP, bytes - at - length))), at + length);
    if (read === 0) return length; // The file may have been cut off meanwhile.
    const lineBreak = step.subarray(0, read).indexOf(LINE_FEED);
    if (lineBreak >= 0) return length + lineBreak;
    length += read;
  }
}

/** Reads as many bytes as there are and have room; answers how many. */
export function fill(file: number, buffer: Uint8Array, at: number): number {
  let filled = 0;
  for (let read = -1; read !== 0 && filled < buffer.length; filled += read) {
    read = readSync(file, buffer, filled, buffer.length - filled, at + filled);
  }
  return filled;
}

/** Bytes of a byte order mark. */
const markBytes = (bytes: Buffer, filled: number): number =>
  filled >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
