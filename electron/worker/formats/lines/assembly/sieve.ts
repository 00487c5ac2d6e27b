import { isSame } from './blocks';
import { decimalOf, known } from './decimals';
import { ESCAPED, forgetEscapes, INTEGER, NULL, NUMBER, OTHER, skipBlanks, TEXT } from './json';
import { forgetMembers, Member, masks, note, objectEnd } from './members';
import { hasTraps, nameFrom } from './nameSearch';
import { find, hasBackslash, hasOddNumber, isOdd, mayBeOdd, seeksNumber } from './needle';
import { chains, RANKS, root } from './plan';

// Goes through lines of JSON and says of each whether it holds what is sought, as far as its bytes can tell. What they
// cannot tell is handed back: as a value to be tested, or as a line to be parsed.

/** What is said of a line; TypeScript knows the same numbers (`verdict` in lineSieve.ts). */
const NO: u8 = 0;
const YES: u8 = 1;
/** To be parsed. */
const ASK: u8 = 2;
/** Its value at the path is to be tested. */
const VALUE: u8 = 3;

/** What a member is to the question; the same order in lineSieve.ts. */
const PAYLOAD: u32 = 0;
const EVENT_ID: u32 = 1;
const CAUSATION: u32 = 3;
/** Members of the envelope in which a text does not count, and those of which only the name does not. */
const BLIND: u32 = 4;
const NAMED: u32 = 5;
/** Objects between payload and value, from the outermost. */
const HOLDER: u32 = 6;
const AT_PATH: u32 = 7;
const METADATA: u32 = 8;

/** How many objects stand between the payload and the value. */
let holders: u32 = 0;

let places: usize = 0;
let lengths: usize = 0;
let valuePlaces: usize = 0;
let valueLengths: usize = 0;
let verdicts: usize = 0;

/** Whether lines are COPY text: with a backslash they are not the JSON that they seem to be. */
let isCopy: bool = false;
/** Whether members of the envelope are known, so that a hit can be told from a look-alike. */
let knowsMembers: bool = false;
/** Whether lines without a hit have to be parsed as well. */
let missIsAsk: bool = false;
let seeksPath: bool = false;
let seeksPresence: bool = false;
/** Whether nothing has been understood before of what stands between a line's first member and its last bracket. */
let isUnread: bool = false;
let seeksRange: bool = false;
/** Whether text that is a decimal number is compared like one. */
let textIsNumber: bool = false;
let low: f64 = 0;
let lowIn: bool = false;
let high: f64 = 0;
let highIn: bool = false;

/** Room for what is asked and said of `lines` lines: four columns of 32 bits and one of 8, one behind the other. */
export function lineRoom(lines: u32): usize {
  const column = <usize>lines * 4;
  places = heap.alloc(column * 4 + <usize>lines);
  lengths = places + column;
  valuePlaces = lengths + column;
  valueLengths = valuePlaces + column;
  verdicts = valueLengths + column;
  return places;
}

export function seekText(members: bool, ask: bool): void {
  knowsMembers = members;
  missIsAsk = ask;
}

export function seekValue(between: u32, presence: bool, unread: bool): void {
  seeksPath = true;
  isUnread = unread;
  holders = between;
  seeksPresence = presence;
}

/** Numbers from `from` to `to`; the ends belong to it where said. */
export function seekRange(from: f64, fromIn: bool, to: f64, toIn: bool, text: bool): void {
  seeksRange = true;
  low = from;
  lowIn = fromIn;
  high = to;
  highIn = toIn;
  textIsNumber = text;
}

/** Says of `lines` lines, of which `base` is where their places count from, what is known. */
export function sift(base: usize, lines: u32, copy: bool): void {
  isCopy = copy;
  for (let i: u32 = 0; i < lines; i++) {
    const column = <usize>i << 2;
    const start = base + <usize>load<u32>(places + column);
    const end = start + <usize>load<u32>(lengths + column);
    store<u8>(verdicts + i, seeksPath ? valueVerdict(start, end, column, base) : textVerdict(start, end));
  }
}

/** Whether the line is one object that is understood; its members are then known. */
function walk(start: usize, end: usize): bool {
  forgetMembers();
  forgetEscapes();
  return load<u8>(start) == 0x7b && objectEnd(start, root) == end;
}

/** Lines that are walked over before the next jump, where one has failed: lines of one file are alike. */
const WALKED: u32 = 16;
let toWalk: u32 = 0;

/** Goes straight to the payload; `false` where only a walk can tell. */
function jump(start: usize, end: usize): bool {
  if (toWalk != 0) {
    toWalk--;
    return false;
  }
  if (jumped(start, end)) return true;
  toWalk = WALKED;
  return false;
}

/**
 * Jumps in a line whose first object is the payload. What stands in the index was understood before, so the members
 * around it need not be walked over. Without a bracket before it the name is one of the line's own object, and without
 * a backslash it is no part of a text.
 */
