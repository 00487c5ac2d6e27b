import { isUtf8 } from 'node:buffer';
import type { IntegerBatch, RowBatch } from '../../eventIndex/rows.ts';
import { type ScannedRole, scannedTimeForms } from '../lines/dialect.ts';
import { scannedTexts } from '../lines/lineScanner.ts';
import type { MemberPath } from '../lines/memberPath.ts';
import { WasmModule } from '../wasmModule.ts';
import { Serial } from './recordView.ts';
import type { RowPlaces } from './rowPlaces.ts';
import { rowScannerCode } from './rowScannerCode.ts';

// Reads envelopes of a table's rows from pages in WebAssembly: the sources are in assembly/, and share those of the line
// scanner. Here is the other side of that border, which knows how rows lie in the module's memory.

/** What the module exports; addresses and sizes are unsigned. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  input(bytes: number): number;
  freeInput(at: number): void;
  setRecordColumns(count: number): void;
  setColumn(role: number, index: number): void;
  setJson(index: number, mayBeNull: boolean): void;
  setKeyColumn(index: number): void;
  allow(index: number, serial: number, at: number): void;
  setBeside(index: number): void;
  takeKeyAsPosition(): void;
  lookForVersionInType(): void;
  readNumbersAsTimes(form: number): void;
  dropOwnCause(): void;
  parseType(at: number, length: number): void;
  member(parent: number, at: number, length: number): number;
  play(member: number, role: number, rank: number): void;
  holds(holder: number, role: number, rank: number): void;
  setUsable(bytes: number): void;
  setLastRowId(rowId: number): void;
  takeCells(page: number, pointers: number, first: number, cells: number, from: number): number;
  takeRecord(at: number, length: number, rowId: number): number;
  lastRow(): number;
  firstRow(): number;
  rowColumns(): number;
  rowCount(): number;
  wideIntegers(): number;
  unnamedTexts(): number;
  positionsAscended(): number;
  timesAscended(): number;
  forgetRows(): void;
  forget(): void;
  textCount(dictionary: number): number;
  textPool(dictionary: number): number;
}

/** The order in which assembly/envelope.ts numbers them. */
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

/** Rows that have room: `ROWS` of lines/assembly/rows.ts. */
const ROWS = 16_384;
/** Room for a name or value that is looked for. */
const SETUP_BYTES = 1024;
/** Bytes before the first text that has a number, and of each before its own. */
const ENTRY_HEAD = 8;
/** Texts that are remembered from one batch to the next: a log in which every stream is new must not be held twice. */
const MOST_TEXTS = 1 << 20;

/** Rows side by side. Streams, types and versions have the scanner's own numbers. */
export interface ScannedRows {
  readonly rows: RowBatch;
  readonly count: number;
  /** The rowid from which places are counted. */
  readonly origin: number;
  /** Whether numbers of texts begin anew with this batch. */
  readonly begins: boolean;
  /** By dictionary: the texts that got the next numbers. */
  readonly texts: readonly (readonly string[])[];
  /** By dictionary: whether there are rows that name none. */
  readonly unnamed: readonly boolean[];
  /** Some come from rows that were looked at and not taken. */
  readonly hasUnusedTexts: true;
}

const code = new WasmModule('row scanner', rowScannerCode);

/** One instance of the module; not to be shared between threads. */
export class RowScanner {
  readonly #module: Exports;
  readonly #known = [0, 0, 0];
  readonly #poolEnds = [ENTRY_HEAD, ENTRY_HEAD, ENTRY_HEAD];
  readonly #parsedTypes: readonly string[];
  readonly #version: RowPlaces['version'];
  /** Where texts are handed over. */
  readonly #text: number;
  #begins = true;

  /**
   * `null` where the table lacks a column without which all rows would be the format's business. `names`: the columns in
   * the order of a record's values; `keyColumn`: which of them stands for the rowid, -1 for none.
   */
  static of(places: RowPlaces, names: readonly string[], keyColumn: number): RowScanner | null {
    const { columns, json } = places;
    const isThere = (column: string | undefined): boolean => column !== undefined && names.includes(column);
    const isSomewhere = (role: ScannedRole): boolean =>
      isThere(columns[role]) || (json?.members[role] !== undefined && isThere(json.column));
    if (!(['stream', 'type', 'revision', 'recordedAt'] as const).every(isSomewhere)) return null;
    if (json !== undefined && !json.mayBeNull && !isThere(json.column)) return null;
    if (places.version !== undefined && !isThere(places.version.beside)) return null;
    return new RowScanner(places, names, keyColumn);
  }

