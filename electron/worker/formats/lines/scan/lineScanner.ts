import {
  narrowColumn,
  ROWS,
  type RowExports,
  rowsOf,
  type ScannedRows,
  scannedRoles,
  TextPools,
  unnamedIn,
} from '../../scannedRows.ts';
import { type EnvelopePlaces, scannedTimeForms } from '../dialects/dialect.ts';
import type { MemberPath } from '../memberPath.ts';
import { scannerInstance } from '../scannerInstance.ts';

// Reads envelopes of lines from their bytes in WebAssembly: the sources are in assembly/. Here is the other side of that
// border, which knows how the rows lie in the module's memory.

/** What the module exports; addresses and sizes are unsigned. */
interface Exports extends RowExports {
  input(bytes: number): number;
  freeInput(at: number): void;
  member(parent: number, at: number, length: number): number;
  play(member: number, role: number, rank: number): void;
  holds(holder: number, role: number, rank: number): void;
  refuse(member: number, text: boolean, object: boolean): void;
  parseType(at: number, length: number): void;
  forget(): void;
  knowType(): void;
  setTimeForm(form: number): void;
  scan(from: number, to: number, origin: number, flags: number): number;
  scanItems(from: number, to: number, origin: number, flags: number): number;
  scanRecords(from: number, to: number, origin: number, flags: number): number;
  setColumns(count: number, delimiter: number): void;
  setColumn(index: number, member: number): void;
  hasEnded(): number;
  unreadCount(): number;
  hasUnusedTexts(): number;
  lineCount(): number;
}

/** Members that may play one role: bits of a word. */
const MOST_RANKS = 30;
/** Bytes that stay free behind the text. */
const SPARE = 64;
const REFUSE_HIGH_BYTES = 1;
const REFUSE_TELLING = 2;

/** Lines that have to be parsed, side by side. */
export interface UnreadLines {
  readonly length: number;
  /** Rows of the same scan that come before the line. */
  readonly behind: Uint32Array;
  /** Lines of the same scan that come before it, blank ones counted. */
  readonly line: Uint32Array;
  /** Where it begins, counted as the rows' places are, and its bytes, without blanks on either side. */
  readonly place: Uint32Array;
  readonly placeLength: Uint32Array;
}

/** What one scan found. */
export interface ScannedLines extends ScannedRows {
  readonly unread: UnreadLines;
  /** Lines gone over, blank ones counted. */
  readonly lines: number;
}

/** The values of a JSON array, or records of comma-separated values. */
export type PieceKind = 'values' | 'records';

/** What one scan of pieces found. */
export interface ScannedPieces extends ScannedLines {
  /** Whether the array's end was met. */
  readonly ended: boolean;
  /** Behind the last piece that was whole. */
  readonly end: number;
}

export interface ScanOptions {
  /** Byte of the file where the input begins. */
  readonly origin: number;
  /** Whether the text is known to be UTF-8. Lines of other text with bytes above 127 are left unread. */
  readonly isUtf8: boolean;
  /** Leaves lines unread that read otherwise in PostgreSQL's COPY text. */
  readonly refuseTelling: boolean;
}

/** One instance of the module; not to be shared between threads. */
export class LineScanner {
  readonly #module: Exports;
  readonly #parsedTypes: readonly string[];
  /** Address and size of the room for text. */
  #input = 0;
  #inputBytes = 0;
  readonly #texts: TextPools;
  #begins = true;
  /** The names at the top of all paths. */
  readonly #wanted = new Set<string>();

  /** Throws RangeError for more than 30 members in one role. */
  constructor(places: EnvelopePlaces) {
    this.#module = scannerInstance() as Exports;
    this.#texts = new TextPools(this.#module);
    this.#parsedTypes = places.parsedTypes ?? [];
    this.input(1024);
    for (const [role, name] of scannedRoles.entries()) {
      if (places[name].length > MOST_RANKS) throw new RangeError(`A role has ${places[name].length} members.`);
      for (const [rank, path] of places[name].entries()) {
        this.#wanted.add(path[0]!);
        const members = this.#members(path);
        this.#module.play(members.at(-1)!, role, rank);
        for (const holder of members.slice(0, -1)) this.#module.holds(holder, role, rank);
      }
    }
    for (const path of places.maybeText) this.#module.refuse(this.#members(path).at(-1)!, true, false);
    for (const path of places.noObject ?? []) this.#module.refuse(this.#members(path).at(-1)!, false, true);
    if (places.typeOtherwise !== undefined) this.#module.knowType();
    this.#module.setTimeForm(scannedTimeForms.indexOf(places.timeForm ?? 'auto'));
    this.#begin();
  }

