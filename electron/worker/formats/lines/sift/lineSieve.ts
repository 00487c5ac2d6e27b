import type { MemberPath } from '../memberPath.ts';
import { scannerInstance } from '../scannerInstance.ts';
import type { SieveQuestion, TextQuestion, ValueQuestion } from './sieveQuestion.ts';

// One question put to many lines: the way into assembly/sieve.ts, which answers from bytes.

/** What is said of a line. */
export const Verdict = { no: 0, yes: 1, parse: 2, value: 3 } as const;

/** Lines that are asked about at a time. */
export const MOST_LINES = 4096;
/** Bytes of lines that are asked about at a time: they stay in the processor's cache while they are gone through. */
export const BLOCK = 512 * 1024;

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
  seekValue(between: number, presence: boolean, unread: boolean): void;
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

  constructor(question: SieveQuestion) {
    this.#exports = scannerInstance() as SieveExports;
    this.#input = this.#exports.input(BLOCK);
    this.#lines = this.#exports.lineRoom(MOST_LINES);
    for (const { path, role, rank } of question.members) this.#play(path, role, rank);
    if (question.kind === 'text') this.#seekText(question);
    else this.#seekValue(question);
  }

  /** Makes room for so many bytes. What was in the columns is gone. */
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

  #seekText({ needle, members }: TextQuestion): void {
    const { bytes, masks, hasTwins, isNumeric, isAdded } = needle;
    const at = this.#exports.needleRoom(bytes.length, hasTwins, isNumeric);
    const room = new Uint8Array(this.#exports.memory.buffer, at, 2 * bytes.length);
    room.set(bytes);
    room.set(masks, bytes.length);
    this.#exports.seekText(members.length > 0, isAdded);
  }

  #seekValue({ between, isPresence, isUnread, numbers }: ValueQuestion): void {
    this.#exports.seekValue(between, isPresence, isUnread);
    if (numbers !== null) {
      const { low, lowIn, high, highIn, alsoText } = numbers;
      this.#exports.seekRange(low, lowIn, high, highIn, alsoText);
    }
  }

  #play(path: MemberPath, role: number, rank: number): void {
    const holders: number[] = [];
    let member = 0;
    for (const [depth, name] of path.entries()) {
      const quoted = Buffer.from(JSON.stringify(name));
      this.makeRoom(quoted.length);
      this.columns.bytes.set(quoted);
      member = this.#exports.member(member, this.#input, quoted.length);
      if (depth < path.length - 1) holders.push(member);
    }
    this.#exports.play(member, role, rank);
    for (const holder of holders) this.#exports.holds(holder, role, rank);
  }
}
