import { firstBytes, leadingDigits } from './blocks';
import { chosen, fillFrom, fillFromDigits, fillNone, types, versions } from './envelope';
import { INTEGER, kind, NULL, NUMBER, OTHER, scalarEnd, skipBlanks, specialFrom, stringEnd, TEXT, valueEnd } from './json';
import { Member, memberNamed, Node, ROLES } from './members';
import { root } from './plan';

// The shapes of the lines met so far. Lines of one log differ in their values and hardly ever in what stands between
// them, so the texts between values make a tree: a line that goes along a path of it needs no look at names or nesting,
// and what each value is to the envelope is known already. A path is learnt from a line that was read member by member.
//
// Along a path stands all that decides what a member is to the envelope: names, brackets, `null`, `true`, `false` and
// empty texts of wanted members are among the texts, and so are the quotes around values that must be texts.

/** What is done with the value behind a text; below these, the role that it fills. */
const NO_ROLE: u32 = 16;
/** Any value of a member that is not wanted. */
const ANY: u32 = 17;
/** Behind the last text no value stands. */
const END: u32 = 18;

/** A text between two values, and the value behind it. */
@unmanaged
class Step {
  /** Sixteen bytes of the text, sixteen ones and zeros that say which of them count, and so on. */
  text: usize;
  blocks: usize;
  length: u32;
  action: u32;
  /** `TEXT`; `INTEGER` where it fills a role; `NUMBER` for any number that fills none. */
  kind: u32;
  /** At the end: a bit for each role that no value of the path fills. */
  missing: u32;
  /** The first of those that may follow. */
  next: Step | null;
  /** Another one in the same place. */
  sibling: Step | null;
}

/** What is remembered is small, whatever the lines are like: objects whose names are data have no end of shapes. */
const MOST_PATHS: u32 = 1024;
const MOST_SIBLINGS: u32 = 24;
const LONGEST_TEXT: usize = 512;
const DEEPEST: u32 = 16;
/** Lines that may lie beside all paths before it matters how many do. */
const PATIENCE: u32 = 4096;
/** Digits of an integer, or of the whole part of a number, that are looked at side by side. */
const MOST_DIGITS: usize = 15;

const before = newStep(0, 0, END);
let paths: u32 = 0;
/** Lines that went along a path, and that did not. */
let hits: u32 = 0;
let misses: u32 = 0;

/** Whether a type or version has got a number from a line that left its path behind it: no row may have it. */
export let strayTexts: bool = false;

export function forgetStrayTexts(): void {
  strayTexts = false;
}

/** Whether it is worth going along the paths: it is not where most lines have a shape of their own. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function areWorthTrying(): bool {
  return misses <= hits + PATIENCE;
}

/**
 * Fills the next row from the object at `from`, if it goes along a path; answers behind the object, 0 when it does not.
 */
export function along(from: usize): usize {
  const texts = types.size + versions.size;
  let i = from;
  let step = before.next;
  while (step != null) {
    if (!standsAt(i, step)) {
      step = step.sibling;
      continue;
    }
    i += step.length;
    const action = step.action;
    if (action == ANY) {
      i = valueEnd(i);
      if (i == 0) break;
    } else if (action == END) {
      for (let missing = step.missing; missing != 0; missing &= missing - 1) fillNone(ctz(missing));
      hits++;
      return i;
    } else if (step.kind == INTEGER) {
      const digits = integerDigits(i);
      if (digits == 0 || !fillFromDigits(action, i, digits)) break;
      i += digits;
    } else {
      // What ends a value is the first byte of the next text.
      const end = step.kind == TEXT ? specialFrom(i) : scalarEnd(i);
      if (end <= i || (action < NO_ROLE && !fillFrom(action, i, end, TEXT))) break;
      i = end;
    }
    step = step.next;
  }
  misses++;
  if (types.size + versions.size != texts) strayTexts = true;
  return 0;
}

/** Whether the step's text stands at `at`. Nearly all are of one or two blocks. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function standsAt(at: usize, step: Step): bool {
  const text = step.text;
  const blocks = step.blocks;
  if (blocks == 1) return !v128.any_true(unlike(at, text));
  if (blocks == 2) return !v128.any_true(v128.or(unlike(at, text), unlike(at + 16, text + 32)));
  return standsWhole(at, text, blocks);
}

function standsWhole(at: usize, text: usize, blocks: usize): bool {
  for (let i: usize = 0; i < blocks; i++) if (v128.any_true(unlike(at + i * 16, text + i * 32))) return false;
  return true;
}

/** Bits in which sixteen bytes are unlike a block of a text. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function unlike(at: usize, block: usize): v128 {
  return v128.and(v128.xor(v128.load(at), v128.load(block)), v128.load(block, 16));
}

/** Digits of the integer at `at`; 0 for one that is long, negative or none at all. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function integerDigits(at: usize): usize {
  const digits = leadingDigits(at);
  return digits <= MOST_DIGITS && (load<u8>(at) != 0x30 || digits == 1) ? digits : 0;
}

/** The last step of the path that is being learnt. */
let last: Step = before;
/** Where the text begins that stands before the next value. */
let begin: usize = 0;

