import { clear, Dictionary, newDictionary, numberOf } from './dictionary';
import { idHashOf, integerOf, known, microsOfInteger, microsOfIso } from './fields';
import { forgetEscapes, INTEGER, isBlank, NULL, NUMBER, OTHER, skipBlanks, TEXT, tellingEscape } from './json';
import { forgetMembers, Member, masks, memberNamed, Node, newNode, objectEnd, ROLES, Use } from './members';
import * as column from './rows';
import {
  addUnread,
  columns,
  endRow,
  forgetRows,
  isFull,
  numberStreams,
  rows,
  setDouble,
  setInteger,
  setNumber,
  setStream,
  unread,
} from './rows';

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

/** Members that may play one role. */
const RANKS: u32 = 30;
/** Digits of an integer whose text is what `String` makes of the number. */
const SAME_DIGITS: usize = 15;
/** A version that is longer might be too long to be one, in UTF-16 units. */
const LONGEST_VERSION: usize = 64;
/** Number of a stream or version that no member records. */
const NONE: u32 = 0xffffffff;
const NO_POSITION: i64 = i64.MIN_VALUE;

/** Lines with a byte above 127 are left unread: the text may not be UTF-8. */
const REFUSE_HIGH_BYTES: u32 = 1;
/** Lines with an escape that reads otherwise in PostgreSQL's COPY text are left unread. */
const REFUSE_TELLING: u32 = 2;

const root: Node = newNode();
const chains = new StaticArray<usize>(ROLES * RANKS);
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

/** The member whose quoted name is `[at..at + length)` in the object that `parent` holds; 0 is the line's own object. */
export function member(parent: usize, at: usize, length: u32): usize {
  let node = root;
  if (parent != 0) {
    const holder = changetype<Member>(parent);
    if (holder.node == null) holder.node = newNode();
    node = <Node>holder.node;
  }
  const found = memberNamed(node, at, length);
  found.isWanted = true;
  return changetype<usize>(found);
}

/** Lets `wanted` play a role; `holder` are the members around it, one call for each (0 ends them). */
export function play(wanted: usize, role: u32, rank: u32): void {
  const use = changetype<Use>(heap.alloc(offsetof<Use>()));
  use.role = role;
  use.bit = 1 << rank;
  const member = changetype<Member>(wanted);
  use.next = member.uses;
  member.uses = use;
  chains[role * RANKS + rank] = wanted;
}

/** Says of a member that holds others that one of a role is inside. */
export function holds(holder: usize, role: u32, rank: u32): void {
  const node = <Node>changetype<Member>(holder).node;
  node.inside[role] |= 1 << rank;
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
  lines = 0;
  let at = from;
  while (at < to && !isFull()) {
    const start = skipBlanks(at);
    if (load<u8>(start) == 0x0a) {
      lines++;
      at = start + 1;
      continue;
    }
    forgetMembers();
    forgetEscapes();
    const end = load<u8>(start) == 0x7b ? objectEnd(start, root) : 0;
    const behind: usize = end == 0 ? 0 : skipBlanks(end);
    if (behind != 0 && load<u8>(behind) == 0x0a && isAllowed(start, end, flags) && row(start)) {
      setNumber(column.PLACE, <u32>(start - origin));
      setNumber(column.LENGTH, <u32>(end - start));
      endRow();
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

/** Fills the next row from the members of the line; whether it could. */
function row(line: usize): bool {
  const typeMember = textOf(TYPE);
  if (typeMember == null || !isPlain(typeMember)) return false;
  const type = numberOf(types, typeMember.start, typeMember.end);
  if (type < parsedTypes) return false;
  setNumber(column.TYPE, type);

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
  if (member == null || member.kind == OTHER) {
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
  if (member == null || member.kind == OTHER) {
    setDouble(column.TIME, NaN);
    return true;
  }
  if (member.kind == TEXT) setDouble(column.TIME, microsOfIso(member.start, member.end));
  else if (member.kind == INTEGER) setDouble(column.TIME, microsOfInteger(member.start, member.end));
  else return false;
  return known;
}
