import * as csv from './csv';
import { clear, Dictionary, newDictionary, numberOf } from './dictionary';
import { idHashOf, integerOf, known, microsOfNumber, microsOfText } from './fields';
import {
  forgetEscapes,
  INTEGER,
  isBlank,
  NULL,
  NUMBER,
  roughEnd,
  setManyLines,
  skipBlanks,
  TEXT,
  tellingEscape,
} from './json';
import { forgetMembers, Member, masks, objectEnd } from './members';
import { chains, RANKS, root } from './plan';
import * as column from './rows';
import {
  addUnread,
  columns,
  endRow,
  forgetRows,
  isFull,
  numberStream,
  numberStreams,
  rows,
  setDouble,
  setInteger,
  setNumber,
  setStream,
  unread,
} from './rows';

export { setTimeForm } from './fields';
export { needleRoom } from './needle';
export { holds, member, play } from './plan';
export { lineRoom, seekRange, seekText, seekValue, sift } from './sieve';

// Reads the envelopes of JSON lines from their bytes, as a plan says where they stand. What a line makes difficult is
// left to whoever parses lines: it is listed, and nothing of it is guessed.

const TYPE: u32 = 0;
const STREAM: u32 = 1;
const VERSION: u32 = 2;
const EVENT_ID: u32 = 3;
const CORRELATION: u32 = 4;
const CAUSATION: u32 = 5;
const REVISION: u32 = 6;
const POSITION: u32 = 7;
const TIME: u32 = 8;

/** Digits of an integer whose text is what `String` makes of the number. */
const SAME_DIGITS: usize = 15;
/** A version that is longer might be too long to be one, in UTF-16 units. */
const LONGEST_VERSION: usize = 64;
/** Number of a stream, type or version that no member records. */
const NONE: u32 = 0xffffffff;
const NO_POSITION: i64 = i64.MIN_VALUE;

/** Lines with a byte above 127 are left unread: the text may not be UTF-8. */
const REFUSE_HIGH_BYTES: u32 = 1;
/** Lines with an escape that reads otherwise in PostgreSQL's COPY text are left unread. */
const REFUSE_TELLING: u32 = 2;

const streams: Dictionary = newDictionary();
const types: Dictionary = newDictionary();
const versions: Dictionary = newDictionary();
/** Types below this number are those whose lines are always left unread. */
let parsedTypes: u32 = 0;
/** Lines, blank ones included, that the last scan went over. */
let lines: u32 = 0;

/** Room for `bytes` of text behind a guard of 16 and before one of 64: the address where it begins. */
export function input(bytes: u32): usize {
  return heap.alloc(<usize>bytes + 80) + 16;
}

export function freeInput(at: usize): void {
  heap.free(at - 16);
}

export function rowColumns(): usize {
  return columns;
}

export function refuse(wanted: usize, text: bool, object: bool): void {
  const member = changetype<Member>(wanted);
  if (text) member.refuseText = true;
  if (object) member.refuseObject = true;
}

/** Lines of the type `[at..at + length)` are left unread. Before the first scan, and after each `forget`. */
export function parseType(at: usize, length: u32): void {
  parsedTypes = max(parsedTypes, numberOf(types, at, at + length) + 1);
}

/** Whether lines need not name a type: all have the same. */
let isTypeKnown: bool = false;

export function knowType(): void {
  isTypeKnown = true;
}

/** Forgets the texts that have numbers. */
export function forget(): void {
  clear(streams);
  clear(types);
  clear(versions);
  parsedTypes = 0;
}

export function rowCount(): u32 {
  return rows;
}
export function unreadCount(): u32 {
  return unread;
}
export function lineCount(): u32 {
  return lines;
}
/** Of 0 streams, 1 types, 2 versions: how many texts have a number, and where their entries stand (see `Dictionary`). */
export function textCount(which: u32): u32 {
  return dictionaryOf(which).size;
}
export function textPool(which: u32): usize {
  return dictionaryOf(which).pool;
}

function dictionaryOf(which: u32): Dictionary {
  return which == 0 ? streams : which == 1 ? types : versions;
}

/**
 * Reads lines from `from` on until `to`, behind a line break, or until there is no room for another row; answers where it
 * ended. Places are counted from `origin`.
 */
