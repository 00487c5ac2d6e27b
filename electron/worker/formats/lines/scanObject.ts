import { isDigit, isEscape, isHex, plainKeyEnd, skipBlanks, startsWith, words } from './jsonBytes.ts';
import type { KnownMember, MemberNode, MemberPlan, WantedMember } from './memberPlan.ts';

// pure. Walks the bytes of one JSON object and notes where wanted members stand, without a string or a value per line.
// It accepts only what RFC 8259 and JSON.parse accept; what it does not understand it refuses, never guesses.

/** What a wanted member holds. */
export const Kind = {
  /** Text without escapes: its bytes are the text. */
  text: 1,
  /** Text with escapes. */
  escaped: 2,
  /** A number without fraction and exponent. */
  integer: 3,
  number: 4,
  null: 5,
  /** `true`, `false`, an array or an object. */
  other: 6,
} as const;

/** The top bit of each of four bytes. */
const TOP_BITS = 0x80808080 | 0;

/** Values nested deeper are left to JSON.parse. */
const DEEPEST = 256;

export class ObjectScanner {
  /** By role: bit `rank` is set when the member of that rank is there. */
  readonly masks: Int32Array;
  /** By slot: where the value stands (for text: between the quotes), and its `Kind`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  /** Whether the line has an escape that reads otherwise once PostgreSQL's doubled backslashes are undone. */
  hasTellingEscape = false;
  readonly #root: MemberNode;
  readonly #inObject = new Uint8Array(DEEPEST + 1);
  #kind = 0;
  #bytes: Uint8Array | null = null;
  /** Over the bytes, from the first. */
  #view: DataView = new DataView(new ArrayBuffer(0));

  constructor(plan: MemberPlan) {
    this.#root = plan.root;
    this.masks = new Int32Array(plan.roles);
    this.starts = new Int32Array(plan.slots);
    this.ends = new Int32Array(plan.slots);
    this.kinds = new Uint8Array(plan.slots);
  }

  /** A view on the bytes last scanned. */
  get view(): DataView {
    return this.#view;
  }

  /**
   * Whether `bytes[from..to)` is one JSON object that this scanner understands; its wanted members are then in `masks`,
   * `starts`, `ends` and `kinds`. The bytes are valid UTF-8 without line breaks, and at or behind `to` stands a control
   * character: there every string and number ends. Eight more bytes can be read behind it.
   */
  scan(bytes: Uint8Array, from: number, to: number): boolean {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const { masks } = this;
    for (let role = 0; role < masks.length; role++) masks[role] = 0;
    this.hasTellingEscape = false;
    return bytes[from] === 0x7b && this.#object(bytes, from, this.#root) === to;
  }

  /** Index behind the object that begins at `at`; -1 when it is refused. */
  #object(bytes: Uint8Array, at: number, node: MemberNode): number {
    let i = skipBlanks(bytes, at + 1);
    if (bytes[i] === 0x7d) return i + 1;
    let before = node.before;
    for (;;) {
      // Lines of one file are alike: behind each member most often comes the one that came there last time.
      let member = before.next;
      if (member === null || !isMember(this.#view, i, member)) {
        const end = plainKeyEnd(bytes, i);
        if (end < 0) return -1;
        member = node.member(bytes, i, end);
        before.next = member;
      }
      i += member.length;
      if (bytes[i] !== 0x3a) {
        i = skipBlanks(bytes, i);
        if (bytes[i] !== 0x3a) return -1;
      }
      i = skipBlanks(bytes, i + 1);
      i = member.wanted === null ? this.#value(bytes, i) : this.#wantedValue(bytes, i, member.wanted);
      if (i < 0) return -1;
      i = skipBlanks(bytes, i);
      const unit = bytes[i];
      if (unit === 0x7d) return i + 1;
      if (unit !== 0x2c) return -1;
      i = skipBlanks(bytes, i + 1);
      before = member;
    }
  }

