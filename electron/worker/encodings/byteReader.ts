/** Why bytes are no value of an encoding, as half a sentence, and the byte at which that shows. */
export class EncodingError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'EncodingError';
    this.at = at;
  }
}

/** Values may be nested so deep: deeper ones are made to exhaust the stack of whoever reads them. */
const DEEPEST = 1000;
/** Values that take no bytes at all (nulls of a schema): so many are enough for anybody. */
const MOST_EMPTY = 1_000_000;
/** Units of the JSON text that a payload may become. */
const LONGEST = 128 << 20;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Walks over bytes; whatever is not there is an EncodingError. Numbers are big-endian where not said otherwise. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #left: number;
  #length = 0;
  #depth = 0;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#left = bytes.length + MOST_EMPTY;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  fail(message: string, at = this.at): never {
    throw new EncodingError(message, at);
  }

  /** One value more, inside another: keeps bombs from costing more than their bytes. Call `leave` when it is read. */
  enter(): void {
    if (++this.#depth > DEEPEST) this.fail('it is nested deeper than 1,000 levels');
    if (--this.#left < 0) this.fail('it has more values than bytes could say');
  }

  leave(): void {
    this.#depth--;
  }

  /** Counts text that was made, and gives it back. */
  made(text: string): string {
    this.#length += text.length;
    if (this.#length > LONGEST) this.fail('it would be more than 128 MB of JSON');
    return text;
  }

  /** The next `count` bytes, as a view. */
  take(count: number): Uint8Array {
    const from = this.at;
    if (count < 0 || count > this.bytes.length - from) this.fail('it ends in the middle of a value');
    this.at = from + count;
    return this.bytes.subarray(from, this.at);
  }

  /** The next `count` bytes as text; `null` where they are no UTF-8. */
  text(count: number): string | null {
    return utf8(this.take(count));
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2));
  }

  i16(): number {
    return this.#view.getInt16(this.#step(2));
  }

  u32(littleEndian = false): number {
    return this.#view.getUint32(this.#step(4), littleEndian);
  }

  i32(littleEndian = false): number {
    return this.#view.getInt32(this.#step(4), littleEndian);
  }

  u64(littleEndian = false): bigint {
    return this.#view.getBigUint64(this.#step(8), littleEndian);
  }

  i64(littleEndian = false): bigint {
    return this.#view.getBigInt64(this.#step(8), littleEndian);
  }

  f32(littleEndian = false): number {
    return this.#view.getFloat32(this.#step(4), littleEndian);
  }

  f64(littleEndian = false): number {
    return this.#view.getFloat64(this.#step(8), littleEndian);
  }

  /** An integer of seven bits a byte, the lowest first, as Protobuf and Avro write them; at most 64 bits. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    return this.fail('a number is longer than 64 bits');
  }

  /** A varint in which the lowest bit is the sign. */
  zigzag(): bigint {
    const value = this.varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  /** A length or count, which cannot be more than memory holds. */
  count(value: bigint | number): number {
    const count = Number(value);
    return Number.isSafeInteger(count) && count >= 0 ? count : this.fail('a length makes no sense');
  }

  #step(count: number): number {
    const from = this.at;
    if (count > this.bytes.length - from) this.fail('it ends in the middle of a value');
    this.at = from + count;
    return from;
  }
}

/** Bytes as text; `null` where they are no UTF-8. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
