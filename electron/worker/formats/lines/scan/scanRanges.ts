import { readSync } from 'node:fs';
import { skipSpace, skipValue } from '../../rawJson.ts';
import type { Part } from '../../source/partPlaces.ts';
import type { LineFile } from '../lineFile.ts';

/** Bytes that are read at once to find out what follows an array. */
const LOOK = 4096;
const BRACKET = 0x5b;
const LONGEST_REST = 16 << 20;
/** Stands for what an object holds up to the member that is looked at. */
const OBJECT = '{"":';

const EARLY_END = 'The file ends before the array does: it was cut off.';

/** A stretch of the file, from the first byte to behind the last: all of it, or one part of an export. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the pieces of a text begin, and what ends them. */
export interface PiecesPlace {
  /** Byte where the first one begins: behind an array's bracket, or behind the header; a byte order mark not counted. */
  readonly from: number;
  /** The array that they are the values of: the file's own, which others may follow, or an object's member. */
  readonly array: 'own' | 'member' | null;
  /** Objects that a member's array stands in; one where it is not said. */
  readonly depth?: number;
}

type Report = (reason: string, offset: number) => void;

/**
 * Reads all pieces of a file, arrays one behind the other in each of its parts. `scan` reads a range from its first piece
 * on, leaves the file's `readTo` where it stopped and answers whether it met an array's end. What is damaged in one part
 * leaves the next ones whole; what stands behind an end is reported.
 */
export async function scanRanges(
  file: LineFile,
  { from, array, depth = 1 }: PiecesPlace,
  parts: readonly Part[] | undefined,
  scan: (range: Range) => Promise<boolean>,
  report: Report,
): Promise<void> {
  const all = { from: file.markBytes + from, to: file.bytes };
  if (array === 'own') {
    for (const range of rangesOf(parts, { from: from - 1, to: file.bytes }))
      await scanArrays(file, range, scan, report);
    return;
  }
  const ended = await scan(all);
  if (array === null) return;
  if (!ended && file.readTo >= all.to) report(EARLY_END, all.to);
  const behind = ended ? behindObject(file, file.readTo, depth) : null;
  if (behind !== null) report('What stands here, behind the end of the object, is not read.', behind);
}

/** The parts of the file, or all of it, as far as they lie in `all`. */
function rangesOf(parts: readonly Part[] | undefined, all: Range): Range[] {
  const starts = parts?.map((part) => part.from) ?? [0];
  return starts.map((start, i) => ({ from: Math.max(all.from, start), to: starts[i + 1] ?? all.to }));
}

async function scanArrays(
  file: LineFile,
  { from, to }: Range,
  scan: (range: Range) => Promise<boolean>,
  report: Report,
): Promise<void> {
  file.readTo = from;
  for (;;) {
    const at = skipBlanks(file, file.readTo, to);
    if (at === null) return;
    if (at.byte !== BRACKET) return report('What stands here, behind the end of the array, is not read.', at.offset);
    if (await scan({ from: at.offset + 1, to })) continue;
    if (file.readTo >= to) report(EARLY_END, to);
    return;
  }
}

/**
 * Where something stands behind `depth` objects, in the innermost of which an array ends before `from`, as a byte of the file; `null` where
 * nothing does, and where the rest of the object takes more than 16 MB.
 */
function behindObject(file: LineFile, from: number, depth: number): number | null {
  const length = Math.min(file.bytes - from, LONGEST_REST);
  const rest = Buffer.allocUnsafe(length);
  readSync(file.descriptor, rest, 0, length, from);
  // One character a byte: what is looked for is ASCII, and places stay those of the file.
  const before = `${OBJECT.repeat(depth - 1)}${OBJECT}0`;
  const text = before + rest.toString('latin1');
  const at = skipSpace(text, skipValue(text, 0));
  return at < text.length ? from + at - before.length : null;
}

/** The first byte in the range that is not blank, a byte order mark neither; `null` where there is none. */
function skipBlanks(file: LineFile, from: number, to: number): { byte: number; offset: number } | null {
  const buffer = Buffer.allocUnsafe(LOOK);
  for (let offset = from; offset < to; offset += LOOK) {
    const length = readSync(file.descriptor, buffer, 0, Math.min(LOOK, to - offset), offset);
    for (let i = 0; i < length; i++) {
      const byte = buffer[i]!;
      if (byte > 0x20 && !(byte >= 0xbb && offset + i < 3)) return { byte, offset: offset + i };
    }
  }
  return null;
}
