import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ScannedRows } from '../scannedRows.ts';
import { PageRoom } from './pageRoom.ts';
import { RecordView, Serial } from './recordView.ts';
import type { RowScanner } from './rowScanner.ts';

// Reads a table's rows from the pages of the file, in the order of their rowids, without a call into SQLite per row: a
// call costs more than a row. After https://www.sqlite.org/fileformat.html. It only walks what has the plain form of a
// rowid table and refuses everything else, damage above all: then SQLite itself is asked (sqliteScan.ts). Where a format
// says where its envelope stands, a scanner takes the rows of a leaf at once, and what it leaves is looked at here.

const LEAF = 0x0d;
const INTERIOR = 0x05;
const DEEPEST = 20;
/** Neighbouring pages are read together, the more the longer the table goes on as neighbours. */
const LARGEST_READ = 1 << 17;
/** Records that are read further than this into their overflow pages are SQLite's business. */
const LARGEST_PREFIX = 1 << 24;

/** Why the walk ended: behind the last row, because the visitor said so, or at something that is not understood. */
export type WalkEnd = 'end' | 'stopped' | 'refused';

/** Who gets the rows, in their order. */
export interface RowVisitor {
  /** Rows that the scanner took; they are valid until this returns. */
  onRows(rows: ScannedRows): void;
  /** Any other row; what the record holds is valid until this returns. Its key is not looked at again when it throws. */
  onRow(record: RecordView): void;
  /** Asked behind each page whether to read on. */
  goesOn(): boolean;
}

/** What the pages of one database have in common, from its header. */
interface Form {
  readonly pageSize: number;
  /** Bytes of a page that SQLite uses. */
  readonly usable: number;
  readonly pages: number;
}

/** Rowids of a page: those from `from` on are wanted, and none is larger than `most` where the page hangs. */
interface Keys {
  readonly from: number;
  readonly most: number;
}

/**
 * The pages of one table. The caller holds SQLite's read lock during `walk`. Closing a file lets go of every lock that
 * the process has on it: `close` only while none is held.
 */
export class TablePages {
  readonly #file: number;
  readonly #scanner: RowScanner | null;
  readonly #record: RecordView;
  readonly #keySlot: number;
  readonly #window: PageRoom;
  #form: Form = { pageSize: 0, usable: 0, pages: 0 };
  /** First byte of the file that is in the window, and how many bytes are. */
  #windowAt = 0;
  #windowLength = 0;
  #readLength = 0;
  /** For records that go on in overflow pages. */
  #prefix: PageRoom;
  #lastRowId = -1;

  /**
   * `slots`: by column of the table the slot that it gets in records, -1 for a column that nobody wants. `keySlot`: that
   * of the key's own column, which holds nothing where the key is the rowid; -1 for none.
   */
  constructor(path: string, slots: Int32Array, keySlot: number, scanner: RowScanner | null) {
    this.#file = openSync(path, 'r');
    this.#scanner = scanner;
    this.#record = new RecordView(slots);
    this.#keySlot = keySlot;
    this.#window = new PageRoom(scanner, LARGEST_READ);
    this.#prefix = new PageRoom(scanner, 1 << 16);
  }

  /** The rowid of the last row that was handed over. */
  get lastRowId(): number {
    return this.#lastRowId;
  }