  #wantedValue(bytes: Uint8Array, at: number, wanted: WantedMember): number {
    const { node, slot } = wanted;
    const unit = bytes[at];
    let end: number;
    if (node !== null) {
      // Of several members with one name the last counts, with all that is in it.
      const { masks } = node;
      for (let k = 0; k < masks.length; k++) this.masks[masks[k]!.role]! &= ~masks[k]!.mask;
    }
    if (unit === 0x7b) {
      if (wanted.refuseObject) return -1;
      end = node === null ? this.#value(bytes, at) : this.#object(bytes, at, node);
      this.#kind = Kind.other;
    } else {
      if (unit === 0x22 && wanted.refuseText) return -1;
      end = this.#value(bytes, at);
    }
    if (end < 0 || slot < 0) return end;
    const quotes = this.#kind <= Kind.escaped ? 1 : 0;
    this.starts[slot] = at + quotes;
    this.ends[slot] = end - quotes;
    this.kinds[slot] = this.#kind;
    const { uses } = wanted;
    for (let k = 0; k < uses.length; k++) this.masks[uses[k]!.role]! |= uses[k]!.bit;
    return end;
  }

  /** Index behind the value that begins at `at`, whatever it is; -1 when it is refused. Leaves its kind in `#kind`. */
  #value(bytes: Uint8Array, at: number): number {
    const first = bytes[at];
    if (first === 0x22) return this.#string(bytes, at);
    if (first !== 0x7b && first !== 0x5b) return this.#scalar(bytes, at);
    const end = this.#nested(bytes, at);
    this.#kind = Kind.other;
    return end;
  }

  #nested(bytes: Uint8Array, at: number): number {
    const inObject = this.#inObject;
    let depth = 0;
    let i = at;
    for (;;) {
      const unit = bytes[i];
      if (unit === 0x7b || unit === 0x5b) {
        if (++depth > DEEPEST) return -1;
        inObject[depth] = unit === 0x7b ? 1 : 0;
        i = skipBlanks(bytes, i + 1);
        if (bytes[i] !== unit + 2) {
          if (unit === 0x7b) {
            i = this.#keyAndColon(bytes, i);
            if (i < 0) return -1;
          }
          continue;
        }
        // Empty: `}` and `]` stand two behind `{` and `[` in ASCII; the loop below closes it.
      } else {
        i = unit === 0x22 ? this.#string(bytes, i) : this.#scalar(bytes, i);
        if (i < 0) return -1;
      }
      for (;;) {
        i = skipBlanks(bytes, i);
        const next = bytes[i++];
        if (next === 0x2c) break;
        if (next !== (inObject[depth] === 1 ? 0x7d : 0x5d)) return -1;
        if (--depth === 0) return i;
      }
      i = skipBlanks(bytes, i);
      if (inObject[depth] === 1) {
        i = this.#keyAndColon(bytes, i);
        if (i < 0) return -1;
      }
    }
  }

  /** From a key to where its value begins. */
  #keyAndColon(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== 0x22) return -1;
    let i = this.#string(bytes, at);
    if (i < 0) return -1;
    i = skipBlanks(bytes, i);
    return bytes[i] === 0x3a ? skipBlanks(bytes, i + 1) : -1;
  }

  #string(bytes: Uint8Array, at: number): number {
    const view = this.#view;
    let i = at + 1;
    for (;;) {
      // Four bytes at a time. A byte b below n makes (b - n) & ~b negative; what a borrow adds stands above the first.
      const four = view.getInt32(i, true);
      const quote = four ^ 0x22222222;
      const backslash = four ^ 0x5c5c5c5c;
      const found =
        (((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash) | ((four - 0x20202020) & ~four)) &
        TOP_BITS;
      if (found === 0) {
        i += 4;
        continue;
      }
      i += (31 - Math.clz32(found & -found)) >> 3;
      break;
    }
    const unit = bytes[i]!;
    this.#kind = Kind.text;
    if (unit === 0x22) return i + 1;
    return unit === 0x5c ? this.#escapedString(bytes, i) : -1;
  }

  /** The rest of a string from its first escape on. */
  #escapedString(bytes: Uint8Array, from: number): number {
    let i = from;
    this.#kind = Kind.escaped;
    for (;;) {
      const unit = bytes[i]!;
      if (unit === 0x22) return i + 1;
      if (unit < 0x20) return -1;
      i++;
      if (unit !== 0x5c) continue;
      const escaped = bytes[i++]!;
      if (escaped === 0x75) {
        for (const end = i + 4; i < end; i++) if (!isHex(bytes[i]!)) return -1;
      } else if (escaped !== 0x2f) {
        if (!isEscape(escaped)) return -1;
        this.hasTellingEscape = true;
      }
    }
  }

  /** A number or one of the three words. */
  #scalar(bytes: Uint8Array, at: number): number {
    let i = at;
    let unit = bytes[i]!;
    if (unit === 0x2d) unit = bytes[++i]!;
    if (unit === 0x30) unit = bytes[++i]!;
    else if (isDigit(unit)) while (isDigit(unit)) unit = bytes[++i]!;
    else return i === at ? this.#word(bytes, at) : -1;
    this.#kind = Kind.integer;
    if (unit === 0x2e) {
      this.#kind = Kind.number;
      unit = bytes[++i]!;
      if (!isDigit(unit)) return -1;
      while (isDigit(unit)) unit = bytes[++i]!;
    }
    if (unit === 0x65 || unit === 0x45) {
      this.#kind = Kind.number;
      unit = bytes[++i]!;
      if (unit === 0x2b || unit === 0x2d) unit = bytes[++i]!;
      if (!isDigit(unit)) return -1;
      while (isDigit(unit)) unit = bytes[++i]!;
    }
    return i;
  }

  #word(bytes: Uint8Array, at: number): number {
    this.#kind = bytes[at] === 0x6e ? Kind.null : Kind.other;
    for (const word of words) if (startsWith(bytes, at, word)) return at + word.length;
    return -1;
  }
}

/** Whether the quoted name of a member stands at `at`. */
function isMember(view: DataView, at: number, { fours, lastMask }: KnownMember): boolean {
  const last = fours.length - 1;
  for (let k = 0; k < last; k++) if (view.getInt32(at + 4 * k, true) !== fours[k]) return false;
  return ((view.getInt32(at + 4 * last, true) ^ fours[last]!) & lastMask) === 0;
}