  private constructor(places: RowPlaces, names: readonly string[], keyColumn: number) {
    const { columns, usual, json } = places;
    const module = code.instance({ isUtf8: (from, to) => this.#isUtf8(from!, to!) }) as Exports;
    this.#module = module;
    const wanted = [...Object.values(columns), ...Object.keys(usual), json?.column, places.version?.beside].map(
      (name) => names.indexOf(name!),
    );
    module.setRecordColumns(1 + Math.max(keyColumn, ...wanted));
    if (keyColumn >= 0) module.setKeyColumn(keyColumn);
    this.#version = places.version;
    if (places.version !== undefined) module.setBeside(names.indexOf(places.version.beside));
    if (places.positionIsKey) module.takeKeyAsPosition();
    if (places.versionInType) module.lookForVersionInType();
    if (places.timeForm !== undefined) module.readNumbersAsTimes(scannedTimeForms.indexOf(places.timeForm));
    if (places.ownCauseIsNone) module.dropOwnCause();
    const text = this.room(SETUP_BYTES);
    for (const [role, name] of roles.entries()) {
      const column = names.indexOf(columns[name] ?? '');
      if (column >= 0) module.setColumn(role, column);
      for (const [rank, path] of (json?.members[name] ?? []).entries()) this.#play(role, rank, path, text);
    }
    if (json !== undefined && names.includes(json.column)) {
      module.setJson(names.indexOf(json.column), json.mayBeNull);
    }
    for (const [name, values] of Object.entries(usual)) {
      const column = names.indexOf(name);
      if (column < 0) continue;
      for (const value of values) {
        if (typeof value === 'string') module.allow(column, textSerial(this.#write(value, text)), text);
        else module.allow(column, value === null ? Serial.null : value === 0n ? Serial.zero : Serial.one, text);
      }
    }
    this.#text = text;
    this.#parsedTypes = places.parsedTypes ?? [];
    this.#begin();
  }

  /** Address of new room for `bytes`. */
  room(bytes: number): number {
    return this.#module.input(bytes) >>> 0;
  }

  freeRoom(at: number): void {
    this.#module.freeInput(at);
  }

  /** What stands in the room at `at`. It is gone, and has no length any more, when the memory has grown. */
  view(at: number, bytes: number): Buffer {
    return Buffer.from(this.#module.memory.buffer, at, bytes);
  }

  /** Pages are read of which SQLite uses so many bytes. */
  set usable(bytes: number) {
    this.#module.setUsable(bytes);
  }

  /** The rowid of the row before the next one, whoever read it. */
  get lastRowId(): number {
    return this.#module.lastRow();
  }

  set lastRowId(rowId: number) {
    this.#module.setLastRowId(rowId);
  }

  /**
   * Takes the rows of the leaf page at `page` from cell `first` on, but for those with rowids below `from`; `pointers` is
   * where the places of its cells stand. Answers the first cell that it did not take, or `cells`.
   */
  takeCells(page: number, pointers: number, first: number, cells: number, from: number): number {
    return this.#module.takeCells(page, pointers, first, cells, from);
  }

  /** Takes the row of a record that stands by itself; whether it did. */
  takeRecord(at: number, length: number, rowId: number): boolean {
    return this.#module.takeRecord(at, length, rowId) !== 0;
  }

  /** The rows that were taken since the last time, as views that the next row writes over; `null` for none. */
  taken(): ScannedRows | null {
    const module = this.#module;
    const count = module.rowCount();
    if (count === 0) return null;
    const texts = scannedTexts.map((name, dictionary) => {
      const found = this.#newTexts(dictionary);
      return name === 'schemaVersions' ? found.map((text) => this.#versionOf(text)) : found;
    });
    const unnamed = module.unnamedTexts();
    const scan: ScannedRows = {
      rows: rowsOf(module),
      count,
      origin: module.firstRow(),
      begins: this.#begins,
      texts,
      unnamed: scannedTexts.map((_, dictionary) => (unnamed & (1 << dictionary)) !== 0),
      hasUnusedTexts: true,
    };
    this.#begins = false;
    module.forgetRows();
    if (this.#known.some((size) => size > MOST_TEXTS)) this.#begin();
    return scan;
  }

  /** What the module numbers as a version, as one. */
  #versionOf(text: string): string {
    if (this.#version === undefined) return text;
    const end = text.indexOf('\0');
    return this.#version.of(text.slice(0, end), text.slice(end + 1));
  }

  /** Forgets all texts, but for the types whose rows are the format's business. */
  #begin(): void {
    this.#module.forget();
    for (const type of this.#parsedTypes) this.#module.parseType(this.#text, this.#write(type, this.#text));
    this.#known.fill(0);
    this.#poolEnds.fill(ENTRY_HEAD);
    this.#begins = true;
  }

  /** The members on a path, from the JSON object inwards, get their role. */
  #play(role: number, rank: number, path: MemberPath, text: number): void {
    const module = this.#module;
    const holders: number[] = [];
    let member = 0;
    for (const name of path) {
      if (member !== 0) holders.push(member);
      member = module.member(member, text, this.#write(JSON.stringify(name), text)) >>> 0;
    }
    module.play(member, role, rank);
    for (const holder of holders) module.holds(holder, role, rank);
  }

  #write(text: string, at: number): number {
    return this.view(at, SETUP_BYTES).write(text);
  }

  #isUtf8(from: number, to: number): boolean {
    return isUtf8(this.view(from >>> 0, (to >>> 0) - (from >>> 0)));
  }

  /** Texts that got a number since the last time. An entry is a number, a length, and the text up to a multiple of 8. */
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

/** The serial type of a text of so many bytes. */
const textSerial = (bytes: number): number => Serial.firstBytes + 1 + 2 * bytes;

/** Views on the rows, in the order of lines/assembly/rows.ts. */
function rowsOf(module: Exports): RowBatch {
  const { buffer } = module.memory;
  const at = module.rowColumns() >>> 0;
  const count = module.rowCount();
  const wide = (column: number) => [buffer, at + column * ROWS * 8, count] as const;
  const narrow = (column: number) => [buffer, at + (6 * 8 + column * 4) * ROWS, count] as const;
  const integers = (column: number): IntegerBatch => {
    const isNarrow = (module.wideIntegers() & (1 << column)) === 0;
    const [memory, from] = isNarrow ? narrow(5 + column) : wide(column);
    return { isNarrow, array: new Int32Array(memory, from, isNarrow ? count : 2 * count) };
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
