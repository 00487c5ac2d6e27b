import { crc32c } from '../crc32c.ts';

// Record batches of Kafka, magic 2: `clients/src/main/java/org/apache/kafka/common/record/DefaultRecordBatch.java` and
// `DefaultRecord.java`, as formats.md describes them. Big-endian; numbers within records are zigzag varints.

/** Bytes of a batch before its records. */
export const BATCH_HEAD = 61;
/** Bytes that a batch's length does not count. */
export const BEFORE_LENGTH = 12;
const MAGIC_AT = 16;
const CRC_FROM = 21;

/** Bits of a batch's attributes. */
const CODEC = 7;
const LOG_APPEND_TIME = 8;
const TRANSACTIONAL = 16;
const CONTROL = 32;

/** The head of a batch; one object is filled again and again. */
export class KafkaBatch {
  /** Of the whole batch, in bytes. */
  length = 0;
  magic = 0;
  baseOffset = 0n;
  lastOffsetDelta = 0;
  codec = 0;
  isTransactional = false;
  isControl = false;
  /** Epoch milliseconds; that of all records where the broker gave it, else of the first. */
  baseTimestamp = 0;
  isAppendTime = false;
  producerId = 0n;
  count = 0;

  /** Reads `view` from `at` on, where `BATCH_HEAD` bytes must be. */
  read(view: DataView, at: number): void {
    const attributes = view.getInt16(at + 21);
    this.baseOffset = view.getBigInt64(at);
    this.length = BEFORE_LENGTH + view.getInt32(at + 8);
    this.magic = view.getInt8(at + MAGIC_AT);
    this.codec = attributes & CODEC;
    this.isAppendTime = (attributes & LOG_APPEND_TIME) !== 0;
    this.isTransactional = (attributes & TRANSACTIONAL) !== 0;
    this.isControl = (attributes & CONTROL) !== 0;
    this.lastOffsetDelta = view.getInt32(at + 23);
    this.baseTimestamp = Number(view.getBigInt64(at + (this.isAppendTime ? 35 : 27)));
    this.producerId = view.getBigInt64(at + 43);
    this.count = view.getInt32(at + 57);
  }

  /** Whether what was read can be the head of a batch. */
  get isPlausible(): boolean {
    const { magic, length, baseOffset, lastOffsetDelta, count } = this;
    return magic === 2 && length >= BATCH_HEAD && baseOffset >= 0n && lastOffsetDelta >= 0 && count >= 0;
  }
}

/** Whether the CRC-32C of the batch at `at`, all of which is in `bytes`, is right. */
export function isBatchWhole(bytes: Buffer, at: number, length: number): boolean {
  return crc32c(bytes, at + CRC_FROM, at + length) === bytes.readUInt32BE(at + 17);
}

/** The magic of an old message, before Kafka 0.11, that `bytes` can begin with; `null` for anything else. */
export function oldMagic(bytes: Buffer, at: number): 0 | 1 | null {
  const magic = bytes[at + MAGIC_AT];
  const length = bytes.readInt32BE(at + 8);
  return (magic === 0 || magic === 1) && length >= 14 && bytes.readInt32BE(at) === 0 ? magic : null;
}

/** A record of a batch; one object is filled again and again. Ends are behind the last byte; -1 stands for null. */
export class KafkaRecord {
  /** Behind the record. */
  end = 0;
  timestampDelta = 0;
  offsetDelta = 0;
  keyFrom = 0;
  keyTo = 0;
  valueFrom = 0;
  valueTo = 0;
  headerCount = 0;
  #at = 0;
  #limit = 0;

  /** Reads the record at `at`, of records that end at `limit`; `false` where none stands there. */
  read(bytes: Buffer, at: number, limit: number): boolean {
    this.#at = at;
    this.#limit = limit;
    const length = this.#varint(bytes);
    this.end = this.#at + length;
    if (Number.isNaN(length) || length < 6 || this.end > limit) return false;
    this.#limit = this.end;
    this.#at++; // Attributes, of which none is in use.
    this.timestampDelta = this.#varint(bytes);
    this.offsetDelta = this.#varint(bytes);
    this.keyTo = this.#block(bytes);
    this.keyFrom = this.#from;
    this.valueTo = this.#block(bytes);
    this.valueFrom = this.#from;
    this.headerCount = this.#varint(bytes);
    return this.#at <= this.end && this.headerCount >= 0 && this.headerCount <= length && this.offsetDelta >= 0;
  }

  /** The header that follows the one before: its name, and its value; `false` where it goes on behind the record. */
  header(bytes: Buffer): boolean {
    this.nameTo = this.#block(bytes);
    this.nameFrom = this.#from;
    this.headerTo = this.#block(bytes);
    this.headerFrom = this.#from;
    return this.nameTo >= 0 && this.#at <= this.end;
  }

  nameFrom = 0;
  nameTo = 0;
  headerFrom = 0;
  headerTo = 0;
  #from = 0;

  /** End of the bytes that stand behind their length; -1 for null. */
  #block(bytes: Buffer): number {
    const length = this.#varint(bytes);
    this.#from = this.#at;
    if (length === -1) return -1;
    // Whatever is no length leads behind the end, which is looked at last.
    this.#at += length >= 0 ? length : Number.POSITIVE_INFINITY;
    return this.#at;
  }

  /** NaN where it does not end. */
  #varint(bytes: Buffer): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++, scale *= 128) {
      if (this.#at >= this.#limit) {
        this.#at = Number.POSITIVE_INFINITY;
        return Number.NaN;
      }
      const byte = bytes[this.#at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    return Number.NaN;
  }
}
