// One record of a SQLite table where it stands: https://www.sqlite.org/fileformat.html#record_format.

/** The serial type of NULL; 1 to 6 are integers of 1, 2, 3, 4, 6 and 8 bytes. */
export const NULL: u32 = 0;
const INTEGER64: u32 = 6;
const ZERO: u32 = 8;
const ONE: u32 = 9;
const FIRST_BYTES: u32 = 12;
/** SQLite's own limit on the length of a value. */
const LARGEST_SERIAL: u64 = 0x7fffffff;

/** Bytes of a value, by serial type. */
const sizes: usize = memory.data<u8>([0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]);

/** What `varintEnd` read. */
export let varint: u64 = 0;

/** Columns up to the last that is wanted. */
let columns: usize = 0;
/** By column: serial type and where the value begins, which is where the one before it ends. */
let values: usize = 0;

export function setRecordColumns(count: u32): void {
  columns = count;
  values = heap.alloc((columns + 1) << 3);
}

/** Behind the big-endian integer of one to nine bytes at `at`. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function varintEnd(at: usize): usize {
  varint = load<u8>(at);
  return varint < 0x80 ? at + 1 : longVarintEnd(at);
}

function longVarintEnd(at: usize): usize {
  let value: u64 = 0;
  for (let i = at; i < at + 8; i++) {
    const byte = load<u8>(i);
    value = (value << 7) | (byte & 0x7f);
    if (byte < 0x80) {
      varint = value;
      return i + 1;
    }
  }
  varint = (value << 8) | load<u8>(at + 8);
  return at + 9;
}

/**
 * Finds the wanted values of the record at `at`, of which the bytes up to `end` can be seen. Not of one whose header is
 * cut off, or shorter than the table has columns, or whose wanted values go on behind `end`.
 */
export function findValues(at: usize, end: usize): bool {
  let i = varintEnd(at);
  if (varint > <u64>(end - at)) return false;
  const body = at + <usize>varint;
  let start = body;
  let value = values;
  for (const last = values + (columns << 3); value < last; value += 8) {
    if (i >= body) return false;
    let serial = <u32>load<u8>(i);
    if (serial < 0x80) i++;
    else {
      i = longVarintEnd(i);
      if (varint > LARGEST_SERIAL) return false;
      serial = <u32>varint;
    }
    store<u32>(value, serial);
    store<u32>(value, start, 4);
    if (serial >= FIRST_BYTES) start += (serial - FIRST_BYTES) >>> 1;
    else if (serial <= ONE) start += load<u8>(sizes + serial);
    else return false;
    if (start > end) return false;
  }
  store<u32>(value, start, 4);
  return i <= body;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function serialOf(column: usize): u32 {
  return load<u32>(values + (column << 3));
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function startOf(column: usize): usize {
  return load<u32>(values + (column << 3), 4);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function endOf(column: usize): usize {
  return load<u32>(values + (column << 3), 12);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function isText(serial: u32): bool {
  return serial > FIRST_BYTES && (serial & 1) == 1;
}

/** Whether it is text or bytes. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function hasBytes(serial: u32): bool {
  return serial >= FIRST_BYTES;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function isInteger(serial: u32): bool {
  return (serial != NULL && serial <= INTEGER64) || serial == ZERO || serial == ONE;
}

/** A column's integer. */
export function integerIn(column: usize): i64 {
  const serial = serialOf(column);
  if (serial >= ZERO) return serial - ZERO;
  const size = <u64>load<u8>(sizes + serial);
  // Eight bytes that end with it: before a record's values stand its header and the head of its page.
  return <i64>bswap<u64>(load<u64>(endOf(column) - 8)) << (64 - 8 * size) >> (64 - 8 * size);
}