  /** Hands over the rows from `from` on until the visitor ends it. Of a walk that was refused those are right. */
  walk(root: number, from: number, visitor: RowVisitor): WalkEnd {
    this.#windowLength = 0;
    this.#lastRowId = from - 1;
    const end = this.#refusing(() => {
      const form = this.#readForm();
      if (form === null) return 'refused';
      this.#form = form;
      this.#readLength = form.pageSize;
      if (this.#scanner !== null) this.#scanner.usable = form.usable;
      return this.#walk(root, { from, most: Number.POSITIVE_INFINITY }, 0, visitor);
    });
    this.#flush(visitor);
    return end;
  }

  /** Whatever the operating system has to say about the file, SQLite gets to hear as well. */
  #refusing(walk: () => WalkEnd): WalkEnd {
    try {
      return walk();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall !== undefined) return 'refused';
      throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #readForm(): Form | null {
    const header = Buffer.alloc(100);
    if (readSync(this.#file, header, 0, 100, 0) < 100) return null;
    const raw = header.readUInt16BE(16);
    const pageSize = raw === 1 ? 65_536 : raw;
    const usable = pageSize - header[20]!;
    const isUtf8 = header.readUInt32BE(56) === 1;
    if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480 || !isUtf8) return null;
    return { pageSize, usable, pages: Math.floor(fstatSync(this.#file).size / pageSize) };
  }

  #walk(page: number, keys: Keys, depth: number, visitor: RowVisitor): WalkEnd {
    const at = this.#locate(page);
    if (at < 0 || depth > DEEPEST) return 'refused';
    const { bytes } = this.#window;
    const start = page === 1 ? at + 100 : at;
    const kind = bytes[start];
    const cells = bytes.readUInt16BE(start + 3);
    const pointers = start + (kind === INTERIOR ? 12 : 8);
    if (pointers + 2 * cells > at + this.#form.usable) return 'refused';
    if (kind === LEAF) return this.#walkLeaf(at, pointers, cells, keys, visitor);
    if (kind !== INTERIOR) return 'refused';
    // The window moves on while the children are read: take their numbers along.
    const children: { page: number; most: number }[] = [];
    for (let i = this.#firstCell(at, pointers, cells, keys.from); i < cells; i++) {
      const cell = bytes.readUInt16BE(pointers + 2 * i);
      if (cell + 4 > this.#form.usable) return 'refused';
      this.#record.readVarint(bytes, at + cell + 4);
      children.push({ page: bytes.readUInt32BE(at + cell), most: this.#record.varint });
    }
    children.push({ page: bytes.readUInt32BE(start + 8), most: keys.most });
    for (const child of children) {
      const end = this.#walk(child.page, { from: keys.from, most: child.most }, depth + 1, visitor);
      if (end !== 'end') return end;
    }
    return 'end';
  }

  /** Index of the first cell of an interior page whose key is not below `from`. */
  #firstCell(at: number, pointers: number, cells: number, from: number): number {
    const record = this.#record;
    const { bytes } = this.#window;
    let low = 0;
    let high = cells;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const cell = bytes.readUInt16BE(pointers + 2 * middle);
      record.readVarint(bytes, at + Math.min(cell, this.#form.usable - 4) + 4);
      if (record.varint < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #walkLeaf(at: number, pointers: number, cells: number, { from, most }: Keys, visitor: RowVisitor): WalkEnd {
    const scanner = this.#scanner;
    if (cells > 0 && this.#firstKey(at, pointers) > most) return 'refused';
    for (let i = 0; i < cells; i++) {
      if (scanner !== null) {
        const { address } = this.#window;
        scanner.lastRowId = this.#lastRowId;
        i = scanner.takeCells(address + at, address + pointers, i, cells, from);
        this.#lastRowId = scanner.lastRowId;
        if (i === cells) break;
      }
      const cell = at + this.#window.bytes.readUInt16BE(pointers + 2 * i);
      if (cell < pointers + 2 * cells || !this.#walkCell(cell, at + this.#form.usable, from, visitor)) return 'refused';
    }
    return visitor.goesOn() ? 'end' : 'stopped';
  }

  /** The rowid of a leaf's first cell. */
  #firstKey(at: number, pointers: number): number {
    const { bytes } = this.#window;
    const cell = Math.min(bytes.readUInt16BE(pointers), this.#form.usable - 4);
    this.#record.readVarint(bytes, this.#record.readVarint(bytes, at + cell));
    return this.#record.varint;
  }

  /** Hands over the row of the cell at `cell`, in a page that ends at `end`; `false` when it is not as expected. */
  #walkCell(cell: number, end: number, from: number, visitor: RowVisitor): boolean {
    const record = this.#record;
    const { bytes } = this.#window;
    const { usable } = this.#form;
    if (cell + 4 > end) return false;
    let body = record.readVarint(bytes, cell);
    const length = record.varint;
    body = record.readVarint(bytes, body);
    const rowId = record.varint;
    // Before the first row that is wanted; behind it that would be damage.
    if (rowId < from && this.#lastRowId < from) return true;
    if (body > end || !(rowId > this.#lastRowId) || rowId > Number.MAX_SAFE_INTEGER) return false;
    const local = localLength(length, usable);
    if (body + local + (local < length ? 4 : 0) > end) return false;
    if (!record.read(bytes, body, local, rowId)) return false;
    const { needed } = record;
    if (needed > local) {
      if (needed > length || needed > LARGEST_PREFIX || !this.#readOn(body, local, needed)) return false;
      if (this.#scanner?.takeRecord(this.#prefix.address, needed, rowId)) {
        this.#lastRowId = rowId;
        return true;
      }
      if (!record.read(this.#prefix.bytes, 0, needed, rowId)) return false;
    }
    if (this.#keySlot >= 0 && record.serials[this.#keySlot] !== Serial.null) return false;
    this.#flush(visitor);
    this.#lastRowId = rowId;
    visitor.onRow(record);
    return true;
  }

  /** Hands over what the scanner has taken. */
  #flush(visitor: RowVisitor): void {
    const rows = this.#scanner?.taken();
    if (rows != null) visitor.onRows(rows);
  }

  /** The first `needed` bytes of a record into `#prefix`: `local` of them stand at `body`, the rest in overflow pages. */
  #readOn(body: number, local: number, needed: number): boolean {
    const { pageSize, usable, pages } = this.#form;
    if (this.#prefix.size < needed) {
      this.#prefix.free();
      this.#prefix = new PageRoom(this.#scanner, 2 * needed + pageSize);
    }
    const window = this.#window.bytes;
    const prefix = this.#prefix.bytes;
    window.copy(prefix, 0, body, body + local);
    const overflow = Buffer.allocUnsafe(pageSize);
    let page = window.readUInt32BE(body + local);
    for (let filled = local; filled < needed; filled += usable - 4) {
      if (page < 2 || page > pages) return false;
      if (readSync(this.#file, overflow, 0, pageSize, (page - 1) * pageSize) < pageSize) return false;
      page = overflow.readUInt32BE(0);
      overflow.copy(prefix, filled, 4, Math.min(usable, 4 + needed - filled));
    }
    return true;
  }

  /** Where a page stands in the window; -1 when the file has no such page. */
  #locate(page: number): number {
    const { pageSize, pages } = this.#form;
    if (page < 1 || page > pages) return -1;
    const wanted = (page - 1) * pageSize;
    const windowEnd = this.#windowAt + this.#windowLength;
    if (wanted >= this.#windowAt && wanted + pageSize <= windowEnd) return wanted - this.#windowAt;
    const isNear = wanted >= windowEnd && wanted < windowEnd + 16 * pageSize;
    this.#readLength = isNear ? Math.min(LARGEST_READ, this.#readLength * 2) : pageSize;
    this.#windowAt = wanted;
    this.#windowLength = readSync(this.#file, this.#window.bytes, 0, this.#readLength, wanted);
    return this.#windowLength < pageSize ? -1 : 0;
  }
}

/** How much of a record of `length` bytes stands in its leaf. */
function localLength(length: number, usable: number): number {
  const most = usable - 35;
  if (length <= most) return length;
  const least = ((((usable - 12) * 32) / 255) | 0) - 23;
  const local = least + ((length - least) % (usable - 4));
  return local <= most ? local : least;
}