  /** Room for `bytes` of text. It holds until the next scan or call; what it held before is gone if it had to grow. */
  input(bytes: number): Buffer {
    if (bytes > this.#inputBytes) {
      if (this.#input !== 0) this.#module.freeInput(this.#input);
      this.#input = this.#module.input(bytes) >>> 0;
      this.#inputBytes = bytes;
    }
    return Buffer.from(this.#module.memory.buffer, this.#input, this.#inputBytes + SPARE);
  }

  /**
   * Reads the lines of `input()[from..to)`, where whole lines stand and byte `to - 1` is a line break. The rows are views
   * that the next step writes over.
   */
  *scan(from: number, to: number, options: ScanOptions): Generator<ScannedLines> {
    const end = this.#input + to;
    const origin = originOf(options, to);
    for (let at = this.#input + from; at < end; ) {
      this.#makeRoom();
      at = this.#module.scan(at, end, this.#input - (options.origin - origin), flagsOf(options)) >>> 0;
      yield this.#scanned(origin);
    }
  }

  /** Reads records of comma-separated values with these columns from now on: of a name that stands twice the last counts. */
  readColumns(columns: readonly string[], delimiter: string): void {
    this.#module.setColumns(columns.length, delimiter.charCodeAt(0));
    for (const [i, name] of columns.entries()) {
      if (this.#wanted.has(name)) this.#module.setColumn(i, this.#members([name])[0]!);
    }
  }

  /**
   * Reads the values of a JSON array (or values with only blanks between them), or records of comma-separated values, in
   * `input()[from..to)`, until the array's end or a piece that does not end before `to`. Byte `to` is free. Lines are
   * values here, and records with blank lines. Rows are views likewise.
   */
  *scanPieces(kind: PieceKind, from: number, to: number, options: ScanOptions): Generator<ScannedPieces> {
    const module = this.#module;
    const end = this.#input + to;
    const origin = originOf(options, to);
    const zero = this.#input - (options.origin - origin);
    // Whatever stood here before: what is not whole must not seem to be.
    this.input(to)[to] = 0;
    for (let at = this.#input + from; at < end; ) {
      this.#makeRoom();
      const flags = flagsOf(options);
      at = (kind === 'values' ? module.scanItems : module.scanRecords)(at, end, zero, flags) >>> 0;
      const isFull = module.rowCount() === ROWS || module.unreadCount() === ROWS;
      yield { ...this.#scanned(origin), ended: module.hasEnded() !== 0, end: at - this.#input };
      if (!isFull) return;
    }
  }

  #makeRoom(): void {
    if (this.#texts.areFull) this.#begin();
  }

  #scanned(origin: number): ScannedLines {
    const module = this.#module;
    const begins = this.#begins;
    this.#begins = false;
    return {
      rows: rowsOf(module),
      unread: this.#unread(),
      count: module.rowCount(),
      origin,
      unnamed: unnamedIn(module),
      lines: module.lineCount(),
      begins,
      texts: this.#texts.taken(),
      hasUnusedTexts: module.hasUnusedTexts() !== 0,
    };
  }

  /** Forgets all texts, but for the types whose lines are parsed. */
  #begin(): void {
    this.#module.forget();
    for (const type of this.#parsedTypes) this.#module.parseType(this.#input, this.#write(type));
    this.#texts.forget();
    this.#begins = true;
  }

  /** The members on a path from the line's object inwards. */
  #members(path: MemberPath): number[] {
    let parent = 0;
    return path.map((name) => {
      parent = this.#module.member(parent, this.#input, this.#write(JSON.stringify(name))) >>> 0;
      return parent;
    });
  }

  #write(text: string): number {
    return this.input(Buffer.byteLength(text)).write(text);
  }

  #unread(): UnreadLines {
    const length = this.#module.unreadCount();
    const column = (i: number) =>
      new Uint32Array(this.#module.memory.buffer, narrowColumn(this.#module, OWN_COLUMNS + i), length);
    return { length, behind: column(0), line: column(1), place: column(2), placeLength: column(3) };
  }
}

/** The first of the columns that list lines which have to be parsed. */
const OWN_COLUMNS = 7;

const flagsOf = ({ isUtf8, refuseTelling }: ScanOptions): number =>
  (isUtf8 ? 0 : REFUSE_HIGH_BYTES) | (refuseTelling ? REFUSE_TELLING : 0);

/** Places that are below this number fit a narrow column. */
const NEAR = 2 ** 31;

/** From where places are counted: from the beginning of the file, as long as four bytes hold them. */
const originOf = ({ origin }: ScanOptions, to: number): number => (origin + to < NEAR ? 0 : origin);
