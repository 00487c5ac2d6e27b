import { endRow, LENGTH, PLACE, ROWS, rows, setNumber } from '../../lines/assembly/rows';
import { setEnvelope } from './envelope';
import { findValues, NULL, serialOf, varint, varintEnd } from './record';

export { forgetTexts as forget, parseType } from '../../lines/assembly/envelope';
export { holds, member, play } from '../../lines/assembly/plan';
export { forgetRows } from '../../lines/assembly/rows';
export * from '../../lines/assembly/shown';
export {
  dropOwnCause,
  lookForVersionInType,
  readNumbersAsTimes,
  setBeside,
  setColumn,
  setJson,
  takeKeyAsPosition,
} from './envelope';
export { setRecordColumns } from './record';
export { allow } from './usual';

// Reads the envelopes of a table's rows from the leaf pages of a SQLite file: https://www.sqlite.org/fileformat.html. It
// takes cells in their order up to one that it does not understand, and answers which that is.

/** Largest distance of a place from that of the first row. */
const LARGEST_PLACE: i64 = 0xffffffff;
const LARGEST_ROW_ID: u64 = (1 << 53) - 1;
const NONE: u32 = 0xffffffff;

/** Bytes of a page that SQLite uses. */
let usable: u64 = 0;
/** The column that stands for the rowid. */
let keyColumn: u32 = NONE;
/** The first row's rowid: places are counted from there. */
let origin: i64 = 0;
/** The rowid of the row before the next. */
let lastRowId: i64 = 0;

export function setUsable(bytes: u32): void {
  usable = bytes;
}

export function setKeyColumn(index: u32): void {
  keyColumn = index;
}

/** Rowids ascend from here on. */
export function setLastRowId(rowId: f64): void {
  lastRowId = <i64>rowId;
}

export function lastRow(): f64 {
  return <f64>lastRowId;
}
export function firstRow(): f64 {
  return <f64>origin;
}

/**
 * Takes the rows of the leaf `page` from cell `first` on, but not those below `from` that stand before all others; at
 * `pointers` stand the places of its `cells`. Answers the first cell that was not taken, or `cells`.
 */
export function takeCells(page: usize, pointers: usize, first: u32, cells: u32, from: f64): u32 {
  const firstByte = pointers + (<usize>cells << 1);
  const end = page + <usize>usable;
  for (let i = first; i < cells; i++) {
    const cell = page + <usize>bswap<u16>(load<u16>(pointers + (<usize>i << 1)));
    if (cell < firstByte || cell + 4 > end) return i;
    let at = varintEnd(cell);
    const length = varint;
    at = varintEnd(at);
    if (varint > LARGEST_ROW_ID) return i;
    const rowId = <i64>varint;
    if (rowId < <i64>from && lastRowId < <i64>from) continue;
    const local = localLength(length);
    if (at > end || <u64>(end - at) < local + (local < length ? 4 : 0)) return i;
    if (!take(at, at + <usize>local, rowId)) return i;
  }
  return cells;
}

/** Takes the row of a record that stands by itself; whether it could. */
export function takeRecord(at: usize, length: u32, rowId: f64): bool {
  return take(at, at + <usize>length, <i64>rowId);
}

function take(at: usize, end: usize, rowId: i64): bool {
  if (rowId <= lastRowId || rows == ROWS) return false;
  if (rows == 0) origin = rowId;
  const place = rowId - origin;
  if (place > LARGEST_PLACE || !findValues(at, end)) return false;
  if (keyColumn != NONE && serialOf(keyColumn) != NULL) return false;
  if (!setEnvelope(rowId)) return false;
  setNumber(PLACE, <u32>place);
  setNumber(LENGTH, 0);
  endRow();
  lastRowId = rowId;
  return true;
}

/** How much of a record of `length` bytes stands in its leaf. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function localLength(length: u64): u64 {
  const most = usable - 35;
  if (length <= most) return length;
  const least = ((usable - 12) * 32) / 255 - 23;
  const local = least + ((length - least) % (usable - 4));
  return local <= most ? local : least;
}
