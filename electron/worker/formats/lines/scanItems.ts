import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type { EnvelopePlaces } from './dialect.ts';
import { type LineFile, type LinePlace, LONGEST_LINE } from './lineFile.ts';
import { LineScanner, type ScannedLines } from './lineScanner.ts';
import { Numbering } from './numbering.ts';

/** Bytes that are read at once, unless one value is longer. */
const BLOCK = 1 << 20;

export interface ItemScanOptions {
  /** Takes a value that has to be parsed, in its turn. */
  onUnread(item: LinePlace): void;
  /** Is told where the text ends within a value, or where one is longer than a string can be. */
  onCutOff(item: Pick<LinePlace, 'number' | 'offset'>): void;
  /** Awaited after each block of the file. */
  pause(done: number): Promise<void> | undefined;
}

/**
 * Reads the envelopes of a JSON array's values into an index, from their bytes: from the byte `from` of the file, behind
 * the bracket, to the array's end. Values with only blanks between them, up to the end of the file, are read as well.
 * Leaves the file's `readTo` and `lines`, which count values, where it stopped.
 */
export async function scanItems(
  file: LineFile,
  from: number,
  places: EnvelopePlaces,
  builder: IndexBuilder,
  options: ItemScanOptions,
): Promise<void> {
  const scanner = new LineScanner(places);
  const numbering = new Numbering(builder, places.streamOtherwise);
  let size = BLOCK;
  file.readTo = from;
  while (file.readTo < file.bytes) {
    const input = scanner.input(size);
    const filled = readSync(file.descriptor, input, 0, Math.min(size, file.bytes - file.readTo), file.readTo);
    const atEnd = file.readTo + filled >= file.bytes || filled === 0;
    const origin = file.readTo;
    for (const scan of scanner.scanItems(0, filled, { isUtf8: isWholeUtf8(input, filled), refuseTelling: false })) {
      numbering.learn(OWN, scan);
      addScan(scan, origin);
      file.lines += scan.lines;
      file.readTo = origin + scan.end;
      if (scan.ended) return;
    }
    await options.pause(file.readTo);
    if (file.readTo > origin) size = BLOCK;
    else if (atEnd || size * 2 > LONGEST_LINE) {
      options.onCutOff({ number: file.lines + 1, offset: origin });
      return;
    } else size *= 2;
  }

  function addScan(scan: ScannedLines, origin: number): void {
    const { rows, count, unread } = scan;
    const add = (first: number, end: number): void => {
      numbering.apply(OWN, scan, first, end);
      builder.appendBatch(rows, first, end, origin);
    };
    let done = 0;
    for (let k = 0; k < unread.length; k++) {
      add(done, unread.behind[k]!);
      done = unread.behind[k]!;
      const number = file.lines + unread.line[k]! + 1;
      options.onUnread(file.lineAt(origin + unread.place[k]!, unread.placeLength[k]!, number));
    }
    add(done, count);
  }
}

/** The only scanner. */
const OWN = 0;

/** Whether bytes are UTF-8, but for a character that their end cuts off. */
function isWholeUtf8(bytes: Buffer, length: number): boolean {
  let end = length;
  while (end > 0 && length - end < 4 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  if (end > 0 && bytes[end - 1]! > 0xbf) end--;
  return isUtf8(bytes.subarray(0, end)) && (end === length || length - end < 4);
}
