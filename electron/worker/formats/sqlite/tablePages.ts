import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { RecordView } from './recordView.ts';

// Reads a table's rows from the pages of the file, in the order of their rowids, without a call into SQLite per row: a
// call costs more than a row. After https://www.sqlite.org/fileformat.html. It only walks what has the plain form of a
// rowid table and refuses everything else, damage above all: then SQLite itself is asked (sqliteScan.ts).

const LEAF = 0x0d;
const INTERIOR = 0x05;
const DEEPEST = 20;
/** Neighbouring pages are read together, the more the longer the table goes on as neighbours. */
const LARGEST_READ = 1 << 17;
/** Bytes that may be read behind any text: hashing takes four at a time. */
const SLACK = 8;
/** Records that are read further than this into their overflow pages are SQLite's business. */
const LARGEST_PREFIX = 1 << 24;

/** Why the walk ended: behind the last row, because the reader said so, or at something that is not understood. */
export type WalkEnd = 'end' | 'stopped' | 'refused';

/** What the pages of one database have in common, from its header. */
interface Form {
  readonly pageSize: number;
  /** Bytes of a page that SQLite uses. */
  readonly usable: number;
  readonly pages: number;
}

/**
 * The pages of one table. The caller holds SQLite's read lock during `walk`. Closing a file lets go of every lock that
 * the process has on it: `close` only while none is held.
 */
export class TablePages {
  readonly #file: number;
  readonly #window = Buffer.allocUnsafeSlow(LARGEST_READ + SLACK);
  readonly #record: RecordView;
  #form: Form = { pageSize: 0, usable: 0, pages: 0 };
  /** First byte of the file that is in the window, and how many bytes are. */
  #windowAt = 0;
  #windowLength = 0;
  #readLength = 0;
  /** For records that go on in overflow pages. */
  #prefix = Buffer.alloc(0);
  #lastRowId = -1;

  /** `slots`: by column of the table the slot that it gets in records, -1 for a column that nobody wants. */
  constructor(path: string, slots: Int32Array) {
    this.#file = openSync(path, 'r');
    this.#record = new RecordView(slots);
  }

  /**
   * Hands every row from `from` on to `onRow` until that answers `false`. What a record holds is valid until `onRow`
   * returns. Of a walk that was refused the rows handed over so far are right.
   */
  walk(root: number, from: number, onRow: (record: RecordView) => boolean): WalkEnd {
    this.#windowLength = 0;
    this.#lastRowId = from - 1;
    try {
      const form = this.#readForm();
      if (form === null) return 'refused';
      this.#form = form;
      this.#readLength = form.pageSize;
      return this.#walk(root, from, 0, onRow);
    } catch (error) {
      // Whatever the operating system has to say about the file, SQLite gets to hear as well.
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

  #walk(page: number, from: number, depth: number, onRow: (record: RecordView) => boolean): WalkEnd {
    const at = this.#locate(page);
    if (at < 0 || depth > DEEPEST) return 'refused';
    const bytes = this.#window;
    const start = page === 1 ? at + 100 : at;
    const kind = bytes[start];
    const cells = bytes.readUInt16BE(start + 3);
    const pointers = start + (kind === INTERIOR ? 12 : 8);
    if (pointers + 2 * cells > at + this.#form.usable) return 'refused';
    if (kind === LEAF) return this.#walkLeaf(at, pointers, cells, from, onRow);
    if (kind !== INTERIOR) return 'refused';
    // The window moves on while the children are read: take their numbers along.
    const children: number[] = [];
    for (let i = this.#firstCell(at, pointers, cells, from, 4); i < cells; i++) {
      const cell = bytes.readUInt16BE(pointers + 2 * i);
      if (cell + 4 > this.#form.usable) return 'refused';
      children.push(bytes.readUInt32BE(at + cell));
    }
    children.push(bytes.readUInt32BE(start + 8));
    for (const child of children) {
      const end = this.#walk(child, from, depth + 1, onRow);
      if (end !== 'end') return end;
    }
    return 'end';
  }

  /** Index of the first cell whose key is not below `from`; keys stand `skip` bytes into an interior page's cells. */
  #firstCell(at: number, pointers: number, cells: number, from: number, skip: number): number {
    const record = this.#record;
    let low = 0;
    let high = cells;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const cell = this.#window.readUInt16BE(pointers + 2 * middle);
      record.readVarint(this.#window, at + Math.min(cell, this.#form.usable - 4) + skip);
      if (record.varint < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #walkLeaf(
    at: number,
    pointers: number,
    cells: number,
    from: number,
    onRow: (record: RecordView) => boolean,
  ): WalkEnd {
    const { usable } = this.#form;
    const bytes = this.#window;
    const record = this.#record;
    const end = at + usable;
    for (let i = 0; i < cells; i++) {
      const cell = at + ((bytes[pointers + 2 * i]! << 8) | bytes[pointers + 2 * i + 1]!);
      if (cell < pointers + 2 * cells || cell + 4 > end) return 'refused';
      let body = record.readVarint(bytes, cell);
      const length = record.varint;
      body = record.readVarint(bytes, body);
      const rowId = record.varint;
      if (rowId < from) continue;
      if (body > end || !(rowId > this.#lastRowId) || rowId > Number.MAX_SAFE_INTEGER) return 'refused';
      const local = localLength(length, usable);
      if (body + local + (local < length ? 4 : 0) > end) return 'refused';
      if (!record.read(bytes, body, local, rowId)) return 'refused';
      if (record.needed > local) {
        const { needed } = record;
        if (needed > length || needed > LARGEST_PREFIX || !this.#readOn(body, local, needed)) return 'refused';
        if (!record.read(this.#prefix, 0, needed, rowId)) return 'refused';
      }
      this.#lastRowId = rowId;
      if (!onRow(record)) return 'stopped';
    }
    return 'end';
  }

  /** The first `needed` bytes of a record into `#prefix`: `local` of them stand at `body`, the rest in overflow pages. */
  #readOn(body: number, local: number, needed: number): boolean {
    const { pageSize, usable, pages } = this.#form;
    if (this.#prefix.length < needed + SLACK) this.#prefix = Buffer.allocUnsafeSlow(2 * needed + pageSize + SLACK);
    const prefix = this.#prefix;
    this.#window.copy(prefix, 0, body, body + local);
    const overflow = Buffer.allocUnsafe(pageSize);
    let page = this.#window.readUInt32BE(body + local);
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
    this.#windowLength = readSync(this.#file, this.#window, 0, this.#readLength, wanted);
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
