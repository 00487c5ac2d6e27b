import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { StoreSource } from '../format.ts';
import { LineFile } from '../lines/lineFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';

/** Files that are held open at a time: a database may lie in thousands. */
const MOST_OPEN = 24;

/** One file of a log. */
export interface LogFile {
  readonly name: string;
  readonly path: string;
  /** Bytes that are read of it: what it held when the log was opened. */
  readonly bytes: number;
  /** Place of its first byte among all files of the log. */
  readonly base: number;
}

/** The one file of a log that is no folder; where it was unpacked, that has a size of its own. Throws where it has gone. */
export function fileOf({ name, path, readPath, bytes }: StoreSource): SourceFile {
  return { name, path: readPath, bytes: readPath === path ? bytes : statSync(readPath).size };
}

/** The bytes of a record; good until the next ones are asked for. */
export interface RecordBytes {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** The files of a log end to end: a place is a number of bytes in all of them together. */
export class LogFiles {
  readonly list: readonly LogFile[];
  readonly bytes: number;
  readonly #open = new Map<number, LineFile>();
  #closed = false;

  constructor(files: readonly SourceFile[]) {
    let base = 0;
    this.list = files.map(({ name, path, bytes }) => {
      const file = { name, path, bytes, base };
      base += bytes;
      return file;
    });
    this.bytes = base;
  }

  /** The file with a number, opened. Throws InspectorError `unreadable` where it has gone. */
  open(number: number): LineFile {
    if (this.#closed) throw new InspectorError('not-open', 'The log was closed while it was read.');
    const opened = this.#open.get(number);
    if (opened !== undefined) return opened;
    const [oldest] = this.#open;
    if (oldest !== undefined && this.#open.size >= MOST_OPEN) {
      oldest[1].close();
      this.#open.delete(oldest[0]);
    }
    const { name, path } = this.list[number]!;
    try {
      const file = new LineFile(path);
      this.#open.set(number, file);
      return file;
    } catch (error) {
      throw new InspectorError('unreadable', `${name} can no longer be read: ${(error as Error).message}.`, {
        advice: 'Open the store again.',
      });
    }
  }

  /** The bytes at a place. Throws InspectorError `unreadable` where they are no longer there. */
  at(place: number, length: number): RecordBytes {
    const number = this.numberOf(place);
    const offset = place - this.list[number]!.base;
    const window = this.open(number).windowAt(offset, length);
    const from = offset - window.offset;
    if (from + length > window.bytes.length) throw changedSince();
    return { bytes: window.bytes, from, to: from + length };
  }

  /** The number of the file that holds a place. */
  numberOf(place: number): number {
    let low = 0;
    let high = this.list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.list[middle]!.base <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  close(): void {
    this.#closed = true;
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }
}

export const changedSince = (): InspectorError =>
  new InspectorError('unreadable', 'The file was changed after it was opened: this event is not where it was.', {
    advice: 'Open the store again.',
  });

/** The first bytes of a file, or so many from a byte on; fewer where it ends before, none where it cannot be read. */
export function bytesOf({ path }: SourceFile, length: number, from = 0): Buffer {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, from));
  } finally {
    closeSync(file);
  }
}
