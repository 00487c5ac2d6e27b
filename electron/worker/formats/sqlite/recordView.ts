import type { SqliteValue } from '../sqlite.ts';

// pure. One record of a SQLite table where it stands: https://www.sqlite.org/fileformat.html#record_format.

/** Serial types that are told apart here; 1 to 6 are integers of 1, 2, 3, 4, 6 and 8 bytes. */
export const Serial = { null: 0, integer64: 6, real: 7, zero: 8, one: 9, firstBytes: 12 } as const;

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];
/** SQLite's own limit on the length of a value. */
const LARGEST_SERIAL = 2 ** 31 - 1;

/** Whether a serial type is one of text. */
const isText = (serial: number): boolean => serial > Serial.firstBytes && (serial & 1) === 1;

export class RecordView {
  bytes: Buffer = Buffer.alloc(0);
  rowId = 0;
  /** By slot: where the value stands in `bytes`, and its serial type. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly serials: Int32Array;
  /** What `readVarint` read: exact up to 2^53, larger than that for what is not. */
  varint = 0;
  /** Bytes of the record up to the last value that is wanted. */
  needed = 0;
  readonly #slots: Int32Array;
  readonly #columns: number;

  /** `slots`: by column the slot that it gets, -1 for none. */
  constructor(slots: Int32Array) {
    this.#slots = slots;
    this.#columns = 1 + slots.findLastIndex((slot) => slot >= 0);
    const size = 1 + Math.max(-1, ...slots);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.serials = new Int32Array(size);
  }

  /** Index behind the big-endian integer of one to nine bytes at `at`; its value is then in `varint`. */
  readVarint(bytes: Buffer, at: number): number {
    let value = bytes[at]!;
    if (value < 0x80) {
      this.varint = value;
      return at + 1;
    }
    value &= 0x7f;
    for (let i = 1; i < 8; i++) {
      const next = bytes[at + i]!;
      value = value * 128 + (next & 0x7f);
      if (next < 0x80) {
        this.varint = value;
        return at + i + 1;
      }
    }
    this.varint = value * 256 + bytes[at + 8]!;
    return at + 9;
  }

  /**
   * Finds the wanted values of the record that begins at `at`, of which `local` bytes can be seen. `false` for one that
   * is not as expected: its header is cut off, or shorter than the table has columns, since those were added later.
   */
  read(bytes: Buffer, at: number, local: number, rowId: number): boolean {
    let i = this.readVarint(bytes, at);
    const header = this.varint;
    if (header > local) return false;
    const body = at + header;
    let start = body;
    for (let column = 0; column < this.#columns; column++) {
      if (i >= body) return false;
      let serial = bytes[i]!;
      if (serial < 0x80) i++;
      else {
        i = this.readVarint(bytes, i);
        serial = this.varint;
      }
      if (serial === 10 || serial === 11 || serial > LARGEST_SERIAL) return false;
      const end = start + (serial >= Serial.firstBytes ? (serial - Serial.firstBytes) >>> 1 : SIZES[serial]!);
      const slot = this.#slots[column]!;
      if (slot >= 0) {
        this.serials[slot] = serial;
        this.starts[slot] = start;
        this.ends[slot] = end;
      }
      start = end;
    }
    this.bytes = bytes;
    this.rowId = rowId;
    this.needed = start - at;
    return i <= body;
  }

  /** A value as better-sqlite3 gives it with safe integers. */
  value(slot: number): SqliteValue {
    const serial = this.serials[slot]!;
    const { bytes } = this;
    const start = this.starts[slot]!;
    const end = this.ends[slot]!;
    if (serial >= Serial.firstBytes) {
      return isText(serial) ? bytes.toString('utf8', start, end) : Buffer.from(bytes.subarray(start, end));
    }
    if (serial === Serial.null) return null;
    if (serial === Serial.real) {
      const real = bytes.readDoubleBE(start);
      return Number.isNaN(real) ? null : real;
    }
    if (serial === Serial.integer64) return bytes.readBigInt64BE(start);
    if (serial >= Serial.zero) return serial === Serial.one ? 1n : 0n;
    return BigInt(bytes.readIntBE(start, end - start));
  }
}
