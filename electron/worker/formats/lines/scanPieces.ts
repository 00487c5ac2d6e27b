import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import { addScan } from './addScan.ts';
import type { EnvelopePlaces } from './dialect.ts';
import { type LineFile, type LinePlace, LONGEST_LINE } from './lineFile.ts';
import { LineScanner, type PieceKind } from './lineScanner.ts';
import { Numbering } from './numbering.ts';

/** Bytes that are read at once, unless one piece is longer. */
const BLOCK = 1 << 20;
const LINE_FEED = 0x0a;

export interface PieceScanOptions {
  readonly kind: PieceKind;
  /** Names of the columns and what stands between fields, for records. */
  readonly columns?: { readonly names: readonly string[]; readonly delimiter: string };
  /** Byte where the first piece begins: behind an array's bracket, or behind the header; a byte order mark not counted. */
  readonly from: number;
  /** Takes a piece that has to be parsed, in its turn. */
  onUnread(piece: LinePlace): void;
  /** Is told where the file ends within a piece, or where one is longer than a string can be. */
  onCutOff(piece: Pick<LinePlace, 'number' | 'offset'>): void;
  /** Awaited after each block of the file. */
  pause(done: number): Promise<void> | undefined;
}

/**
 * Reads the envelopes of pieces that may go over several lines into an index, from their bytes: the values of a JSON array,
 * values with only blanks between them up to the end of the file, or records of comma-separated values. Leaves the file's
 * `readTo` and `lines`, which counts pieces, where it stopped; answers whether it met the array's end.
 */
export async function scanPieces(
  file: LineFile,
  places: EnvelopePlaces,
  builder: IndexBuilder,
  options: PieceScanOptions,
): Promise<boolean> {
  const { kind, columns } = options;
  const scanner = new LineScanner(places);
  if (columns) scanner.readColumns(columns.names, columns.delimiter);
  const target = { file, builder, numbering: new Numbering(builder, places.streamOtherwise) };
  const parse = (piece: LinePlace): boolean => {
    options.onUnread(piece);
    return false;
  };
  let size = BLOCK;
  file.readTo = file.markBytes + options.from;
  while (file.readTo < file.bytes) {
    const origin = file.readTo;
    const input = scanner.input(size + 1);
    let filled = readSync(file.descriptor, input, 0, Math.min(size, file.bytes - origin), origin);
    const atEnd = origin + filled >= file.bytes || filled === 0;
    const isUtf8 = isWholeUtf8(input, filled);
    // The last record may lack its line break.
    if (atEnd && kind === 'records' && input[filled - 1] !== LINE_FEED) input[filled++] = LINE_FEED;
    for (const scan of scanner.scanPieces(kind, 0, filled, { isUtf8, refuseTelling: false })) {
      addScan(target, scan, OWN, origin, parse);
      file.lines += scan.lines;
      file.readTo = Math.min(file.bytes, origin + scan.end);
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
