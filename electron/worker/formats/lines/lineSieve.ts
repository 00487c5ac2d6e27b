import { actorKeys } from '../fields.ts';
import type { Sought } from '../format.ts';
import type { LineDialect } from './dialect.ts';
import type { MemberPath } from './memberPath.ts';
import { needleOf } from './needle.ts';
import { scannerInstance } from './scannerInstance.ts';

// One question put to many lines: the way into assembly/sieve.ts, which answers from bytes.

/** What is said of a line. */
export const Verdict = { no: 0, yes: 1, parse: 2, value: 3 } as const;

/** Lines that are asked about at a time. */
export const MOST_LINES = 2048;
/** Bytes of lines that are asked about at a time: they stay in the processor's cache while they are gone through. */
export const BLOCK = 256 * 1024;
/** A longer line is to be parsed. */
export const LONGEST_SIFTED = 16 * 1024 * 1024;

/** Roles of members, in the order of assembly/sieve.ts. */
const roles = {
  payload: 0,
  eventId: 1,
  correlationId: 2,
  causationId: 3,
  blind: 4,
  named: 5,
  holder: 6,
  atPath: 7,
  metadata: 8,
} as const;
const RANKS = 30;

/** What the module exports; addresses and sizes in bytes. */
interface SieveExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  input(bytes: number): number;
  freeInput(at: number): void;
  lineRoom(lines: number): number;
  member(parent: number, at: number, length: number): number;
  play(member: number, role: number, rank: number): void;
  holds(holder: number, role: number, rank: number): void;
  needleRoom(bytes: number, twins: boolean, number: boolean): number;
  seekText(members: boolean, ask: boolean): void;
  seekValue(between: number, presence: boolean): void;
  seekRange(low: number, lowIn: boolean, high: number, highIn: boolean, text: boolean): void;
  sift(base: number, lines: number, isCopy: boolean): void;
}

/** Columns that are shared with the module, of `MOST_LINES` entries each. */
interface Columns {
  readonly bytes: Buffer;
  /** In: where each line stands in `bytes`, and its length. */
  readonly places: Uint32Array;
  readonly lengths: Uint32Array;
  /** Out: where the value to be tested stands in `bytes`; and what is said of each line. */
  readonly valuePlaces: Uint32Array;
  readonly valueLengths: Uint32Array;
  readonly verdicts: Uint8Array;
}

/** Says of lines whether they hold what is sought. One is made for each question; its memory goes with it. */
export class LineSieve {
  readonly #exports: SieveExports;
  readonly #lines: number;
  /** Address and size of the room for lines. */
  #input: number;
  #room = BLOCK;
  #columns: Columns | null = null;

  /** `null` where bytes cannot answer the question. */
  static for(dialect: LineDialect, sought: Sought): LineSieve | null {
    if (dialect.recodes) return null;
    const sieve = new LineSieve();
    return sieve.#seek(dialect, sought) ? sieve : null;
  }

  private constructor() {
    this.#exports = scannerInstance() as SieveExports;
    this.#input = this.#exports.input(BLOCK);
    this.#lines = this.#exports.lineRoom(MOST_LINES);
  }

