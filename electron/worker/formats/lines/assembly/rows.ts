import { Dictionary, firstSlot, hashOf, numberBehind } from './dictionary';

// Where the rows of one scan go: a column each for what the index keeps of an event, then those of the lines that have
// to be parsed. TypeScript knows the same order and widths (scannedRows.ts).

/** Rows, and lines left unread, that have room. */
export const ROWS: u32 = 16384;

/** Number of a stream, type or version that no member records. */
const NONE: u32 = 0xffffffff;

export let rows: u32 = 0;
export let unread: u32 = 0;

/** Columns of eight bytes, by number; the first two are integers. */
export const POSITION: usize = 0;
export const REVISION: usize = 1;
export const TIME: usize = 2;
export const EVENT_ID: usize = 3;
export const CORRELATION: usize = 4;
export const CAUSATION: usize = 5;
const WIDE: usize = 6;
/** Columns of four bytes. */
export const STREAM: usize = 0;
export const TYPE: usize = 1;
export const VERSION: usize = 2;
export const PLACE: usize = 3;
export const LENGTH: usize = 4;
/** The integers once more, in four bytes: of use where none of them is wide. */
const INTEGERS: usize = 5;
const NARROW: usize = 7;
const UNREAD: usize = 4;

export const columns: usize = heap.alloc(<usize>ROWS * (WIDE * 8 + (NARROW + UNREAD) * 4));
const narrow: usize = columns + <usize>ROWS * WIDE * 8;
const listed: usize = narrow + <usize>ROWS * NARROW * 4;
/** By row, four bytes each: where the stream's text begins and ends, its hash, and the first slot that it may be in. */
const streamTexts: usize = heap.alloc(<usize>ROWS * 16);

/** A bit for each column of integers in which one does not fit four bytes. */
export let wide: u32 = 0;
/** A bit for each of `STREAM`, `TYPE` and `VERSION` that a row does not name. */
export let unnamed: u32 = 0;
/** Whether every position is larger than the one before it, and every time known and no earlier. */
export let positionsAscend: bool = true;
export let timesAscend: bool = true;
let position: i64 = i64.MIN_VALUE;
let time: f64 = -Infinity;

export function forgetRows(): void {
  rows = 0;
  unread = 0;
  wide = 0;
  unnamed = 0;
  positionsAscend = true;
  timesAscend = true;
  position = i64.MIN_VALUE;
  time = -Infinity;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function isFull(): bool {
  return rows == ROWS || unread == ROWS;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function setInteger(column: usize, value: i64): void {
  store<i64>(columns + column * ROWS * 8 + <usize>rows * 8, value);
  // "Not recorded" is the smallest number of either width.
  const short = value == i64.MIN_VALUE ? i32.MIN_VALUE : <i32>value;
  store<i32>(narrow + (INTEGERS + column) * ROWS * 4 + <usize>rows * 4, short);
  if (value != <i64>short ? value != i64.MIN_VALUE : short == i32.MIN_VALUE) wide |= 1 << <u32>column;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function setDouble(column: usize, value: f64): void {
  store<f64>(columns + column * ROWS * 8 + <usize>rows * 8, value);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function setNumber(column: usize, value: u32): void {
  store<u32>(narrow + column * ROWS * 4 + <usize>rows * 4, value);
}

/** Which of `STREAM`, `TYPE` and `VERSION` the row does not name. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function setUnnamed(column: usize): void {
  setNumber(column, NONE);
  unnamed |= 1 << <u32>column;
}

/**
 * The stream's number is looked up by `numberStreams`, and its slot here: the tables of a large log do not fit the nearest
 * cache, and the work on the line goes on while memory answers. An empty text has no number.
 */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function setStream(streams: Dictionary, from: usize, to: usize): void {
  const at = streamTexts + <usize>rows * 16;
  const hash = hashOf(from, to);
  store<u32>(at, <u32>from);
  store<u32>(at, <u32>to, 4);
  store<u32>(at, hash, 8);
  store<u32>(at, firstSlot(streams, hash), 12);
}

export function setNoStream(): void {
  store<u64>(streamTexts + <usize>rows * 16, 0);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
export function endRow(): void {
  const at = columns + <usize>rows * 8;
  const nextPosition = load<i64>(at + POSITION * ROWS * 8);
  const nextTime = load<f64>(at + TIME * ROWS * 8);
  positionsAscend = positionsAscend && (rows == 0 || nextPosition > position);
  timesAscend = timesAscend && nextTime >= time;
  position = nextPosition;
  time = nextTime;
  rows++;
}

/** Puts numbers in place of the streams' texts: all at once, so that look-ups side by side wait for memory together. */
export function numberStreams(streams: Dictionary): void {
  for (let row: u32 = 0; row < rows; row++) numberStreamOf(row, streams);
}

/** The same for the row that is being filled. */
export function numberStream(streams: Dictionary): void {
  numberStreamOf(rows, streams);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function numberStreamOf(row: u32, streams: Dictionary): void {
  const at = streamTexts + <usize>row * 16;
  const from = <usize>load<u32>(at);
  const to = <usize>load<u32>(at, 4);
  const number = from == to ? NONE : numberBehind(streams, load<u32>(at, 12), load<u32>(at, 8), from, to);
  store<u32>(narrow + STREAM * ROWS * 4 + <usize>row * 4, number);
}

/** A line that has to be parsed: behind how many rows, the how manieth line of the scan, and where it stands. */
export function addUnread(line: u32, from: u32, length: u32): void {
  const at = listed + <usize>unread * 4;
  store<u32>(at, rows);
  store<u32>(at + ROWS * 4, line);
  store<u32>(at + ROWS * 8, from);
  store<u32>(at + ROWS * 12, length);
  unread++;
}