function jumped(start: usize, end: usize): bool {
  const payload = inRole(PAYLOAD, 0);
  const node = payload.node;
  const name = nameFrom(start + 1, end, payload.name, payload.length);
  if (name == 0 || hasTraps || node == null) return false;
  let i = skipBlanks(name + payload.length);
  if (load<u8>(i) != 0x3a) return false;
  i = skipBlanks(i + 1);
  if (load<u8>(i) != 0x7b) return false;
  forgetMembers();
  const behind = objectEnd(i, node);
  if (behind == 0) return false;
  note(payload, i, behind, OTHER);
  // Of several members of one name the last counts; it might be written with a backslash.
  if (behind + 1 == end) return true;
  if (isUnread) return false;
  return nameFrom(behind, end, payload.name, payload.length) == 0 && !hasBackslash(behind, end);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function isThere(role: u32, rank: u32): bool {
  return ((unchecked(masks[role]) >>> rank) & 1) != 0;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function inRole(role: u32, rank: u32): Member {
  return changetype<Member>(unchecked(chains[role * RANKS + rank]));
}

function textVerdict(start: usize, end: usize): u8 {
  let hit = find(start, end);
  if (hit == 0) {
    if (missIsAsk || (mayBeOdd && isOdd(start, end, isCopy))) return ASK;
    return seeksNumber && hasOddNumber(start, end) ? ASK : NO;
  }
  // A backslash may stand for what the needle hits (\u00fc), or for another character (COPY).
  const hasEscapes = hasBackslash(start, end);
  if (!knowsMembers || (isCopy && hasEscapes) || !walk(start, end)) return ASK;
  let allBlind = !missIsAsk && !hasEscapes;
  while (hit != 0) {
    if (counts(hit, hasEscapes)) return YES;
    if (allBlind) allBlind = isBlind(hit);
    hit = find(hit + 1, end);
  }
  return allBlind && !isOdd(start, end, isCopy) && !(seeksNumber && hasOddNumber(start, end)) ? NO : ASK;
}

/** Whether the text at `hit` is part of the payload or metadata as they are shown, or of an id. */
function counts(hit: usize, hasEscapes: bool): bool {
  if (isThere(PAYLOAD, 0)) {
    const payload = inRole(PAYLOAD, 0);
    if (payload.kind != ESCAPED && hit >= payload.start && hit < payload.end && (payload.kind != TEXT || isPlain(payload)))
      return true;
  }
  if (!hasEscapes && isThere(METADATA, 0)) {
    const metadata = inRole(METADATA, 0);
    if (hit >= metadata.start && hit < metadata.end && load<u8>(metadata.start) == 0x7b && metadata.kind == OTHER) return true;
  }
  for (let role = EVENT_ID; role <= CAUSATION; role++) {
    const mask = unchecked(masks[role]);
    if (mask == 0) continue;
    const id = inRole(role, ctz(mask));
    if (id.kind == TEXT && hit >= id.start && hit < id.end) return true;
  }
  return false;
}

/** Whether the text at `hit` is where no text is looked for: in the envelope's names, numbers and times. */
function isBlind(hit: usize): bool {
  for (let role = BLIND; role <= NAMED; role++) {
    for (let mask = unchecked(masks[role]); mask != 0; mask &= mask - 1) {
      const member = inRole(role, ctz(mask));
      const quotes: usize = member.kind <= ESCAPED ? 1 : 0;
      let i = member.start - quotes - 1;
      while (load<u8>(i) != 0x3a) i--;
      i--;
      while (load<u8>(i) != 0x22) i--;
      const name = i + 1 - member.length;
      if (hit > name && hit < (role == BLIND ? member.end : i)) return true;
    }
  }
  return false;
}

/** Whether a text is no JSON and no bytes in disguise: those begin with a bracket, a blank or a backslash. */
function isPlain(text: Member): bool {
  if (text.start == text.end) return true;
  const first = load<u8>(text.start);
  return first > 0x20 && first < 0x7f && first != 0x7b && first != 0x5b && first != 0x5c;
}

function valueVerdict(start: usize, end: usize, column: usize, base: usize): u8 {
  if (isUnread ? !jumped(start, end) : (isCopy && hasBackslash(start, end)) || (!jump(start, end) && !walk(start, end)))
    return ASK;
  if (!isThere(PAYLOAD, 0)) return NO;
  const payload = inRole(PAYLOAD, 0);
  if (payload.kind == ESCAPED || (payload.kind == TEXT && !isPlain(payload))) return ASK;
  if (payload.kind != OTHER) return NO;
  const first = load<u8>(payload.start);
  if (first != 0x7b) return first == 0x5b ? ASK : NO;
  for (let rank: u32 = 0; rank < holders; rank++) {
    if (!isThere(HOLDER, rank)) return NO;
    const holder = inRole(HOLDER, rank);
    if (holder.kind != OTHER) return NO;
    const bracket = load<u8>(holder.start);
    if (bracket != 0x7b) return bracket == 0x5b ? ASK : NO;
  }
  if (!isThere(AT_PATH, 0)) return NO;
  if (seeksPresence) return YES;
  const value = inRole(AT_PATH, 0);
  if (seeksRange) {
    const kind = value.kind;
    if (kind == INTEGER || kind == NUMBER || (kind == TEXT && textIsNumber)) {
      const number = decimalOf(value.start, value.end);
      if (known) {
        if (number < low || number > high) return NO;
        return (number == low && !lowIn) || (number == high && !highIn) ? NO : YES;
      }
    } else if (kind == NULL) return NO;
  }
  const quotes: usize = value.kind <= ESCAPED ? 1 : 0;
  store<u32>(valuePlaces + column, <u32>(value.start - quotes - base));
  store<u32>(valueLengths + column, <u32>(value.end - value.start + 2 * quotes));
  return VALUE;
}