  /** Makes room for a line of so many bytes. What was in the columns is gone. */
  makeRoom(bytes: number): void {
    if (bytes <= this.#room) return;
    this.#exports.freeInput(this.#input);
    this.#room = Math.max(bytes, 2 * this.#room);
    this.#input = this.#exports.input(this.#room);
    this.#columns = null;
  }

  /** The columns, valid until the next call of `sift` or `makeRoom`. */
  get columns(): Columns {
    const { buffer } = this.#exports.memory;
    // Memory that grows is a new buffer.
    if (this.#columns === null || this.#columns.verdicts.buffer !== buffer) {
      const column = (i: number) => new Uint32Array(buffer, this.#lines + i * 4 * MOST_LINES, MOST_LINES);
      this.#columns = {
        bytes: Buffer.from(buffer, this.#input, this.#room + 1),
        places: column(0),
        lengths: column(1),
        valuePlaces: column(2),
        valueLengths: column(3),
        verdicts: new Uint8Array(buffer, this.#lines + 16 * MOST_LINES, MOST_LINES),
      };
    }
    return this.#columns;
  }

  /**
   * Answers for the first `lines` lines of the columns, in `verdicts`. The bytes read are `filled`; `isCopy` says that
   * lines are PostgreSQL's COPY text.
   */
  sift(lines: number, filled: number, isCopy: boolean): void {
    this.columns.bytes[filled] = 0x0a; // Ends every string and number.
    this.#exports.sift(this.#input, lines, isCopy);
  }

  #seek(dialect: LineDialect, sought: Sought): boolean {
    if (sought.kind === 'text') return this.#seekText(sought.parts, dialect);
    if (sought.kind === 'mention') return this.#seekText(sought.parts, null);
    return this.#seekValue(dialect, sought) || this.#seekText([nameOf(sought.path)], null);
  }

  /** `dialect` where a hit can be told from a look-alike; with `null` lines with a hit are to be parsed. */
  #seekText(parts: readonly string[], dialect: LineDialect | null): boolean {
    const needle = needleOf(parts);
    if (needle === null) return false;
    const { bytes, masks, hasTwins, isNumeric, isAdded, isAll } = needle;
    const at = this.#exports.needleRoom(bytes.length, hasTwins, isNumeric);
    const room = new Uint8Array(this.#exports.memory.buffer, at, 2 * bytes.length);
    room.set(bytes);
    room.set(masks, bytes.length);
    const knows = isAll && dialect !== null && knowsMembers(dialect);
    if (knows) this.#playEnvelope(dialect);
    this.#exports.seekText(knows, isAdded);
    return true;
  }

  #playEnvelope({ payloadKeys, metadataKeys, envelopeKeys, places }: KnownDialect): void {
    const [payload] = payloadKeys;
    const ids = (['eventId', 'correlationId', 'causationId'] as const).map((role) => places[role]);
    for (const [i, chain] of ids.entries()) {
      for (const [rank, path] of chain.slice(0, RANKS).entries()) this.#play(path, roles.eventId + i, rank);
    }
    this.#play([payload!], roles.payload, 0);
    if (metadataKeys.length === 1) this.#play([metadataKeys[0]!], roles.metadata, 0);
    // An id that is not the first choice may hide behind one that is; an actor is a text that counts.
    const counting = new Set<string>(ids.flatMap((chain) => chain.map((path) => path[0]!)));
    const named = [payload!, ...counting].filter((key) => !metadataKeys.includes(key));
    for (const key of [payload!, ...metadataKeys, ...actorKeys]) counting.add(key);
    const blind = [...envelopeKeys].filter((key) => !counting.has(key));
    for (const [rank, key] of named.slice(0, RANKS).entries()) this.#play([key], roles.named, rank);
    for (const [rank, key] of blind.slice(0, RANKS).entries()) this.#play([key], roles.blind, rank);
  }

  #seekValue(dialect: LineDialect, { path, numbers, isPresence }: Extract<Sought, { kind: 'value' }>): boolean {
    if (!knowsMembers(dialect) || path.length > RANKS || path.includes('*')) return false;
    const whole = [dialect.payloadKeys[0]!, ...path];
    this.#play(whole.slice(0, 1), roles.payload, 0);
    for (let depth = 2; depth < whole.length; depth++) this.#play(whole.slice(0, depth), roles.holder, depth - 2);
    this.#play(whole, roles.atPath, 0);
    this.#exports.seekValue(path.length - 1, isPresence);
    if (numbers !== null) {
      const { low, lowIn, high, highIn, alsoText } = numbers;
      this.#exports.seekRange(low, lowIn, high, highIn, alsoText);
    }
    return true;
  }

  #play(path: MemberPath, role: number, rank: number): void {
    const holders: number[] = [];
    let member = 0;
    for (const [depth, name] of path.entries()) {
      const quoted = Buffer.from(JSON.stringify(name));
      this.columns.bytes.set(quoted);
      member = this.#exports.member(member, this.#input, quoted.length);
      if (depth < path.length - 1) holders.push(member);
    }
    this.#exports.play(member, role, rank);
    for (const holder of holders) this.#exports.holds(holder, role, rank);
  }
}

/** The name in a path that stands in every record with a value there; '' when there is none. */
const nameOf = (path: readonly string[]): string => path.findLast((name) => name !== '*' && !/^\d+$/.test(name)) ?? '';

type KnownDialect = LineDialect & { readonly places: NonNullable<LineDialect['places']> };

/** Whether payload, metadata and ids are members of the line, shown as they stand there. */
function knowsMembers(dialect: LineDialect): dialect is KnownDialect {
  return (
    dialect.places !== undefined &&
    dialect.payload === undefined &&
    dialect.wrapper === undefined &&
    dialect.nested === undefined &&
    dialect.payloadKeys.length === 1
  );
}
