import { isSame } from './blocks';
import { ESCAPED, kind, OTHER, plainKeyEnd, setKind, skipBlanks, valueEnd } from './json';

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
  /** The name with both quotes and a colon. */
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
  /** The member that came behind this one last time. */
  next: Member | null;
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
  store<u8>(member.name + length, COLON);
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
  let i = skipBlanks(at + 1);
  if (load<u8>(i) == 0x7d) return i + 1;
  let before = node.before;
  while (true) {
    // Lines of one file are alike: behind each member most often comes the one that came there last time.
    let member: Member | null = before.next;
    if (member != null && isSame(i, member.name, member.length + 1)) i += member.length;
    else {
      const end = plainKeyEnd(i);
      if (end == 0) return 0;
      member = memberNamed(node, i, <u32>(end - i));
      before.next = member;
      i = skipBlanks(end);
      if (load<u8>(i) != COLON) return 0;
    }
    i = skipBlanks(i + 1);
    i = member.isWanted ? wantedEnd(i, member) : valueEnd(i);
    if (i == 0) return 0;
    i = skipBlanks(i);
    const next = load<u8>(i);
    if (next == 0x7d) return i + 1;
    if (next != 0x2c) return 0;
    i = skipBlanks(i + 1);
    before = member;
  }
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
