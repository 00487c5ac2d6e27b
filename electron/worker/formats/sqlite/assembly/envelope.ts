import { hasHighByte, isSame } from '../../lines/assembly/blocks';
import { numberOf } from '../../lines/assembly/dictionary';
import {
  CAUSATION,
  CORRELATION,
  chosen,
  EVENT_ID,
  isWanted,
  LONGEST_VERSION,
  NO_POSITION,
  POSITION,
  REVISION,
  SAME_DIGITS,
  STREAM,
  streams,
  TIME,
  TYPE,
  types,
  VERSION,
  versions,
} from '../../lines/assembly/envelope';
import { idHashOf, integerOf, known, microsOfIso, microsOfNumber, microsOfText, setTimeForm } from '../../lines/assembly/fields';
import { INTEGER, setManyLines, skipBlanks, TEXT } from '../../lines/assembly/json';
import { forgetMembers, objectEnd, ROLES } from '../../lines/assembly/members';
import { root } from '../../lines/assembly/plan';
import * as column from '../../lines/assembly/rows';
import { numberStream, setDouble, setInteger, setNumber, setStream, setUnnamed } from '../../lines/assembly/rows';
import { endOf, hasBytes, integerIn, isInteger, isText, NULL, serialOf, startOf } from './record';
import { isUsual } from './usual';

// The envelope of a record: each part stands in a column, or else in a member of the JSON object that another column
// holds. What has not the form that nearly all rows have is refused, and nothing of it is guessed.

/** No column. */
const NONE: u32 = 0xffffffff;

/** Whether bytes are UTF-8, which whoever holds this memory can tell. */
// @ts-ignore: AssemblyScript's own decorator
@external("env", "isUtf8")
declare function isUtf8(from: usize, to: usize): bool;

/** By role: the column that is asked first. */
const columns = new StaticArray<u32>(ROLES).fill(NONE);
let jsonColumn: u32 = NONE;
/** Whether the JSON may be missing. */
let jsonMayBeNull: bool = false;
/** Whether the version of a row that records none is looked for in the name of its type. */
let versionInType: bool = false;
/** The column that makes the version together with the type. */
let besideColumn: u32 = NONE;
/** Whether the rowid is the position, where no column is. */
let positionIsKey: bool = false;
/** Whether whole numbers are times. */
let numbersAreTimes: bool = false;
/** Whether text that consists of digits is one as well. */
let digitsAreTimes: bool = false;
/** Whether an event that names itself as its cause has none. */
let ownCauseIsNone: bool = false;

export function setColumn(role: u32, index: u32): void {
  columns[role] = index;
}

export function setJson(index: u32, mayBeNull: bool): void {
  jsonColumn = index;
  jsonMayBeNull = mayBeNull;
  setManyLines(true);
}

export function takeKeyAsPosition(): void {
  positionIsKey = true;
}

export function setBeside(index: u32): void {
  besideColumn = index;
}

export function lookForVersionInType(): void {
  versionInType = true;
}

/** `form`: as in `setTimeForm`. */
export function readNumbersAsTimes(form: u32): void {
  numbersAreTimes = true;
  digitsAreTimes = form == 0;
  setTimeForm(form);
}

export function dropOwnCause(): void {
  ownCauseIsNone = true;
}

/** Fills the next row from the record whose values were found last; whether it could. */
export function setEnvelope(rowId: i64): bool {
  return (
    isUsual() &&
    walkJson() &&
    setType() &&
    (besideColumn == NONE ? setVersion() : setBothAsVersion()) &&
    setStreamOf() &&
    setPosition(rowId) &&
    hash(EVENT_ID, column.EVENT_ID) &&
    hash(CORRELATION, column.CORRELATION) &&
    setCause() &&
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

/** Where the text that `text` found stands: at the same place where it is empty. */
let textFrom: usize = 0;
let textTo: usize = 0;

/**
 * Finds the text of a role: its column's, whose whole numbers are the text of their digits, or that of the first member
 * which has one that is not empty.
 */
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
    } else if (isInteger(serial)) {
      writeDigits(integerIn(index));
      return true;
    } else if (serial != NULL) return false;
  }
  const member = chosen(role);
  if (member == null) {
    textFrom = 0;
    textTo = 0;
    return true;
  }
  textFrom = member.start;
  textTo = member.end;
  return member.kind == TEXT || (member.kind == INTEGER && textTo - textFrom <= SAME_DIGITS && load<u8>(textFrom) != 0x2d);
}

