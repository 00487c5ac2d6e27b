import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import type { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import type { EnvelopePlaces } from '../dialects/dialect.ts';
import { type LineFile, type LinePlace, LONGEST_LINE } from '../lineFile.ts';
import { addScan } from './addScan.ts';
import { LineScanner, type PieceKind } from './lineScanner.ts';
import { Numbering } from './numbering.ts';
import type { Range } from './scanRanges.ts';

/** Bytes that are read at once, unless one piece is longer. */
const BLOCK = 1 << 20;
const LINE_FEED = 0x0a;

export interface PieceScanOptions {
  readonly kind: PieceKind;
  /** Names of the columns and what stands between fields, for records. */
  readonly columns?: { readonly names: readonly string[]; readonly delimiter: string };
  /** Takes a piece that has to be parsed, in its turn. */
  onUnread(piece: LinePlace): void;
  /** Is told where the file ends within a piece, or where one is longer than a string can be. */
  onCutOff(piece: Pick<LinePlace, 'number' | 'offset'>): void;
  /** Awaited after each block of the file. */
  pause(done: number): Promise<void> | undefined;
}

/**
 * Reads the envelopes of pieces that may go over several lines into an index, from their bytes: the values of a JSON array,
 * values with only blanks between them, or records of comma-separated values. Answers a function that reads a range of
 * the file, from where its first piece begins; it leaves the file's `readTo` and `lines`, which counts pieces, where it
 * stopped, and answers whether it met an array's end.
 */
export function pieceScan(
  file: LineFile,
  places: EnvelopePlaces,
  builder: IndexBuilder,
  options: PieceScanOptions,
): (range: Range) => Promise<boolean> {
  const { kind, columns } = options;
  const scanner = new LineScanner(places);
  if (columns) scanner.readColumns(columns.names, columns.delimiter);
  const target = { file, builder, numbering: new Numbering(builder, places) };
  const parse = (piece: LinePlace): boolean => {
    options.onUnread(piece);
    return false;
  };
  return async ({ from, to }) => {
    let size = BLOCK;
    file.readTo = from;
    while (file.readTo < to) {
      const origin = file.readTo;
      const input = scanner.input(size + 1);
      let filled = readSync(file.descriptor, input, 0, Math.min(size, to - origin), origin);
      const atEnd = origin + filled >= to || filled === 0;
      const isUtf8 = isWholeUtf8(input, filled);
      // The last record may lack its line break.
      if (atEnd && kind === 'records' && input[filled - 1] !== LINE_FEED) input[filled++] = LINE_FEED;
      for (const scan of scanner.scanPieces(kind, 0, filled, { isUtf8, refuseTelling: false, origin })) {
        addScan(target, scan, OWN, parse);
        file.lines += scan.lines;
        file.readTo = Math.min(to, origin + scan.end);
        if (scan.ended) return true;
      }
      await options.pause(file.readTo);
      if (file.readTo > origin) size = BLOCK;
      else if (atEnd || size * 2 > LONGEST_LINE) {
        options.onCutOff({ number: file.lines + 1, offset: origin });
        return false;
      } else size *= 2;
    }
    return false;
  };
}

/** The only scanner. */
const OWN = 0;

/** Whether bytes are UTF-8, but for a character that their end cuts off. */
function isWholeUtf8(bytes: Buffer, length: number): boolean {
  let end = length;
  while (end > 0 && length - end < 4 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  if (end > 0 && bytes[end - 1]! > 0xbf) end--;
  return isUtf8(bytes.subarray(0, end));
}
