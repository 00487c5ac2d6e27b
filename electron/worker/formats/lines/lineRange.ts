import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import type { LineScanner, ScannedLines } from './lineScanner.ts';

/** Bytes of a file whose lines are read in one go: those that begin in it. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What the lines of a range are; nothing of it is a view on the scanner's memory. */
export interface ScannedRange {
  /** One scan, or several where lines are very short. */
  readonly scans: readonly ScannedLines[];
  /** Byte of the file from which the places of the scans are counted. */
  readonly origin: number;
  /** The last line, where it is too long to be scanned. */
  readonly long: LongLine | null;
}

export interface LongLine {
  readonly offset: number;
  /** Without its line break. */
  readonly length: number;
}

/** Bytes that are read on in search of the end of a line. */
const STEP = 256 * 1024;
/** Longer lines are not taken into the scanner's memory: whoever parses lines reads them. */
const LONGEST_SCANNED = 32 * 1024 * 1024;

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
  let input = scanner.input(to - origin);
  let end = fill(file, input.subarray(0, to - origin), origin);
  const start = from === 0 ? markBytes(input, end) : input.subarray(0, end).indexOf(0x0a) + 1;
  if ((from > 0 && start === 0) || start >= end) return { scans: [], origin, long: null };

  let long: LongLine | null = null;
  if (input[end - 1] !== 0x0a) {
    const lastLine = Math.max(start, input.lastIndexOf(0x0a, end - 1) + 1);
    const rest = lineRest(file, bytes, origin + end, LONGEST_SCANNED - (end - lastLine));
    if (rest.pieces === null) {
      long = { offset: origin + lastLine, length: end - lastLine + rest.length };
      end = lastLine;
    } else {
      if (rest.length > 0) {
        const filled = Buffer.from(input.subarray(0, end));
        input = scanner.input(end + rest.length);
        input.set(filled);
        for (const piece of rest.pieces) {
          input.set(piece, end);
          end += piece.length;
        }
      }
      input[end++] = 0x0a;
    }
  }
  const options = { isUtf8: isUtf8(input.subarray(start, end)), refuseTelling };
  const scans = start === end ? [] : Array.from(scanner.scan(start, end, options), ownCopy);
  return { scans, origin, long };
}

/** What follows from `at` on until a line break or the end: in pieces, or only its length when it is longer than `most`. */
function lineRest(file: number, bytes: number, at: number, most: number): { pieces: Buffer[] | null; length: number } {
  let pieces: Buffer[] | null = [];
  let length = 0;
  while (at + length < bytes) {
    const step = Buffer.allocUnsafe(Math.min(STEP, bytes - at - length));
    const read = step.subarray(0, fill(file, step, at + length));
    if (read.length === 0) break; // The file was cut off meanwhile.
    const lineBreak = read.indexOf(0x0a);
    const piece = lineBreak < 0 ? read : read.subarray(0, lineBreak);
    length += piece.length;
    if (length > most) pieces = null;
    pieces?.push(piece);
    if (lineBreak >= 0) break;
  }
  return { pieces, length };
}

/** Reads as many bytes as there are and have room; answers how many. */
function fill(file: number, buffer: Uint8Array, at: number): number {
  let filled = 0;
  for (let read = -1; read !== 0 && filled < buffer.length; filled += read) {
    read = readSync(file, buffer, filled, buffer.length - filled, at + filled);
  }
  return filled;
}

/** Bytes of a byte order mark. */
const markBytes = (bytes: Buffer, filled: number): number =>
  filled >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;

const ownCopy = (scan: ScannedLines): ScannedLines => ({
  ...scan,
  rows: mapArrays(scan.rows),
  unread: { ...mapArrays(scan.unread), length: scan.unread.length },
});

/** The same with a copy of each array. */
const mapArrays = <T extends object>(columns: T): T =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, ArrayBuffer.isView(column) ? copyOf(column) : column]),
  ) as T;

const copyOf = (view: ArrayBufferView): ArrayBufferView => (view as Uint32Array).slice();
