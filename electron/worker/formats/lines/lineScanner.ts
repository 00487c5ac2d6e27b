import type { IntegerBatch, RowBatch } from '../../eventIndex/rows.ts';
import { type EnvelopePlaces, type ScannedRole, scannedTimeForms } from './dialect.ts';
import type { MemberPath } from './memberPath.ts';
import { scannerInstance } from './scannerInstance.ts';

// Reads envelopes of lines from their bytes in WebAssembly: the sources are in assembly/. Here is the other side of that
// border, which knows how the rows lie in the module's memory.

/** What the module exports; addresses and sizes are unsigned. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  input(bytes: number): number;
  freeInput(at: number): void;
  rowColumns(): number;
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
  rowCount(): number;
  wideIntegers(): number;
  unnamedTexts(): number;
  positionsAscended(): number;
  timesAscended(): number;
  unreadCount(): number;
  hasUnusedTexts(): number;
  lineCount(): number;
  textCount(dictionary: number): number;
  textPool(dictionary: number): number;
}

/** The order in which assembly/index.ts numbers them. */
const roles = [
  'type',
  'stream',
  'schemaVersion',
  'eventId',
  'correlationId',
  'causationId',
  'revision',
  'position',
  'recordedAt',
] as const satisfies readonly ScannedRole[];

/** Members that may play one role: bits of a word. */
const MOST_RANKS = 30;
/** Rows that have room: `ROWS` of assembly/rows.ts. */
const ROWS = 16_384;
/** Bytes that stay free behind the text. */
const SPARE = 64;
const REFUSE_HIGH_BYTES = 1;
const REFUSE_TELLING = 2;
/** Texts that are remembered from one scan to the next: a log in which every stream is new must not be held twice. */
const MOST_TEXTS = 1 << 20;

/** Number of a stream, type or schema version that a line does not name. */
export const NOT_NAMED = 0xffffffff;

/** The dictionaries of a scanner, in the order of its numbers. */
export const scannedTexts = ['streams', 'types', 'schemaVersions'] as const;

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

/** What one scan found. Streams, types and versions have the scanner's own numbers. */
export interface ScannedLines {
  readonly rows: RowBatch;
  readonly count: number;
  /** Byte of the file from which places are counted. */
  readonly origin: number;
  /** By dictionary: whether there are rows that name none. */
  readonly unnamed: readonly boolean[];
  readonly unread: UnreadLines;
  /** Lines gone over, blank ones counted. */
  readonly lines: number;
  /** Whether numbers of texts begin anew with this scan. */
  readonly begins: boolean;
  /** By dictionary: the texts that got the next numbers; in the order of the rows, unless there are some that none has. */
  readonly texts: readonly (readonly string[])[];
  readonly hasUnusedTexts: boolean;
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
  readonly #known = [0, 0, 0];
  readonly #poolEnds = [ENTRY_HEAD, ENTRY_HEAD, ENTRY_HEAD];
  #begins = true;
  /** The names at the top of all paths. */
  readonly #wanted = new Set<string>();

  /** Throws RangeError for more than 30 members in one role. */
  constructor(places: EnvelopePlaces) {
    this.#module = scannerInstance() as Exports;
    this.#parsedTypes = places.parsedTypes ?? [];
    this.input(1024);
    for (const [role, name] of roles.entries()) {
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
    if (scannedTexts.some((_, dictionary) => this.#module.textCount(dictionary) > MOST_TEXTS)) this.#begin();
  }

  #scanned(origin: number): ScannedLines {
    const module = this.#module;
    const begins = this.#begins;
    this.#begins = false;
    const unnamed = module.unnamedTexts();
    return {
      rows: this.#rows(),
      unread: this.#unread(),
      count: module.rowCount(),
      origin,
      unnamed: scannedTexts.map((_, dictionary) => (unnamed & (1 << dictionary)) !== 0),
      lines: module.lineCount(),
      begins,
      texts: scannedTexts.map((_, dictionary) => this.#newTexts(dictionary)),
      hasUnusedTexts: module.hasUnusedTexts() !== 0,
    };
  }

  /** Forgets all texts, but for the types whose lines are parsed. */
  #begin(): void {
    this.#module.forget();
    for (const type of this.#parsedTypes) this.#module.parseType(this.#input, this.#write(type));
    this.#known.fill(0);
    this.#poolEnds.fill(ENTRY_HEAD);
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

  /** Views on the rows, in the order of assembly/rows.ts. */
  #rows(): RowBatch {
    const module = this.#module;
    const count = module.rowCount();
    const wide = (column: number) => [module.memory.buffer, this.#wideColumn(column), count] as const;
    const narrow = (column: number) => [module.memory.buffer, this.#narrowColumn(column), count] as const;
    const isWide = module.wideIntegers();
    const integers = (column: number): IntegerBatch => {
      const isNarrow = (isWide & (1 << column)) === 0;
      const [memory, at] = isNarrow ? narrow(5 + column) : wide(column);
      return { isNarrow, array: new Int32Array(memory, at, isNarrow ? count : 2 * count) };
    };
    return {
      position: integers(0),
      revision: integers(1),
      recordedAt: new Float64Array(...wide(2)),
      eventIdHash: new Float64Array(...wide(3)),
      correlationIdHash: new Float64Array(...wide(4)),
      causationIdHash: new Float64Array(...wide(5)),
      stream: new Uint32Array(...narrow(0)),
      type: new Uint32Array(...narrow(1)),
      schemaVersion: new Uint32Array(...narrow(2)),
      place: new Uint32Array(...narrow(3)),
      placeLength: new Uint32Array(...narrow(4)),
      positionsAscend: module.positionsAscended() !== 0,
      timesAscend: module.timesAscended() !== 0,
    };
  }

  #unread(): UnreadLines {
    const length = this.#module.unreadCount();
    const column = (i: number) => new Uint32Array(this.#module.memory.buffer, this.#narrowColumn(7 + i), length);
    return { length, behind: column(0), line: column(1), place: column(2), placeLength: column(3) };
  }

  #wideColumn(column: number): number {
    return (this.#module.rowColumns() >>> 0) + column * ROWS * 8;
  }

  #narrowColumn(column: number): number {
    return this.#wideColumn(6) + column * ROWS * 4;
  }

  /** Texts that got a number in the last scan. An entry is a number, a length, and the text up to a multiple of 8. */
  #newTexts(dictionary: number): string[] {
    const size = this.#module.textCount(dictionary);
    const pool = Buffer.from(this.#module.memory.buffer, this.#module.textPool(dictionary) >>> 0);
    const texts: string[] = [];
    let at = this.#poolEnds[dictionary]!;
    for (let number = this.#known[dictionary]!; number < size; number++) {
      const length = pool.readUInt32LE(at + 4);
      texts.push(pool.toString('utf8', at + ENTRY_HEAD, at + ENTRY_HEAD + length));
      at += ENTRY_HEAD + Math.ceil(length / 8) * 8;
    }
    this.#known[dictionary] = size;
    this.#poolEnds[dictionary] = at;
    return texts;
  }
}

/** Bytes before the first entry, and of each entry before its text. */
const ENTRY_HEAD = 8;

const flagsOf = ({ isUtf8, refuseTelling }: ScanOptions): number =>
  (isUtf8 ? 0 : REFUSE_HIGH_BYTES) | (refuseTelling ? REFUSE_TELLING : 0);

/** Places that are below this number fit a narrow column. */
const NEAR = 2 ** 31;

/** From where places are counted: from the beginning of the file, as long as four bytes hold them. */
const originOf = ({ origin }: ScanOptions, to: number): number => (origin + to < NEAR ? 0 : origin);