/** Room for the digits of a number, and for reading on behind them. */
const digits: usize = memory.data(64, 16);
const DIGITS_END: usize = 24;

/** Makes the decimal digits of a number the text that was found. */
function writeDigits(value: i64): void {
  let rest = value < 0 ? 0 - <u64>value : <u64>value;
  textTo = digits + DIGITS_END;
  textFrom = textTo;
  do {
    store<u8>(--textFrom, 0x30 + <u8>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) store<u8>(--textFrom, 0x2d);
}

/** Of an event without a type each format says something else; so it does of one without a stream. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function setType(): bool {
  if (!text(TYPE) || textFrom == textTo) return false;
  const type = numberOf(types, textFrom, textTo);
  setNumber(column.TYPE, type);
  return isWanted(type);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function setStreamOf(): bool {
  if (!text(STREAM) || textFrom == textTo) return false;
  setStream(streams, textFrom, textTo);
  // At once: the bytes do not stay.
  numberStream(streams);
  return true;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function setVersion(): bool {
  if (!text(VERSION) || textTo - textFrom > LONGEST_VERSION) return false;
  if (textFrom == textTo && versionInType) setUnnamed(column.VERSION);
  else setNumber(column.VERSION, numberOf(versions, textFrom, textTo));
  return true;
}

const both: usize = memory.data(576, 16);
const MOST_OF_BOTH: usize = 512;

/**
 * Numbers the type, which was found last, with the text beside it: whoever reads the texts makes a version of them. Which
 * of them goes before a version that is recorded elsewhere cannot be told here.
 */
function setBothAsVersion(): bool {
  const serial = serialOf(besideColumn);
  if (serial != NULL && !isText(serial)) return false;
  const typeLength = textTo - textFrom;
  const from = startOf(besideColumn);
  const length = endOf(besideColumn) - from;
  if (typeLength + 1 + length > MOST_OF_BOTH) return false;
  memory.copy(both, textFrom, typeLength);
  store<u8>(both + typeLength, 0);
  memory.copy(both + typeLength + 1, from, length);
  setNumber(column.VERSION, numberOf(versions, both, both + typeLength + 1 + length));
  return text(VERSION) && textFrom == textTo;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function setPosition(rowId: i64): bool {
  if (unchecked(columns[POSITION]) != NONE) return integer(POSITION, column.POSITION);
  setInteger(column.POSITION, positionIsKey ? rowId : NO_POSITION);
  return true;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function setCause(): bool {
  if (!hash(CAUSATION, column.CAUSATION)) return false;
  if (!ownCauseIsNone || textFrom == textTo) return true;
  const from = textFrom;
  const length = textTo - textFrom;
  // Digits that were written would be written over.
  if (from - digits < DIGITS_END || !text(EVENT_ID)) return false;
  if (textTo - textFrom == length && isSame(from, textFrom, length)) setDouble(column.CAUSATION, NaN);
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

/** A whole number in its column, or as digits in the first member that is there. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function integer(role: u32, into: usize): bool {
  const index = unchecked(columns[role]);
  let value: i64 = NO_POSITION;
  if (index != NONE) {
    if (!isInteger(serialOf(index))) return false;
    value = integerIn(index);
  } else {
    const member = chosen(role);
    if (member == null || (member.kind != TEXT && member.kind != INTEGER)) return false;
    value = integerOf(member.start, member.end);
    if (!known) return false;
  }
  setInteger(into, value);
  return value != NO_POSITION;
}

/** A time in its column, which may be NULL, or as text in the first member that is there. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function time(): bool {
  const index = unchecked(columns[TIME]);
  let micros: f64 = NaN;
  let isKnown = true;
  if (index == NONE) {
    const member = chosen(TIME);
    if (member == null || member.kind != TEXT) return false;
    micros = microsOfIso(member.start, member.end);
    isKnown = known;
  } else {
    const serial = serialOf(index);
    if (isText(serial)) {
      const from = startOf(index);
      micros = digitsAreTimes ? microsOfText(from, endOf(index)) : microsOfIso(from, endOf(index));
      isKnown = known;
    } else if (isInteger(serial) && numbersAreTimes) {
      writeDigits(integerIn(index));
      micros = microsOfNumber(textFrom, textTo);
      isKnown = known;
    } else if (serial != NULL) return false;
  }
  setDouble(column.TIME, micros);
  return isKnown;
}
