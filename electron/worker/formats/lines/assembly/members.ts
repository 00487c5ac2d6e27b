import { isSame } from './blocks';
import { ESCAPED, kind, OTHER, plainKeyEnd, setKind, skipBlanks, specialFrom, TEXT, valueEnd } from './json';

// Which members of a line are wanted, as a tree by name that is walked along with the bytes. Objects of `heap` live as
// long as the module's instance.

/** What may play a role: the bit of its rank among those that may. */
@unmanaged
export class Use {
  role: u32;
  bit: u32;
  next: Use | null;
}

/** A name in an object, where its value stood in the line last walked, and what came behind it last time. */
@unmanaged
export class Member {
  /** The name with both quotes. */
  name: usize;
  /** Bytes of the name with both quotes. */
  length: u32;
  /** `TEXT` stands between `start` and `end` without its quotes. */
  kind: u32;
  start: usize;
  end: usize;
  /** Number of the line that had it last. */
  line: u32;
  isWanted: bool;
  refuseText: bool;
  refuseObject: bool;
  /** What is wanted inside the object that it holds. */
  node: Node | null;
  uses: Use | null;
  /** The member that came behind this one last time; `null` when none did, or too much stood between them. */
  next: Member | null;
  /** All that stood between their values then: bytes from a comma to a colon and the blanks behind it. */
  between: usize;
  betweenLength: usize;
  /** The next of those known in the same object. */
  sibling: Member | null;
}

/** An object on the way to wanted members. */
@unmanaged
export class Node {
  /** Stands before the first member. */
  before: Member;
  known: Member | null;
  size: u32;
  /** By role, the bits of all that is wanted inside. */
  inside: StaticArray<u32>;
}

/** Names that are remembered per object; a log whose keys are data has no end of them. */
const REMEMBERED: u32 = 128;
export const ROLES: i32 = 9;

const COLON: u8 = 0x3a;
const QUOTE: u8 = 0x22;
/** Bytes between two values that are remembered. */
const MOST_BETWEEN: usize = 64;

/** By role: bit `rank` is set when the member of that rank is there. */
export const masks = new StaticArray<u32>(ROLES);

let line: u32 = 0;

export function newNode(): Node {
  const node = changetype<Node>(heap.alloc(offsetof<Node>()));
  memory.fill(changetype<usize>(node), 0, offsetof<Node>());
  node.before = changetype<Member>(heap.alloc(offsetof<Member>()));
  memory.fill(changetype<usize>(node.before), 0, offsetof<Member>());
  node.inside = new StaticArray<u32>(ROLES);
  return node;
}

/** The member whose quoted name stands at `at`, made if it is not known. */
export function memberNamed(node: Node, at: usize, length: u32): Member {
  let known = node.known;
  while (known != null) {
    if (known.length == length && isSame(at, known.name, length)) return known;
    known = known.sibling;
  }
  if (node.size >= REMEMBERED) return unknown;
  const member = newMember(at, length);
  // Behind the wanted ones, which were there first: the list is short where it matters.
  member.sibling = node.known;
  node.known = member;
  node.size++;
  return member;
}

function newMember(at: usize, length: u32): Member {
  const member = changetype<Member>(heap.alloc(offsetof<Member>()));
  memory.fill(changetype<usize>(member), 0, offsetof<Member>());
  member.name = heap.alloc(<usize>length + 32);
  memory.copy(member.name, at, length);
  member.length = length;
  return member;
}

/** Stands for all that are not remembered: nothing of them is wanted. */
const unknown = newNode().before;

export function forgetMembers(): void {
  line++;
  // Nine words.
  const at = changetype<usize>(masks);
  v128.store(at, i64x2.splat(0));
  v128.store(at, i64x2.splat(0), 16);
  store<u32>(at, 0, 32);
}

/** Behind the object that begins at `at`; 0 when it is refused. Notes what is wanted in it. */
export function objectEnd(at: usize, node: Node): usize {
  let before = node.before;
  let i = at;
  while (true) {
    // Lines of one file are alike: behind each member most often comes the one that came there last time, and the same
    // bytes stand between their values.
    let member: Member | null = before.next;
    if (member != null && isSame(i, before.between, before.betweenLength)) {
      // This line may have a blank more.
      i = skipBlanks(i + before.betweenLength);
    } else {
      member = memberBehind(i, before, node);
      i = valueAt;
      if (member == null) return i;
    }
    if (load<u8>(i) == QUOTE && member.node == null) {
      const end = specialFrom(i + 1);
      if (load<u8>(end) == QUOTE) {
        if (member.isWanted) {
          if (member.refuseText) return 0;
          note(member, i + 1, end, TEXT);
        }
        i = end + 1;
        before = member;
        continue;
      }
    }
    i = member.isWanted ? wantedEnd(i, member) : valueEnd(i);
    if (i == 0) return 0;
    before = member;
  }
}

/** Where the value of the member begins that `memberBehind` answered; without one, behind the object or 0. */
let valueAt: usize = 0;

/** The member behind the value that ends at `from` (the first member where the object begins there). */
function memberBehind(from: usize, before: Member, node: Node): Member | null {
  let i = skipBlanks(from);
  const next = load<u8>(i);
  valueAt = 0;
  if (before == node.before) {
    i = skipBlanks(i + 1);
    if (load<u8>(i) == 0x7d) {
      valueAt = i + 1;
      return null;
    }
  } else {
    if (next == 0x7d) valueAt = i + 1;
    if (next != 0x2c) return null;
    i = skipBlanks(i + 1);
  }
  const end = plainKeyEnd(i);
  if (end == 0) return null;
  const member = memberNamed(node, i, <u32>(end - i));
  i = skipBlanks(end);
  if (load<u8>(i) != COLON) return null;
  valueAt = skipBlanks(i + 1);
  expect(before, member, from, valueAt - from);
  return member;
}

/** Remembers what came behind a member; not of those that have no name of their own, which stand in any object. */
function expect(before: Member, member: Member, between: usize, length: usize): void {
  const isShort = length <= MOST_BETWEEN && before != unknown;
  before.next = isShort ? member : null;
  if (!isShort) return;
  if (before.between == 0) before.between = heap.alloc(MOST_BETWEEN + 32);
  memory.copy(before.between, between, length);
  before.betweenLength = length;
}

function wantedEnd(at: usize, member: Member): usize {
  const node = member.node;
  const first = load<u8>(at);
  let end: usize;
  if (node != null && member.line == line) {
    // Of several members with one name the last counts, with all that is in it.
    for (let role = 0; role < ROLES; role++) {
      unchecked((masks[role] &= ~node.inside[role]));
    }
  }
  if (first == 0x7b) {
    if (member.refuseObject) return 0;
    end = node == null ? valueEnd(at) : objectEnd(at, node);
    setKind(OTHER);
  } else {
    if (first == 0x22 && member.refuseText) return 0;
    end = valueEnd(at);
  }
  if (end == 0) return 0;
  const quotes: usize = kind <= ESCAPED ? 1 : 0;
  note(member, at + quotes, end - quotes, kind);
  return end;
}

/** Notes where the value of a wanted member stands. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function note(member: Member, start: usize, end: usize, kind: u32): void {
  member.line = line;
  member.kind = kind;
  member.start = start;
  member.end = end;
  let use = member.uses;
  while (use != null) {
    unchecked((masks[use.role] |= use.bit));
    use = use.next;
  }
}
