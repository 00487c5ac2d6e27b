import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { FileWindow, SPARE_BYTES } from './fileWindow.ts';

const CHUNK = 1 << 20;
/** V8 holds strings of up to 2^29 - 24 units; longer lines cannot be shown. */
export const LONGEST_LINE = 512 * 1024 * 1024 - 32;
/** Bytes that stay free behind the last line, for its line break and for whoever reads several bytes at once. */
const SPARE = 16;
/** How near the next line must be to be read ahead with those behind it. */
const NEAR = 64 * 1024;

/**
 * Where a line stands: `buffer[from..to)` without its line break, at `offset` of the file. At or behind `to` a line
 * break follows in the buffer.
 */
export interface LinePlace {
  buffer: Buffer;
  from: number;
  to: number;
  offset: number;
  /** From 1, blank lines counted. */
  number: number;
}

/** The lines of a file: all of them block by block, or single ones by their place. Never the whole file in memory. */
export class LineFile {
  /** The system's number of the open file. */
  readonly descriptor: number;
  readonly bytes: number;
  /** Behind the last byte, and the number of lines, that were read at opening time: where a tail goes on. */
  readTo = 0;
  lines = 0;
  #window = new FileWindow(0, Buffer.allocUnsafeSlow(SPARE_BYTES).subarray(0, 0));
  #lastEnd = 0;
  #closed = false;
  #refused: InspectorError | null = null;

  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
    this.bytes = fstatSync(this.descriptor).size;
  }

  /**
   * Goes on behind what was read: calls `onLine` for every line that is not blank, and `onBlock` after each block of whole lines; the loop waits for
   * what it answers. `onTooLong` is told of lines longer than a string can be.
   */
  async eachLine(
    onBlock: (buffer: Buffer, from: number, to: number) => void,
    onLine: (line: LinePlace) => void,
    onTooLong: (line: LinePlace) => void,
    pause: (done: number) => Promise<void> | undefined,
  ): Promise<void> {
    let buffer = Buffer.allocUnsafe(CHUNK + SPARE);
    let filled = 0;
    let offset = this.readTo; // of buffer[0] in the file
    let skipping = false;
    const line: LinePlace = { buffer, from: 0, to: 0, offset: 0, number: this.lines };
    for (;;) {
      if (filled === buffer.length - SPARE) {
        if (filled >= LONGEST_LINE) {
          if (!skipping) onTooLong({ ...line, buffer, from: 0, to: 0, offset, number: line.number + 1 });
          skipping = true;
          offset += filled;
          filled = 0;
        } else {
          const larger = Buffer.allocUnsafe(Math.min(filled * 2, LONGEST_LINE) + SPARE);
          buffer.copy(larger, 0, 0, filled);
          buffer = larger;
        }
      }
      const read = readSync(this.descriptor, buffer, filled, buffer.length - SPARE - filled, offset + filled);
      filled += read;
      const atEnd = read === 0;
      if (atEnd) buffer[filled] = 0x0a;
      const end = atEnd ? filled : buffer.lastIndexOf(0x0a, filled - 1) + 1;
      if (!atEnd && end === 0) continue;
      let start = offset === 0 && hasByteOrderMark(buffer, filled) ? 3 : 0;
      if (skipping) {
        const newline = buffer.indexOf(0x0a);
        start = newline === -1 || newline >= end ? end : newline + 1;
        line.number++;
        skipping = false;
      }
      onBlock(buffer, start, end);
      line.buffer = buffer;
      while (start < end) {
        let next = buffer.indexOf(0x0a, start);
        if (next === -1 || next >= end) next = end;
        line.number++;
        line.from = start;
        line.to = next;
        line.offset = offset + start;
        if (trim(line)) onLine(line);
        start = next + 1;
      }
      buffer.copy(buffer, 0, end, filled);
      offset += end;
      filled -= end;
      this.readTo = offset;
      this.lines = line.number;
      await pause(offset);
      this.#mustBeOpen();
      if (atEnd) return;
    }
  }

  /** The text of a line. */
  textAt(offset: number, length: number): string {
    const window = this.windowAt(offset, length);
    return window.text(offset - window.offset, offset - window.offset + length);
  }

  /** Bytes of the byte order mark that the file begins with. */
  get markBytes(): number {
    const start = this.bytesAt(0, 3);
    return hasByteOrderMark(start, start.length) ? 3 : 0;
  }

  /** A line by its place; its bytes hold until the next one is asked for. */
  lineAt(offset: number, length: number, number: number): LinePlace {
    const { bytes, offset: start } = this.windowAt(offset, length);
    return { buffer: bytes.subarray(offset - start, offset - start + length), from: 0, to: length, offset, number };
  }

  /** Behind the line break that follows `offset`; the end of the file when there is none. */
  behindLineBreak(offset: number): number {
    for (let at = offset; at < this.bytes; at += NEAR) {
      const found = this.bytesAt(at, Math.min(NEAR, this.bytes - at)).indexOf(0x0a);
      if (found >= 0) return at + found + 1;
    }
    return this.bytes;
  }

  /**
   * A window of the file with the bytes at a place; fewer where the file ends before. Good until the next call.
   * Ascending places that are close to each other are read in one go.
   */
  windowAt(offset: number, length: number): FileWindow {
    this.#mustBeOpen();
    const inWindow = offset - this.#window.offset;
    if (inWindow < 0 || inWindow + length > this.#window.bytes.length) {
      const ahead = offset >= this.#lastEnd && offset - this.#lastEnd < NEAR ? Math.max(length, CHUNK) : length;
      let memory = this.#window.bytes.buffer;
      if (memory.byteLength < ahead + SPARE_BYTES || ahead > CHUNK) {
        memory = Buffer.allocUnsafeSlow(ahead + SPARE_BYTES).buffer;
      }
      const buffer = Buffer.from(memory, 0, ahead);
      this.#window = new FileWindow(offset, buffer.subarray(0, this.#fill(buffer, offset, ahead)));
    }
    this.#lastEnd = offset + length;
    return this.#window;
  }

  /** The bytes at a place; fewer where the file ends before. */
  bytesAt(offset: number, length: number): Buffer {
    if (this.#closed) this.#mustBeOpen();
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, this.#fill(buffer, offset, length));
  }

  /** Reads the bytes at a place into the start of `target`; answers how many: fewer where the file ends before. */
  readInto(target: Buffer, offset: number, length: number): number {
    this.#mustBeOpen();
    return this.#fill(target, offset, length);
  }

  #fill(target: Buffer, offset: number, length: number): number {
    let filled = 0;
    for (let read = -1; read !== 0 && filled < length; filled += read) {
      read = readSync(this.descriptor, target, filled, length - filled, offset + filled);
    }
    return filled;
  }

  stats(): Stats {
    this.#mustBeOpen();
    return fstatSync(this.descriptor);
  }

  /** What was read no longer stands there: nothing more is read, so that no event shows another one's record. */
  refuse(error: InspectorError): void {
    this.#refused = error;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.descriptor);
  }

  /** The system gives a closed file's number to the next file that is opened: reading on would read that one. */
  #mustBeOpen(): void {
    if (this.#closed) throw new InspectorError('not-open', 'The log was closed while it was read.');
    if (this.#refused) throw this.#refused;
  }
}

const hasByteOrderMark = (buffer: Buffer, filled: number): boolean =>
  filled >= 3 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;

/** Takes blanks off both ends; `false` when nothing is left. */
export function trim(line: LinePlace): boolean {
  const { buffer } = line;
  let { from, to } = line;
  while (from < to && isBlank(buffer[from]!)) from++;
  while (to > from && isBlank(buffer[to - 1]!)) to--;
  line.offset += from - line.from;
  line.from = from;
  line.to = to;
  return from < to;
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0d || byte === 0x09;
