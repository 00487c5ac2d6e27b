import type { LineFile } from '../lines/lineFile.ts';

const BLOCK = 1 << 20;
/** Bytes behind the block that may be read with the last one. */
const SPARE = 16;
/** No record is longer; a length that says so is damage. */
export const LONGEST_RECORD = 256 * 1024 * 1024;

/** Goes through a file from front to back with one block of it in memory. */
export class LogCursor {
  /** The block; what stands at `at` is what `has` was asked for. Good until `has` is asked again. */
  bytes: Buffer = Buffer.allocUnsafe(BLOCK + SPARE);
  view: DataView = viewOf(this.bytes);
  at = 0;
  readonly #file: LineFile;
  readonly #end: number;
  /** Of the block's first byte in the file. */
  #origin: number;
  #filled = 0;

  /** Reads `file` from one byte up to another. */
  constructor(file: LineFile, from: number, end: number) {
    this.#file = file;
    this.#origin = from;
    this.#end = end;
  }

  /** Where it stands in the file. */
  get offset(): number {
    return this.#origin + this.at;
  }

  /** Bytes up to the end. */
  get left(): number {
    return this.#end - this.offset;
  }

  /** Whether so many bytes follow; then they stand in the block from `at` on. */
  has(length: number): boolean {
    if (this.at + length <= this.#filled) return true;
    if (length > this.left || length > LONGEST_RECORD) return false;
    this.#fill(length);
    return length <= this.#filled;
  }

  /** Goes to a byte of the file, forwards or back. */
  moveTo(offset: number): void {
    const at = offset - this.#origin;
    if (at >= 0 && at <= this.#filled) this.at = at;
    else {
      this.#origin = offset;
      this.at = 0;
      this.#filled = 0;
    }
  }

  #fill(length: number): void {
    const kept = this.#filled - this.at;
    const old = this.bytes;
    if (length > old.length - SPARE) {
      this.bytes = Buffer.allocUnsafe(Math.max(length, 2 * BLOCK) + SPARE);
      this.view = viewOf(this.bytes);
    }
    old.copy(this.bytes, 0, this.at, this.#filled);
    this.#origin += this.at;
    this.at = 0;
    const room = Math.min(this.bytes.length - SPARE, this.#end - this.#origin) - kept;
    this.#filled = kept + this.#file.readInto(this.bytes.subarray(kept), this.#origin + kept, room);
  }
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
