import type { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import type { LineFile, LinePlace } from '../lineFile.ts';
import type { ScannedLines } from './lineScanner.ts';
import type { Numbering } from './numbering.ts';

/** What scans of one file are added to. */
export interface ScanTarget {
  readonly file: LineFile;
  readonly builder: IndexBuilder;
  readonly numbering: Numbering;
}

/**
 * Adds what one scan found, in the order of the file. `onUnread` takes each record that has to be parsed, in its turn, and
 * ends the scan behind it with `true`; answers that record, `null` if none did.
 */
export function addScan(
  { file, builder, numbering }: ScanTarget,
  scan: ScannedLines,
  scanner: number,
  onUnread: (record: LinePlace) => boolean,
): LinePlace | null {
  const { rows, count, origin, unread } = scan;
  numbering.learn(scanner, scan);
  const add = (from: number, to: number): void => {
    numbering.apply(scanner, scan, from, to);
    builder.appendBatch(rows, from, to, origin);
  };
  let done = 0;
  for (let k = 0; k < unread.length; k++) {
    add(done, unread.behind[k]!);
    done = unread.behind[k]!;
    const number = file.lines + unread.line[k]! + 1;
    const record = file.lineAt(origin + unread.place[k]!, unread.placeLength[k]!, number);
    if (onUnread(record)) return record;
  }
  add(done, count);
  return null;
}
