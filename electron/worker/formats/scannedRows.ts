import type { IntegerBatch, RowBatch } from '../eventIndex/rows.ts';
import type { ScannedRole } from './lines/dialects/dialect.ts';

// What scanners in WebAssembly leave in their memory: rows side by side (lines/assembly/rows.ts) and the texts that have
// numbers (lines/assembly/dictionary.ts). Whoever scans, lines or pages, hands them on as `ScannedRows`.

/** What such a module exports; addresses and sizes are unsigned. */
export interface RowExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  rowColumns(): number;
  rowCount(): number;
  wideIntegers(): number;
  unnamedTexts(): number;
  positionsAscended(): number;
  timesAscended(): number;
  textCount(dictionary: number): number;
  textPool(dictionary: number): number;
}

/** Rows side by side. Streams, types and versions have the scanner's own numbers. */
export interface ScannedRows {
  readonly rows: RowBatch;
  readonly count: number;
  /** From where places are counted: a byte of the file, or a rowid. */
  readonly origin: number;
  /** By dictionary: whether there are rows that name none. */
  readonly unnamed: readonly boolean[];
  /** Whether numbers of texts begin anew with these rows. */
  readonly begins: boolean;
  /** By dictionary: the texts that got the next numbers; in the order of the rows, unless there are some that none has. */
  readonly texts: readonly (readonly string[])[];
  readonly hasUnusedTexts: boolean;
}

/** The order in which the modules number them. */
export const scannedRoles = [
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

/** The dictionaries of a scanner, in the order of its numbers. */
export const scannedTexts = ['streams', 'types', 'schemaVersions'] as const;

/** Number of a stream, type or schema version that a row does not name. */
export const NOT_NAMED = 0xffffffff;

/** Rows that have room. */
export const ROWS = 16_384;
/** Columns of eight bytes, which come before those of four. */
const WIDE = 6;
/** The first of the columns that hold integers in four bytes. */
const SHORT_INTEGERS = 5;

/** Address of a column of four bytes; from 7 on they are the scanner's own. */
export const narrowColumn = (module: RowExports, column: number): number =>
  (module.rowColumns() >>> 0) + (WIDE * 8 + column * 4) * ROWS;

/** Views on the rows, which the next row writes over. */
export function rowsOf(module: RowExports): RowBatch {
  const { buffer } = module.memory;
  const count = module.rowCount();
  const isWide = module.wideIntegers();
  const wide = (column: number) => [buffer, (module.rowColumns() >>> 0) + column * 8 * ROWS, count] as const;
  const narrow = (column: number) => [buffer, narrowColumn(module, column), count] as const;
  const integers = (column: number): IntegerBatch => {
    const isNarrow = (isWide & (1 << column)) === 0;
    const [memory, at] = isNarrow ? narrow(SHORT_INTEGERS + column) : wide(column);
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

/** By dictionary: whether there are rows that name none. */
export function unnamedIn(module: RowExports): boolean[] {
  const unnamed = module.unnamedTexts();
  return scannedTexts.map((_, dictionary) => (unnamed & (1 << dictionary)) !== 0);
}

/** Bytes before the first entry of a dictionary's pool, and of each entry before its text. */
const ENTRY_HEAD = 8;
/** Texts that are remembered from one scan to the next: a log in which every stream is new must not be held twice. */
const MOST_TEXTS = 1 << 20;

/** Takes texts out of a scanner's memory as they get numbers. */
export class TextPools {
  readonly #module: RowExports;
  readonly #known = scannedTexts.map(() => 0);
  readonly #ends = scannedTexts.map(() => ENTRY_HEAD);

  constructor(module: RowExports) {
    this.#module = module;
  }

  /** Whether it is time that the scanner forgets them. */
  get areFull(): boolean {
    return scannedTexts.some((_, dictionary) => this.#module.textCount(dictionary) > MOST_TEXTS);
  }

  /** The scanner has forgotten its texts. */
  forget(): void {
    this.#known.fill(0);
    this.#ends.fill(ENTRY_HEAD);
  }

  /** By dictionary: texts that got a number since the last time. */
  taken(): string[][] {
    return scannedTexts.map((_, dictionary) => this.#taken(dictionary));
  }

  /** An entry is a number, a length, and the text up to a multiple of 8. */
  #taken(dictionary: number): string[] {
    const size = this.#module.textCount(dictionary);
    const pool = Buffer.from(this.#module.memory.buffer, this.#module.textPool(dictionary) >>> 0);
    const texts: string[] = [];
    let at = this.#ends[dictionary]!;
    for (let number = this.#known[dictionary]!; number < size; number++) {
      const length = pool.readUInt32LE(at + 4);
      texts.push(pool.toString('utf8', at + ENTRY_HEAD, at + ENTRY_HEAD + length));
      at += ENTRY_HEAD + Math.ceil(length / 8) * 8;
    }
    this.#known[dictionary] = size;
    this.#ends[dictionary] = at;
    return texts;
  }
}