export function scan(from: usize, to: usize, origin: usize, flags: u32): usize {
  forgetRows();
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
    const end = objectAt(start);
    const behind: usize = end == 0 ? 0 : skipBlanks(end);
    if (behind != 0 && load<u8>(behind) == 0x0a && isAllowed(start, end, flags) && row()) {
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
  numberStreams(streams, NONE);
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
    const end = objectAt(start);
    if (end != 0 && isAllowed(start, end, flags) && row()) {
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
  numberStreams(streams, NONE);
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
    if (csv.isPlain && isAllowed(at, last, flags) && row()) {
      // What was copied for this record is gone with the next one.
      numberStream(streams, NONE);
      addRow(at - origin, last - at);
    } else addUnread(lines, <u32>(at - origin), <u32>(last - at));
    at = end;
    lines++;
  }
  return at;
}

/** Behind the object at `start`, with what is wanted in it; 0 when it is none or not understood. */
function objectAt(start: usize): usize {
  forgetMembers();
  forgetEscapes();
  return load<u8>(start) == 0x7b ? objectEnd(start, root) : 0;
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

function hasHighByte(from: usize, to: usize): bool {
  for (let i = from; i < to; i++) if (load<u8>(i) > 127) return true;
  return false;
}

function lineEndFrom(from: usize): usize {
  let i = from;
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(0x0a)));
    if (found != 0) return i + <usize>ctz(found);
    i += 16;
  }
}

/** Fills the next row from the members of the object last walked; whether it could. */
function row(): bool {
  const typeMember = textOf(TYPE);
  if (typeMember == null) {
    if (!isTypeKnown) return false;
    setNumber(column.TYPE, NONE);
  } else {
    if (!isPlain(typeMember)) return false;
    const type = numberOf(types, typeMember.start, typeMember.end);
    if (type < parsedTypes) return false;
    setNumber(column.TYPE, type);
  }

  const streamMember = textOf(STREAM);
  if (streamMember == null) setStream(0, 0);
  else {
    if (!isPlain(streamMember)) return false;
    setStream(streamMember.start, streamMember.end);
  }
  const version = textOf(VERSION);
  if (version == null) setNumber(column.VERSION, NONE);
  else {
    if (!isPlain(version) || version.end - version.start > LONGEST_VERSION) return false;
    setNumber(column.VERSION, numberOf(versions, version.start, version.end));
  }
  return (
    hash(EVENT_ID, column.EVENT_ID) &&
    hash(CORRELATION, column.CORRELATION) &&
    hash(CAUSATION, column.CAUSATION) &&
    integer(POSITION, column.POSITION) &&
    integer(REVISION, column.REVISION) &&
    time()
  );
}

/** The first member of a role that has a text which is not empty. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function textOf(role: u32): Member | null {
  for (let mask = unchecked(masks[role]); mask != 0; mask &= mask - 1) {
    const member = changetype<Member>(unchecked(chains[role * RANKS + ctz(mask)]));
    const kind = member.kind;
    if (kind == TEXT ? member.start < member.end : kind <= NUMBER) return member;
  }
  return null;
}

/** The first member of a role that is there and not `null`. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function anyOf(role: u32): Member | null {
  for (let mask = unchecked(masks[role]); mask != 0; mask &= mask - 1) {
    const member = changetype<Member>(unchecked(chains[role * RANKS + ctz(mask)]));
    if (member.kind != NULL) return member;
  }
  return null;
}

/** Whether the bytes between start and end are the text that the member stands for. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function isPlain(member: Member): bool {
  if (member.kind == TEXT) return true;
  return member.kind == INTEGER && member.end - member.start <= SAME_DIGITS && load<u8>(member.start) != 0x2d;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function hash(role: u32, into: usize): bool {
  const member = textOf(role);
  if (member == null) {
    setDouble(into, NaN);
    return true;
  }
  if (!isPlain(member)) return false;
  setDouble(into, idHashOf(member.start, member.end));
  return known;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function integer(role: u32, into: usize): bool {
  const member = anyOf(role);
  if (member == null) {
    setInteger(into, NO_POSITION);
    return true;
  }
  if (member.kind != TEXT && member.kind != INTEGER) return false;
  setInteger(into, integerOf(member.start, member.end));
  return known;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function time(): bool {
  const member = anyOf(TIME);
  if (member == null) {
    setDouble(column.TIME, NaN);
    return true;
  }
  if (member.kind == TEXT) setDouble(column.TIME, microsOfText(member.start, member.end));
  else if (member.kind == INTEGER) setDouble(column.TIME, microsOfNumber(member.start, member.end));
  else return false;
  return known;
}
