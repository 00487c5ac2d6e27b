import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { CheckedSection } from './layout.ts';
import { type Column, emptyColumn, type Packing, packedWidth, unpack } from './packing.ts';

/** Bytes that are read and checked in one go: a millisecond. */
const BLOCK = 8 << 20;
/** Bytes that are unpacked in one go: they stay in the processor's cache on their way into a column. */
const PACKED_BLOCK = 1 << 20;
/** Sections that are read at once: while one is checked the next comes in, and they do not all arrive together. */
const AT_ONCE = 2;

/** Whoever reads a section that is not what was written. */
export class DamagedSection extends Error {}

/** Reads sections by name, a few at once, and compares their checksums. */
export class SectionReader {
  readonly #file: FileHandle;
  /** One for each that may be read at once: ends when the last that took it has ended. */
  readonly #lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  #asked = 0;
  #stopped = false;
  readonly #sections = new Map<string, { section: CheckedSection; at: number }>();

  constructor(file: FileHandle, sections: readonly CheckedSection[]) {
    this.#file = file;
    let at = 0;
    for (const section of sections) {
      this.#sections.set(section.name, { section, at });
      at += section.bytes;
    }
  }

  has(name: string): boolean {
    return this.#sections.has(name);
  }

  /** A column of the kind that the section has. Throws when there is no such section. */
  emptyColumn(name: string, length: number): Column {
    return emptyColumn(this.#section(name).section.of!, length);
  }

  /**
   * Fills a column: straight from the file where it lies there as it does in memory. Rejects with `DamagedSection`, or
   * with what reading threw.
   */
  column(name: string, column: Column): Promise<void> {
    return this.#inTurn(() => this.#fillColumn(name, column));
  }

  /** Rejects likewise. */
  text(name: string): Promise<string> {
    return this.#inTurn(async () => {
      const bytes = Buffer.allocUnsafe(this.#section(name).section.bytes);
      await this.#read(name, bytes);
      return bytes.toString(this.#section(name).section.as as BufferEncoding);
    });
  }

  /** What is still being read rejects at its next block. */
  stop(): void {
    this.#stopped = true;
  }

  #inTurn<T>(read: () => Promise<T>): Promise<T> {
    const lane = this.#asked++ % AT_ONCE;
    const result = this.#lanes[lane]!.then(read);
    this.#lanes[lane] = result.catch(() => undefined); // Whoever asked is told.
    return result;
  }

  async #fillColumn(name: string, column: Column): Promise<void> {
    const { section } = this.#section(name);
    const packing = section.as as Packing;
    if (packing === 'raw') {
      if (section.bytes !== column.byteLength) throw new DamagedSection(`${name} has another length.`);
      return this.#read(name, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    }
    const width = packedWidth(packing);
    if (width > 0 && section.bytes !== width * column.length) throw new DamagedSection(`${name} has another length.`);
    const packed = new Uint8Array(Math.min(PACKED_BLOCK, section.bytes));
    let from = 0;
    await this.#read(name, packed, (block) => {
      unpack(column, from, packing, block);
      from += width === 0 ? column.length : block.length / width;
    });
  }

  #section(name: string) {
    const found = this.#sections.get(name);
    if (!found) throw new DamagedSection(`There is no section ${name}.`);
    return found;
  }

  /** Reads a section into `bytes`: whole, or block by block into the same place, with `taken` called for each. */
  async #read(name: string, bytes: Uint8Array, taken?: (block: Uint8Array) => void): Promise<void> {
    const { section, at } = this.#section(name);
    let found = 0;
    for (let from = 0; from < section.bytes; ) {
      if (this.#stopped) throw new Error('Nobody waits for it any more.');
      const left = section.bytes - from;
      const block = taken ? bytes.subarray(0, left) : bytes.subarray(from, from + BLOCK);
      await fill(this.#file, block, at + from);
      found = crc32(block, found);
      taken?.(block);
      from += block.length;
    }
    if (found !== section.sum) throw new DamagedSection(`${name} is not what was written.`);
  }
}

/** So many bytes from a place of a file. Throws where there are fewer. */
export async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  await fill(file, buffer, at);
  return buffer;
}

async function fill(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, at + done);
    if (bytesRead === 0) throw new Error('The file ends early.');
    done += bytesRead;
  }
}
