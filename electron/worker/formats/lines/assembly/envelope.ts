import { clear, Dictionary, newDictionary, numberOf } from './dictionary';
import { eightDigits, idHashOf, integerOf, known, microsOfNumber, microsOfText } from './fields';
import { INTEGER, NULL, NUMBER, TEXT } from './json';
import { Member, masks } from './members';
import { chains, RANKS } from './plan';
import * as column from './rows';
import { columns, setDouble, setInteger, setNoStream, setNumber, setStream, setUnnamed } from './rows';

// What an event's envelope says, role by role, on its way from the bytes into the row that is being filled.

/** The order in which TypeScript numbers them (scannedRows.ts). */
export const TYPE: u32 = 0;
export const STREAM: u32 = 1;
export const VERSION: u32 = 2;
export const EVENT_ID: u32 = 3;
export const CORRELATION: u32 = 4;
export const CAUSATION: u32 = 5;
export const REVISION: u32 = 6;
export const POSITION: u32 = 7;
export const TIME: u32 = 8;

/** Digits of an integer whose text is what `String` makes of the number. */
export const SAME_DIGITS: usize = 15;
/** A version that is longer might be too long to be one, in UTF-16 units. */
export const LONGEST_VERSION: usize = 64;
/** Stands for "not recorded" in the index. */
export const NO_POSITION: i64 = i64.MIN_VALUE;

export const streams: Dictionary = newDictionary();
export const types: Dictionary = newDictionary();
export const versions: Dictionary = newDictionary();
/** Types below this number are those whose lines are always left unread. */
let parsedTypes: u32 = 0;

/** Lines of the type `[at..at + length)` are left unread. Before the first scan, and each time the texts are forgotten. */
export function parseType(at: usize, length: u32): void {
  parsedTypes = max(parsedTypes, numberOf(types, at, at + length) + 1);
}

/** Whether events of a type are read here. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function isWanted(type: u32): bool {
  return type >= parsedTypes;
}

/** Forgets the texts that have numbers. As in the index, version 0 is the empty text: none. */
export function forgetTexts(): void {
  clear(streams);
  clear(types);
  clear(versions);
  numberOf(versions, columns, columns);
  parsedTypes = 0;
  lastVersion = 0;
}

/** Whether lines need not name a type: all have the same. */
let isTypeKnown: bool = false;

export function knowType(): void {
  isTypeKnown = true;
}

/** The member that says what a role is in the object last walked; `null` when none does. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function chosen(role: u32): Member | null {
  for (let mask = unchecked(masks[role]); mask != 0; mask &= mask - 1) {
    const member = changetype<Member>(unchecked(chains[role * RANKS + ctz(mask)]));
    const kind = member.kind;
    // Numbers and times: the first that is there; all else: the first text that is not empty.
    if (role >= REVISION ? kind != NULL : kind == TEXT ? member.start < member.end : kind <= NUMBER) return member;
  }
  return null;
}

/** Fills the next row from the members of the object last walked; whether it could. */
export function fillRow(): bool {
  return (
    fill(TYPE) &&
    fill(STREAM) &&
    fill(VERSION) &&
    fill(EVENT_ID) &&
    fill(CORRELATION) &&
    fill(CAUSATION) &&
    fill(POSITION) &&
    fill(REVISION) &&
    fill(TIME)
  );
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function fill(role: u32): bool {
  const member = chosen(role);
  return member == null ? fillNone(role) : fillFrom(role, member.start, member.end, member.kind);
}

/** Fills the role of the row with "not recorded"; whether a line may lack it. */
export function fillNone(role: u32): bool {
  switch (role) {
    case TYPE:
      setUnnamed(column.TYPE);
      return isTypeKnown;
    case STREAM:
      setUnnamed(column.STREAM);
      setNoStream();
      return true;
    case VERSION:
      setUnnamed(column.VERSION);
      return true;
    case EVENT_ID:
      setDouble(column.EVENT_ID, NaN);
      return true;
    case CORRELATION:
      setDouble(column.CORRELATION, NaN);
      return true;
    case CAUSATION:
      setDouble(column.CAUSATION, NaN);
      return true;
    case REVISION:
      setInteger(column.REVISION, NO_POSITION);
      return true;
    case POSITION:
      setInteger(column.POSITION, NO_POSITION);
      return true;
    default:
      setDouble(column.TIME, NaN);
      return true;
  }
}

/** Fills the role of the row from a value; whether it is of a form that is understood here. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function fillFrom(role: u32, from: usize, to: usize, kind: u32): bool {
  switch (role) {
    case TYPE: {
      if (!isPlain(from, to, kind)) return false;
      const type = numberOf(types, from, to);
      setNumber(column.TYPE, type);
      return isWanted(type);
    }
    case STREAM:
      setStream(streams, from, to);
      return isPlain(from, to, kind);
    case VERSION:
      if (!isPlain(from, to, kind) || to - from > LONGEST_VERSION) return false;
      setNumber(column.VERSION, versionNumber(from, to));
      return true;
    case EVENT_ID:
      setDouble(column.EVENT_ID, idHashOf(from, to));
      return known && isPlain(from, to, kind);
    case CORRELATION:
      setDouble(column.CORRELATION, idHashOf(from, to));
      return known && isPlain(from, to, kind);
    case CAUSATION:
      setDouble(column.CAUSATION, idHashOf(from, to));
      return known && isPlain(from, to, kind);
    case REVISION:
      setInteger(column.REVISION, integerOf(from, to));
      return known && isWhole(kind);
    case POSITION:
      setInteger(column.POSITION, integerOf(from, to));
      return known && isWhole(kind);
    default:
      setDouble(column.TIME, kind == TEXT ? microsOfText(from, to) : microsOfNumber(from, to));
      return known && isWhole(kind);
  }
}

/** As `fillFrom`, from an integer of so many digits, one to fifteen, and no sign. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function fillFromDigits(role: u32, from: usize, digits: usize): bool {
  if (digits > 8 || (role != REVISION && role != POSITION)) return fillFrom(role, from, from + digits, INTEGER);
  setInteger(role == REVISION ? column.REVISION : column.POSITION, eightDigits(from, digits));
  return true;
}

/** Versions of fewer than eight bytes: the one last met, as its bytes and their number, and the number of its text. */
let lastVersion: u64 = 0;
let lastNumber: u32 = 0;

/** The number of a version: hardly ever another one than that of the event before. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function versionNumber(from: usize, to: usize): u32 {
  const length = <u64>(to - from);
  if (length > 7) return numberOf(versions, from, to);
  const version = (load<u64>(from) << (64 - 8 * length)) | length;
  if (version != lastVersion) {
    lastVersion = version;
    lastNumber = numberOf(versions, from, to);
  }
  return lastNumber;
}

/** Whether the bytes of a value are the text that it stands for. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function isPlain(from: usize, to: usize, kind: u32): bool {
  return kind == TEXT || (kind == INTEGER && to - from <= SAME_DIGITS && load<u8>(from) != 0x2d);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function isWhole(kind: u32): bool {
  return kind == TEXT || kind == INTEGER;
}
