import { Member, memberNamed, Node, newNode, ROLES, Use } from './members';

// Which members are wanted, in which roles: set up once for an instance of the module.

/** Members that may play one role. */
export const RANKS: u32 = 30;

export const root: Node = newNode();
/** By role and rank: the member. */
export const chains = new StaticArray<usize>(ROLES * RANKS);

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
