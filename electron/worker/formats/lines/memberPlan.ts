// pure. Which members of a line are wanted, as a tree by name that the scanner walks along with the bytes.

/** Names from the line's object inwards: `['metadata', 'correlationId']`. */
export type MemberPath = readonly string[];

/** For each role the members that may play it, the first choice first. */
export interface WantedPaths {
  readonly roles: readonly (readonly MemberPath[])[];
  /** Objects that may stand as JSON in a string: a line with text there is left to JSON.parse. */
  readonly maybeText: readonly MemberPath[];
  /** Members that make a line special when they hold an object. */
  readonly noObject: readonly MemberPath[];
}

export interface WantedMember {
  /** Index of its place in the scanner's arrays; -1 when only something inside it is wanted. */
  slot: number;
  readonly uses: { readonly role: number; readonly bit: number }[];
  node: MemberNode | null;
  refuseText: boolean;
  refuseObject: boolean;
}

/** A name as it stands in the bytes, and what came behind it last time. */
export interface KnownMember {
  /** Its bytes with both quotes, four by four, little end first. */
  readonly fours: Int32Array;
  /** The bits of the last four that belong to it. */
  readonly lastMask: number;
  /** Bytes, quotes included. */
  readonly length: number;
  readonly wanted: WantedMember | null;
  next: KnownMember | null;
}

/** Names that are remembered per object; a log whose keys are data has no end of them. */
const REMEMBERED = 1000;

/** One object on the way to wanted members. */
export class MemberNode {
  readonly wanted = new Map<string, WantedMember>();
  /** The bits of all that is wanted inside, by role. */
  readonly masks: { readonly role: number; mask: number }[] = [];
  /** Stands before the first member. */
  readonly before: KnownMember = { fours: new Int32Array(1), lastMask: 0, length: 0, wanted: null, next: null };
  readonly #known = new Map<string, KnownMember>();

  /** The member whose quoted name, without escapes, is `bytes[from..to)`. */
  member(bytes: Uint8Array, from: number, to: number): KnownMember {
    const name = decoder.decode(bytes.subarray(from + 1, to - 1));
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const length = to - from;
    const fours = new Int32Array(Math.ceil(length / 4));
    for (let k = 0; k < length; k++) fours[k >> 2]! |= bytes[from + k]! << (8 * (k & 3));
    const lastMask = (-1 >>> (8 * (-length & 3))) | 0;
    const member = { fours, lastMask, length, wanted: this.wanted.get(name) ?? null, next: null };
    if (this.#known.size < REMEMBERED) this.#known.set(name, member);
    return member;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export interface MemberPlan {
  readonly root: MemberNode;
  readonly roles: number;
  readonly slots: number;
  /** By role and rank: the slot. */
  readonly chains: readonly Int32Array[];
}

/** Bits of a mask that stay a small positive integer. */
const LONGEST_CHAIN = 30;

/** The tree for `paths`; one member may play several roles. Throws RangeError for more than 30 members in one role. */
export function memberPlan(paths: WantedPaths): MemberPlan {
  const root = new MemberNode();
  let slots = 0;
  const chains = paths.roles.map((chain, role) => {
    if (chain.length > LONGEST_CHAIN) throw new RangeError(`A role has ${chain.length} members.`);
    return Int32Array.from(chain, (path, rank) => {
      const member = memberAt(root, path, role, 1 << rank);
      if (member.slot < 0) member.slot = slots++;
      member.uses.push({ role, bit: 1 << rank });
      return member.slot;
    });
  });
  for (const path of paths.maybeText) memberAt(root, path).refuseText = true;
  for (const path of paths.noObject) memberAt(root, path).refuseObject = true;
  return { root, roles: chains.length, slots, chains };
}

/** The member at a path, made with the objects on the way; these learn of the role's bit. */
function memberAt(root: MemberNode, path: MemberPath, role = 0, bit = 0): WantedMember {
  let node = root;
  for (let depth = 0; ; depth++) {
    const name = path[depth]!;
    let member = node.wanted.get(name);
    if (member === undefined) {
      member = { slot: -1, uses: [], node: null, refuseText: false, refuseObject: false };
      node.wanted.set(name, member);
    }
    if (depth === path.length - 1) return member;
    member.node ??= new MemberNode();
    node = member.node;
    const mask = node.masks.find((candidate) => candidate.role === role);
    if (mask === undefined) node.masks.push({ role, mask: bit });
    else mask.mask |= bit;
  }
}
