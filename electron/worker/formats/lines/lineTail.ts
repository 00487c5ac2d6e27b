import { type Stats, statSync } from 'node:fs';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { type LineFile, type LinePlace, LONGEST_LINE, trim } from './lineFile.ts';

const CHUNK = 1 << 20;
/** Bytes at the start and at the end of what was read that are compared again before more is read. */
const COMPARED = 4096;

/** What stood behind the last line break when the file was opened. */
export interface HalfLine {
  readonly offset: number;
  readonly length: number;
}

/** What the reader does with the lines of a tail. */
export interface TailReader {
  /** Every new whole line that is not blank. */
  onLine(line: LinePlace): void;
  /** Whether the line that had no line break at opening time was read as an event. */
  wasEvent(half: HalfLine): boolean;
  /** Takes back what was noted about that line: it is read anew now that it is whole. */
  takeBack(half: LinePlace): void;
}

/**
 * Reads what is appended to a file of lines, behind what was read at opening time. A line counts once its line break
 * is there. Before anything is read, the file must still be the one that was opened: the same inode, no shorter, with
 * the same bytes at the start and at the end of what was read.
 */
export class LineTail {
  readonly #file: LineFile;
  readonly #path: string;
  readonly #head: Buffer;
  /** The last bytes before `#at`. */
  #end: Buffer;
  /** Behind the last byte that was read. */
  #at: number;
  #half: HalfLine | null = null;
  #lines: number;
  #seen: { readonly size: number; readonly modified: number } | null = null;

  constructor(file: LineFile, path: string) {
    this.#file = file;
    this.#path = path;
    this.#at = file.readTo;
    this.#lines = file.lines;
    this.#head = file.bytesAt(0, Math.min(COMPARED, this.#at));
    this.#end = this.#bytesBefore(this.#at);
    const lineStart = this.#startOfLine();
    if (lineStart < this.#at) this.#half = { offset: lineStart, length: this.#at - lineStart };
  }

  /**
   * Hands over the lines that were completed since the last call and answers the size of the file. Throws InspectorError
   * `unreadable` when what was read is no longer what stands there.
   */
  async read(reader: TailReader, pause: () => Promise<void> | undefined): Promise<number> {
    const { size, mtimeMs: modified } = this.#mustBeTheSame();
    if (this.#seen?.size === size && this.#seen.modified === modified) return size;
    if (!this.#stands(0, this.#head) || !this.#stands(this.#at - this.#end.length, this.#end)) {
      throw this.#refuse('What was read of it has been rewritten');
    }
    let length = CHUNK;
    while (this.#at < size) {
      const buffer = this.#file.bytesAt(this.#at, Math.min(length, size - this.#at));
      const end = buffer.lastIndexOf(0x0a) + 1;
      if (end === 0) {
        if (buffer.length < length || this.#at + buffer.length >= size) break; // The rest of the line is still to come.
        length *= 2;
        if (length > LONGEST_LINE) throw changed('A line longer than 512 MB was appended');
        continue;
      }
      this.#eachLine(buffer.subarray(0, end), reader);
      this.#at += end;
      this.#end = this.#bytesBefore(this.#at);
      await pause();
    }
    this.#seen = { size, modified };
    return size;
  }

  #eachLine(block: Buffer, reader: TailReader): void {
    let start = this.#half ? this.#completeHalf(block, this.#half, reader) : 0;
    while (start < block.length) {
      const next = block.indexOf(0x0a, start);
      this.#lines++;
      const line = { buffer: block, from: start, to: next, offset: this.#at + start, number: this.#lines };
      if (trim(line)) reader.onLine(line);
      start = next + 1;
    }
  }

  /** Answers where the next line begins in `block`. */
  #completeHalf(block: Buffer, half: HalfLine, reader: TailReader): number {
    const end = block.indexOf(0x0a);
    this.#half = null;
    const rest = { buffer: block, from: 0, to: end, offset: this.#at, number: this.#lines };
    if (!trim(rest)) return end + 1; // Only the line break came: the line stays as it was read.
    if (reader.wasEvent(half)) throw changed('The last event that was read of it has been written on');
    const before = this.#file.bytesAt(half.offset, half.length);
    const place = { buffer: before, from: 0, to: before.length, offset: half.offset, number: this.#lines };
    if (trim(place)) reader.takeBack(place);
    const buffer = Buffer.concat([before, block.subarray(0, end)]);
    const whole = { buffer, from: 0, to: buffer.length, offset: half.offset, number: this.#lines };
    if (trim(whole)) reader.onLine(whole);
    return end + 1;
  }

  #mustBeTheSame(): Stats {
    let now: Stats;
    try {
      now = statSync(this.#path);
    } catch {
      throw changed('It was moved or removed');
    }
    const opened = this.#file.stats();
    if (now.ino !== opened.ino || now.dev !== opened.dev) throw changed('Another file has taken its place');
    if (now.size < this.#at) throw this.#refuse('It has become shorter than what was read of it');
    return now;
  }

  /** The bytes behind the index are gone: no record is read any more, rather than another one's. */
  #refuse(what: string): InspectorError {
    const error = changed(what);
    this.#file.refuse(error);
    return error;
  }

  #stands(offset: number, bytes: Buffer): boolean {
    return this.#file.bytesAt(offset, bytes.length).equals(bytes);
  }

  #bytesBefore(at: number): Buffer {
    const length = Math.min(COMPARED, at);
    return this.#file.bytesAt(at - length, length);
  }

  /** Behind the last line break before `#at`. */
  #startOfLine(): number {
    for (let to = this.#at; to > 0; ) {
      const from = Math.max(0, to - (1 << 16));
      const found = this.#file.bytesAt(from, to - from).lastIndexOf(0x0a);
      if (found >= 0) return from + found + 1;
      to = from;
    }
    return 0;
  }
}

const changed = (what: string): InspectorError =>
  new InspectorError('unreadable', `${what}.`, { advice: 'Open it again to see what it holds now.' });
