import { hasHighByte } from './blocks';
import * as csv from './csv';
import { fillRow, streams } from './envelope';
import { forgetEscapes, isBlank, roughEnd, setManyLines, skipBlanks, tellingEscape } from './json';
import { forgetMembers, Member, objectEnd } from './members';
import { root } from './plan';
import * as column from './rows';
import { addUnread, endRow, forgetRows, isFull, numberStream, numberStreams, setNumber, unread } from './rows';
import { along, areWorthTrying, forgetStrayTexts, learn, strayTexts } from './shapes';

export { forgetTexts as forget, knowType, parseType } from './envelope';
export { setTimeForm } from './fields';
export { needleRoom } from './needle';
export { holds, member, play } from './plan';
export * from './shown';
export { lineRoom, seekRange, seekText, seekValue, sift } from './sieve';

// Reads the envelopes of JSON lines from their bytes, as a plan says where they stand. What a line makes difficult is
// left to whoever parses lines: it is listed, and nothing of it is guessed.

/** Lines with a byte above 127 are left unread: the text may not be UTF-8. */
const REFUSE_HIGH_BYTES: u32 = 1;
/** Lines with an escape that reads otherwise in PostgreSQL's COPY text are left unread. */
const REFUSE_TELLING: u32 = 2;

/** Lines, blank ones included, that the last scan went over. */
let lines: u32 = 0;

export function refuse(wanted: usize, text: bool, object: bool): void {
  const member = changetype<Member>(wanted);
  if (text) member.refuseText = true;
  if (object) member.refuseObject = true;
}

export function unreadCount(): u32 {
  return unread;
}
/** Whether a type or version may have got a number in the last scan that no row of it has. */
export function hasUnusedTexts(): bool {
  return unread != 0 || strayTexts;
}
export function lineCount(): u32 {
  return lines;
}

/**
 * Reads lines from `from` on until `to`, behind a line break, or until there is no room for another row; answers where it
 * ended. Places are counted from `origin`.
 */
export function scan(from: usize, to: usize, origin: usize, flags: u32): usize {
  forgetRows();
  forgetStrayTexts();
  setManyLines(false);
  lines = 0;
  let at = from;
  while (at < to && !isFull()) {
    const start = skipBlanks(at);
    if (load<u8>(start) == 0x0a) {
      lines++;
      at = start + 1;
      continue;
    }
    const end = rowFrom(start, flags);
    const behind: usize = end == 0 ? 0 : skipBlanks(end);
    if (behind != 0 && load<u8>(behind) == 0x0a) {
      addRow(start - origin, end - start);
      at = behind + 1;
    } else {
      const lineEnd = lineEndFrom(start);
      let last = lineEnd;
      while (last > start && isBlank(load<u8>(last - 1))) last--;
      addUnread(lines, <u32>(start - origin), <u32>(last - start));
      at = lineEnd + 1;
    }
    lines++;
  }
  numberStreams(streams);
  return at;
}

/** Whether the last `scanItems` met the bracket that ends the array. */
let ended: bool = false;

export function hasEnded(): bool {
  return ended;
}

/**
 * As `scan`, for the values of an array from `from` on, with commas or only blanks between them: until the array's end,
 * or where a value begins that does not end before `to`. Byte `to` is a control character. Lines are values here.
 */
export function scanItems(from: usize, to: usize, origin: usize, flags: u32): usize {
  forgetRows();
  forgetStrayTexts();
  setManyLines(true);
  lines = 0;
  ended = false;
  let at = from;
  while (at < to && !isFull()) {
    const start = skipBlanks(at);
    const first = load<u8>(start);
    if (first == 0x2c || start >= to) {
      at = start + 1;
      continue;
    }
    if (first == 0x5d) {
      ended = true;
      at = start + 1;
      break;
    }
    const end = rowFrom(start, flags);
    if (end != 0) {
      addRow(start - origin, end - start);
      at = end;
    } else {
      const rough = roughEnd(start, to);
      if (rough == 0) {
        at = start;
        break;
      }
      addUnread(lines, <u32>(start - origin), <u32>(rough - start));
      at = rough;
    }
    lines++;
  }
  numberStreams(streams);
  return min(at, to);
}

/** Reads records of `count` columns, with the byte `between` them, from now on. */
export function setColumns(count: u32, between: u8): void {
  csv.setColumns(count, between);
}

/** A member that `member` answered is the column `index`. */
export function setColumn(index: u32, wanted: usize): void {
  csv.setColumn(index, wanted);
}

/**
 * As `scanItems`, for records of comma-separated values, each with its line break. Blank lines count as lines.
 */
export function scanRecords(from: usize, to: usize, origin: usize, flags: u32): usize {
  forgetRows();
  forgetStrayTexts();
  lines = 0;
  ended = false;
  let at = from;
  while (at < to && !isFull()) {
    const first = load<u8>(at);
    if (first == 0x0a || (first == 0x0d && load<u8>(at + 1) == 0x0a && at + 1 < to)) {
      lines++;
      at += first == 0x0a ? 1 : 2;
      continue;
    }
    const end = csv.recordEnd(at, to);
    if (end == 0) break;
    let last = end - 1;
    if (load<u8>(last - 1) == 0x0d) last--;
    forgetEscapes();
    if (csv.isPlain && isAllowed(at, last, flags) && fillRow()) {
      // What was copied for this record is gone with the next one.
      numberStream(streams);
      addRow(at - origin, last - at);
    } else addUnread(lines, <u32>(at - origin), <u32>(last - at));
    at = end;
    lines++;
  }
  return at;
}

/** Fills the next row from the object at `start`; answers behind it, 0 when it is none or not understood. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function rowFrom(start: usize, flags: u32): usize {
  forgetEscapes();
  // What bytes above 127 are, the paths do not know.
  const end: usize = (flags & REFUSE_HIGH_BYTES) == 0 && areWorthTrying() ? along(start) : 0;
  return end != 0 && isAllowed(start, end, flags) ? end : rowByMembers(start, flags);
}

function rowByMembers(start: usize, flags: u32): usize {
  forgetMembers();
  forgetEscapes();
  const end: usize = load<u8>(start) == 0x7b ? objectEnd(start, root) : 0;
  if (end == 0 || !isAllowed(start, end, flags) || !fillRow()) return 0;
  if (!tellingEscape) learn(start, end);
  return end;
}

function addRow(place: usize, length: usize): void {
  setNumber(column.PLACE, <u32>place);
  setNumber(column.LENGTH, <u32>length);
  endRow();
}

function isAllowed(start: usize, end: usize, flags: u32): bool {
  if (flags == 0) return true;
  if ((flags & REFUSE_TELLING) != 0 && tellingEscape) return false;
  return (flags & REFUSE_HIGH_BYTES) == 0 || !hasHighByte(start, end);
}

function lineEndFrom(from: usize): usize {
  let i = from;
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(0x0a)));
    if (found != 0) return i + <usize>ctz(found);
    i += 16;
  }
}
