// pure. Records of KurrentDB's transaction log: `LogRecords/*.cs`, as formats.md describes them. Little-endian.

export const PREPARE = 0;
export const COMMIT = 1;
export const SYSTEM = 2;

/** Flags of a prepare. */
export const Flag = { data: 1, streamDelete: 8, committed: 0x20, json: 0x100, redacted: 0x200 } as const;

/** A record's length may be no more than this. */
const LONGEST = 16 * 1024 * 1024;
/** Ticks of 100 ns from 0001-01-01 to 1970-01-01. */
const EPOCH_TICKS = 621_355_968_000_000_000n;

/** Bytes that stand before and behind a record's body. */
export const AROUND = 8;

/** Whether a number can be the length of a record's body. */
export const isRecordLength = (length: number): boolean => length >= 10 && length <= LONGEST;

/** Epoch microseconds of .NET ticks. */
export const ticksToMicros = (ticks: bigint): number => Number((ticks - EPOCH_TICKS) / 10n);

/** A record that was read; one object is filled again and again. Ends are behind the last byte. */
export class KurrentRecord {
  kind = 0;
  position = 0n;
  flags = 0;
  /** Of a prepare that is committed by another record, and of a commit: which transaction. */
  transaction = 0n;
  /** Number of the event within its transaction. */
  offset = 0;
  expectedVersion = 0n;
  firstEventNumber = 0n;
  micros = Number.NaN;
  eventIdAt = 0;
  streamFrom = 0;
  streamTo = 0;
  typeFrom = 0;
  typeTo = 0;
  dataFrom = 0;
  dataTo = 0;
  metadataFrom = 0;
  metadataTo = 0;

  /** Reads the body `view[from..to)`; why it cannot be read, as a clause, or `null`. */
  read(view: DataView, from: number, to: number): string | null {
    this.kind = view.getUint8(from);
    const version = view.getUint8(from + 1);
    this.position = view.getBigInt64(from + 2, true);
    if (this.kind > SYSTEM) return `records of kind ${this.kind} are not known`;
    if (version > 1) return `records of version ${version} are not known`;
    if (this.kind === SYSTEM) return null;
    return this.kind === COMMIT
      ? this.#commit(view, from + 10, to, version)
      : this.#prepare(view, from + 10, to, version);
  }

  #commit(view: DataView, from: number, to: number, version: number): string | null {
    if (to - from < 8 + (version === 0 ? 4 : 8) + 32) return 'it is too short for a commit';
    this.transaction = view.getBigInt64(from, true);
    this.firstEventNumber = integer(view, from + 8, version);
    return null;
  }

  #prepare(view: DataView, from: number, to: number, version: number): string | null {
    const fixed = 14 + (version === 0 ? 4 : 8);
    if (to - from < fixed + 1 + 16 + 16 + 8 + 1 + 8) return 'it is too short for an event';
    this.flags = view.getUint16(from, true);
    this.transaction = view.getBigInt64(from + 2, true);
    this.offset = view.getInt32(from + 10, true);
    this.expectedVersion = integer(view, from + 14, version);
    let at = from + fixed;
    this.streamTo = this.#text(view, at, to);
    if (this.streamTo < 0) return 'the name of its stream goes on behind its end';
    this.streamFrom = this.#from;
    at = this.streamTo;
    if (at + 40 >= to) return 'it ends behind the name of its stream';
    this.eventIdAt = at;
    this.micros = ticksToMicros(view.getBigInt64(at + 32, true));
    this.typeTo = this.#text(view, at + 40, to);
    if (this.typeTo < 0) return 'its type goes on behind its end';
    this.typeFrom = this.#from;
    this.dataTo = block(view, this.typeTo, to);
    if (this.dataTo < 0) return 'its data go on behind its end';
    this.dataFrom = this.typeTo + 4;
    this.metadataTo = block(view, this.dataTo, to);
    if (this.metadataTo < 0) return 'its metadata go on behind its end';
    this.metadataFrom = this.dataTo + 4;
    return null;
  }

  #from = 0;

  /** End of the text at `at`, whose length stands before it in sevens of bits; -1 behind `to`. */
  #text(view: DataView, at: number, to: number): number {
    let length = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      if (at >= to) return -1;
      const byte = view.getUint8(at++);
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    this.#from = at;
    return length >= 0 && at + length <= to ? at + length : -1;
  }
}

const integer = (view: DataView, at: number, version: number): bigint =>
  version === 0 ? BigInt(view.getInt32(at, true)) : view.getBigInt64(at, true);

/** End of the bytes whose length stands before them; -1 behind `to`. */
function block(view: DataView, at: number, to: number): number {
  if (at + 4 > to) return -1;
  const length = view.getInt32(at, true);
  return length >= 0 && at + 4 + length <= to ? at + 4 + length : -1;
}

/** A GUID's bytes in the order of its text: in .NET's form the first three groups come with the low byte first. */
const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const DIGITS = Buffer.from('0123456789abcdef');
const LENGTH = 36;

/** Writes the text of GUIDs, where it can be hashed without becoming a string. */
export class GuidText {
  readonly bytes = Buffer.alloc(LENGTH + 4);
  readonly view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  readonly length = LENGTH;

  /** The text of the GUID at `at`, in small letters. */
  read(from: Buffer, at: number): string {
    this.write(from, at);
    return this.bytes.toString('latin1', 0, LENGTH);
  }

  /** Leaves that text in `bytes`. */
  write(from: Buffer, at: number): void {
    const { bytes } = this;
    let to = 0;
    for (let i = 0; i < 16; i++) {
      if (i === 4 || i === 6 || i === 8 || i === 10) bytes[to++] = 0x2d;
      const byte = from[at + ORDER[i]!]!;
      bytes[to++] = DIGITS[byte >> 4]!;
      bytes[to++] = DIGITS[byte & 15]!;
    }
  }
}
