import type { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import type { EnvelopePlaces } from '../dialects/dialect.ts';
import { type LineFile, type LinePlace, LONGEST_LINE, trim } from '../lineFile.ts';
import { addScan } from './addScan.ts';
import type { LongLine } from './lineRange.ts';
import { Numbering } from './numbering.ts';
import { type RangeScanOptions, rangeScans } from './rangeScans.ts';

export interface LineScanOptions extends RangeScanOptions {
  /** Takes a line that has to be parsed, in its turn; `true` ends the scan behind it. */
  onUnread(line: LinePlace): boolean;
  /** Is told of lines longer than a string can be. */
  onTooLong(line: Pick<LinePlace, 'number' | 'offset'>): void;
  /** Awaited after each range of the file. */
  pause(done: number): Promise<void> | undefined;
}

/**
 * Reads the envelopes of all lines of a file into an index, from their bytes, in the order of the file. Leaves the file's
 * `readTo` and `lines` where it stopped.
 */
export async function scanLines(
  file: LineFile,
  places: EnvelopePlaces,
  builder: IndexBuilder,
  options: LineScanOptions,
): Promise<void> {
  const target = { file, builder, numbering: new Numbering(builder, places) };
  for await (const { scans, long, range, scanner } of rangeScans(file.descriptor, file.bytes, places, options)) {
    for (const scan of scans) {
      const stoppedAt = addScan(target, scan, scanner, options.onUnread);
      if (stoppedAt !== null) {
        file.readTo = file.behindLineBreak(stoppedAt.offset);
        file.lines = stoppedAt.number;
        return;
      }
      file.lines += scan.lines;
    }
    if (long !== null) readLong(file, long, options);
    file.readTo = range.to;
    await options.pause(range.to);
  }
}

function readLong(file: LineFile, { offset, length }: LongLine, options: LineScanOptions): void {
  const number = ++file.lines;
  if (length > LONGEST_LINE) options.onTooLong({ number, offset });
  else {
    const line = file.lineAt(offset, length, number);
    if (trim(line)) options.onUnread(line);
  }
}
