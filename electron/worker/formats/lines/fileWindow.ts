import { isAscii } from 'node:buffer';

/** Bytes that can be read behind a window's end: whoever looks at several at once need not look where it ends. */
export const SPARE_BYTES = 16;
/** From this size on it pays to make one string of a window and cut texts from it. */
const WORTH_A_STRING = 64 * 1024;

/** A piece of a file in memory. Good until the next one is read: it may lie in the same memory. */
export class FileWindow {
  /** Of the first byte in the file. */
  readonly offset: number;
  readonly bytes: Buffer;
  /** Over the bytes, and `SPARE_BYTES` of anything behind them. */
  readonly view: DataView;
  /** All of it, one unit a byte; `null` when it is not ASCII or too short, `undefined` before somebody asked. */
  #text: string | null | undefined;

  constructor(offset: number, bytes: Buffer) {
    this.offset = offset;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length + SPARE_BYTES);
  }

  /** The text of `bytes[from..to)`. */
  text(from: number, to: number): string {
    if (this.#text === undefined) {
      this.#text = this.bytes.length >= WORTH_A_STRING && isAscii(this.bytes) ? this.bytes.toString('latin1') : null;
    }
    return this.#text === null ? this.bytes.toString('utf8', from, to) : this.#text.slice(from, to);
  }
}