/** Remembers the shape of the object from `from` to `to`: the one last walked, which filled a row. */
export function learn(from: usize, to: usize): void {
  if (paths == MOST_PATHS) return;
  paths++;
  last = before;
  begin = from;
  if (learnObject(from, root, 0) != to || !append(to, END, OTHER)) return;
  for (let role: u32 = 0; role < <u32>ROLES; role++) if (chosen(role) == null) last.missing |= 1 << role;
}

/** Behind the object at `at`; 0 when its shape cannot be remembered. */
function learnObject(at: usize, node: Node | null, depth: u32): usize {
  if (depth > DEEPEST) return 0;
  let i = skipBlanks(at + 1);
  if (load<u8>(i) == 0x7d) return i + 1;
  while (true) {
    const name = i;
    i = stringEnd(name);
    const member: Member | null = node != null && kind == TEXT ? memberNamed(node, name, <u32>(i - name)) : null;
    // A colon stands behind the name.
    i = skipBlanks(skipBlanks(i) + 1);
    i = member != null && member.isWanted ? learnWanted(i, member, depth) : learnAny(i, depth);
    if (i == 0) return 0;
    i = skipBlanks(i);
    if (load<u8>(i++) == 0x7d) return i;
    i = skipBlanks(i);
  }
}

/** Behind the value of a member that is not wanted. */
function learnAny(at: usize, depth: u32): usize {
  if (load<u8>(at) == 0x7b) return learnObject(at, null, depth + 1);
  if (!append(at, ANY, OTHER)) return 0;
  begin = valueEnd(at);
  return begin;
}

/** Behind the value of a wanted member. */
function learnWanted(at: usize, member: Member, depth: u32): usize {
  const first = load<u8>(at);
  const node = member.node;
  if (first == 0x7b) return node == null ? 0 : learnObject(at, node, depth + 1);
  const end = valueEnd(at);
  const valueKind = kind;
  if (first == 0x5b) return 0;
  if (valueKind == NULL || valueKind == OTHER) return end;
  const quotes: usize = first == 0x22 ? 1 : 0;
  const start = at + quotes;
  const stop = end - quotes;
  if (start == stop) return end;
  if (valueKind != TEXT && valueKind != INTEGER && valueKind != NUMBER) return 0;
  const role = roleAt(start);
  if (role == SEVERAL || !append(start, role, valueKind == INTEGER && role == NO_ROLE ? NUMBER : valueKind)) return 0;
  begin = stop;
  return end;
}

const SEVERAL: u32 = 32;

/** The role that the value at `start` fills. */
function roleAt(start: usize): u32 {
  let found = NO_ROLE;
  for (let role: u32 = 0; role < <u32>ROLES; role++) {
    const member = chosen(role);
    if (member == null || member.start != start) continue;
    if (found != NO_ROLE) return SEVERAL;
    found = role;
  }
  return found;
}

/** Goes on to the step with the text from `begin` to `to`, made if it is not there; whether it could. */
function append(to: usize, action: u32, kind: u32): bool {
  const length = to - begin;
  if (length > LONGEST_TEXT) return false;
  let place: Step | null = null;
  let siblings: u32 = 0;
  let step = last.next;
  while (step != null) {
    if (step.length == length && step.action == action && step.kind == kind && standsAt(begin, step)) {
      last = step;
      return true;
    }
    place = step;
    step = step.sibling;
    siblings++;
  }
  if (siblings == MOST_SIBLINGS) return false;
  const made = newStep(begin, length, action);
  made.kind = kind;
  // Behind the others: those that came first are met most often.
  if (place == null) last.next = made;
  else place.sibling = made;
  last = made;
  return true;
}

function newStep(from: usize, length: usize, action: u32): Step {
  const step = changetype<Step>(heap.alloc(offsetof<Step>()));
  memory.fill(changetype<usize>(step), 0, offsetof<Step>());
  const blocks = (length + 15) / 16;
  step.text = heap.alloc(blocks * 32);
  step.blocks = blocks;
  step.length = <u32>length;
  step.action = action;
  for (let i: usize = 0; i < blocks; i++) {
    v128.store(step.text + i * 32, v128.load(from + i * 16));
    v128.store(step.text + i * 32, firstBytes(min(16, length - i * 16)), 16);
  }
  return step;
}
