import { isUtf8 } from 'node:buffer';
import { type ScannedRole, scannedTimeForms } from '../lines/dialects/dialect.ts';
import type { MemberPath } from '../lines/memberPath.ts';
import { type RowExports, rowsOf, type ScannedRows, scannedRoles, TextPools, unnamedIn } from '../scannedRows.ts';
import { WasmModule } from '../wasmModule.ts';
import { Serial } from './recordView.ts';
import type { RowPlaces } from './rowPlaces.ts';
import { rowScannerCode } from './rowScannerCode.ts';

// Reads envelopes of a table's rows from pages in WebAssembly: the sources are in assembly/, and share those of the line
// scanner. Here is the other side of that border, which knows how rows lie in the module's memory.

/** What the module exports; addresses and sizes are unsigned. */
interface Exports extends RowExports {
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
  forgetRows(): void;
  forget(): void;
}

/** Room for a name or value that is looked for. */
const SETUP_BYTES = 1024;
const code = new WasmModule('row scanner', rowScannerCode);

/** One instance of the module; not to be shared between threads. */
export class RowScanner {
  readonly #module: Exports;
  readonly #texts: TextPools;
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
    this.#texts = new TextPools(module);
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
    for (const [role, name] of scannedRoles.entries()) {
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
    const [streams, types, versions] = this.#texts.taken();
    const scan: ScannedRows = {
      rows: rowsOf(module),
      count,
      origin: module.firstRow(),
      begins: this.#begins,
      texts: [streams!, types!, versions!.map((text) => this.#versionOf(text))],
      unnamed: unnamedIn(module),
      // Some come from rows that were looked at and not taken.
      hasUnusedTexts: true,
    };
    this.#begins = false;
    module.forgetRows();
    if (this.#texts.areFull) this.#begin();
    return scan;
  }

  /** What the module numbers as a version, as one. */
  #versionOf(text: string): string {
    if (this.#version === undefined || text === '') return text;
    const end = text.indexOf('\0');
    return this.#version.of(text.slice(0, end), text.slice(end + 1));
  }

  /** Forgets all texts, but for the types whose rows are the format's business. */
  #begin(): void {
    this.#module.forget();
    for (const type of this.#parsedTypes) this.#module.parseType(this.#text, this.#write(type, this.#text));
    this.#texts.forget();
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
}

/** The serial type of a text of so many bytes. */
const textSerial = (bytes: number): number => Serial.firstBytes + 1 + 2 * bytes;
