import { clear, Dictionary, newDictionary, numberOf } from '../../lines/assembly/dictionary';
import { idHashOf, known, microsOfIso } from '../../lines/assembly/fields';
import { INTEGER, NUMBER, setManyLines, skipBlanks, TEXT } from '../../lines/assembly/json';
import { forgetMembers, Member, masks, objectEnd, ROLES } from '../../lines/assembly/members';
import { chains, RANKS, root } from '../../lines/assembly/plan';
import * as column from '../../lines/assembly/rows';
import { numberStream, setDouble, setInteger, setNumber, setStream } from '../../lines/assembly/rows';
import { endOf, hasBytes, integerIn, isInteger, isText, NULL, serialOf, startOf } from './record';
import { isUsual } from './usual';

// The envelope of a record: each part stands in a column, or else in a member of the JSON object that another column
// holds. What has not the form that nearly all rows have is refused, and nothing of it is guessed.

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
/** Number of a version that no column or member records; the name of the type may. */
const NOT_NAMED: u32 = 0xffffffff;
/** Stands for "not recorded" in the index. */
const NO_POSITION: i64 = i64.MIN_VALUE;
/** No column. */
const NONE: u32 = 0xffffffff;

/** Whether bytes are UTF-8, which whoever holds this memory can tell. */
// @ts-ignore: AssemblyScript's own decorator
@external("env", "isUtf8")
declare function isUtf8(from: usize, to: usize): bool;

export const streams: Dictionary = newDictionary();
export const types: Dictionary = newDictionary();
export const versions: Dictionary = newDictionary();

/** By role: the column that is asked first. */
const columns = new StaticArray<u32>(ROLES).fill(NONE);
let jsonColumn: u32 = NONE;
/** Whether the JSON may be missing. */
let jsonMayBeNull: bool = false;
/** Whether the version of a row that records none is looked for in the name of its type. */
let versionInType: bool = false;

export function setColumn(role: u32, index: u32): void {
  columns[role] = index;
}

export function setJson(index: u32, mayBeNull: bool): void {
  jsonColumn = index;
  jsonMayBeNull = mayBeNull;
  setManyLines(true);
}

export function lookForVersionInType(): void {
  versionInType = true;
}

/** Forgets the texts that have numbers. */
export function forget(): void {
  clear(streams);
  clear(types);
  clear(versions);
}

/** Fills the next row from the record whose values were found last; whether it could. `rowId` is the global position. */
export function setEnvelope(rowId: i64): bool {
  if (!isUsual() || !walkJson() || !text(STREAM) || !setName(STREAM) || !text(TYPE) || !setName(TYPE)) return false;
  if (!text(VERSION)) return false;
  if (textFrom == textTo) setNumber(column.VERSION, versionInType ? NOT_NAMED : numberOf(versions, 0, 0));
  else if (textTo - textFrom > LONGEST_VERSION) return false;
  else setNumber(column.VERSION, numberOf(versions, textFrom, textTo));
  if (unchecked(columns[POSITION]) == NONE) setInteger(column.POSITION, rowId);
  else if (!integer(POSITION, column.POSITION)) return false;
  return (
    hash(EVENT_ID, column.EVENT_ID) &&
    hash(CORRELATION, column.CORRELATION) &&
    hash(CAUSATION, column.CAUSATION) &&
    integer(REVISION, column.REVISION) &&
    time()
  );
}

/** Notes the wanted members of the JSON object; `false` for what is none, or not understood. */
function walkJson(): bool {
  if (jsonColumn == NONE) return true;
  forgetMembers();
  const serial = serialOf(jsonColumn);
  if (serial == NULL) return jsonMayBeNull;
  if (!hasBytes(serial)) return false;
  const from = startOf(jsonColumn);
  const to = endOf(jsonColumn);
  if (!isText(serial) && hasHighByte(from, to) && !isUtf8(from, to)) return false;
  // A control character has to stand behind the text: it is lent the place of the byte that does.
  const behind = load<u8>(to);
  store<u8>(to, 0);
  const start = skipBlanks(from);
  const end: usize = load<u8>(start) == 0x7b ? objectEnd(start, root) : 0;
  const understood = end != 0 && skipBlanks(end) == to;
  store<u8>(to, behind);
  return understood;
}

function hasHighByte(from: usize, to: usize): bool {
  let all: u8 = 0;
  for (let i = from; i < to; i++) all |= load<u8>(i);
  return all > 127;
}

/** Where the text that `text` found stands; nowhere when both are 0. */
let textFrom: usize = 0;
let textTo: usize = 0;

/** Finds the text of a role: its column's, or that of the first member which has one that is not empty. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function text(role: u32): bool {
  const index = unchecked(columns[role]);
  if (index != NONE) {
    const serial = serialOf(index);
    if (isText(serial)) {
      textFrom = startOf(index);
      textTo = endOf(index);
      if (textFrom < textTo) return true;
    } else if (serial != NULL) return false;
  }
  const member = memberOf(role);
  if (member == null) {
    textFrom = 0;
    textTo = 0;
    return true;
  }
  textFrom = member.start;
  textTo = member.end;
  return member.kind == TEXT || (member.kind == INTEGER && textTo - textFrom <= SAME_DIGITS && load<u8>(textFrom) != 0x2d);
}

/** The first member of a role that has a text which is not empty. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function memberOf(role: u32): Member | null {
  for (let mask = unchecked(masks[role]); mask != 0; mask &= mask - 1) {
    const member = changetype<Member>(unchecked(chains[role * RANKS + ctz(mask)]));
    const kind = member.kind;
    if (kind == TEXT ? member.start < member.end : kind <= NUMBER) return member;
  }
  return null;
}

/** Numbers the text that `text` found; not an empty one, of which each format says something else. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function setName(role: u32): bool {
  if (textFrom == textTo) return false;
  if (role == TYPE) setNumber(column.TYPE, numberOf(types, textFrom, textTo));
  else {
    setStream(textFrom, textTo);
    numberStream(streams, NOT_NAMED);
  }
  return true;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function hash(role: u32, into: usize): bool {
  if (!text(role)) return false;
  if (textFrom == textTo) {
    setDouble(into, NaN);
    return true;
  }
  setDouble(into, idHashOf(textFrom, textTo));
  return known;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function integer(role: u32, into: usize): bool {
  const index = unchecked(columns[role]);
  if (!isInteger(serialOf(index))) return false;
  const value = integerIn(index);
  setInteger(into, value);
  return value != NO_POSITION;
}

/** The time as ISO text in its column, which may be NULL, or in the first member that is there. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function time(): bool {
  const index = unchecked(columns[TIME]);
  if (index != NONE && serialOf(index) == NULL) {
    setDouble(column.TIME, NaN);
    return true;
  }
  if (index != NONE ? !isText(serialOf(index)) : !isMemberText(TIME)) return false;
  if (index != NONE) setDouble(column.TIME, microsOfIso(startOf(index), endOf(index)));
  else setDouble(column.TIME, microsOfIso(textFrom, textTo));
  return known;
}

function isMemberText(role: u32): bool {
  const member = memberOf(role);
  if (member == null || member.kind != TEXT) return false;
  textFrom = member.start;
  textTo = member.end;
  return true;
}
