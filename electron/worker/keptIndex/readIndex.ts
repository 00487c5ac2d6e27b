import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { nextTurn } from '../breathe.ts';
import { allocateColumns, arraysOf, type ColumnArrays } from '../eventIndex/columns.ts';
import type { JoinedStrings } from '../eventIndex/stringTable.ts';
import {
  dictionaries,
  fileBytes,
  INDEX_VERSION,
  type KeptContent,
  type KeptHead,
  MAGIC,
  MOST_HEAD_BYTES,
  PREFIX_BYTES,
  padded,
  type Section,
} from './layout.ts';
import { type Column, emptyColumn, type Packing, unpack } from './packing.ts';

/** Bytes that are read and checked in one go: a millisecond. */
const BLOCK = 4 << 20;
/** Sections that are read at once: while one is checked the next comes in, and they do not all arrive together. */
const AT_ONCE = 2;

/**
 * Reads a kept index of that very identity. `null` for anything else: no file, another version, another source,
 * altered, cut off, not ours. Never throws for what the file holds.
 */
export async function readIndex(path: string, identity: string): Promise<KeptContent | null> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch {
    return null;
  }
  try {
    return await readOpened(file, identity);
  } catch {
    // Not even a head that can be read, or a disk that fails: the store is scanned again.
    return null;
  } finally {
    await file.close();
  }
}

async function readOpened(file: FileHandle, identity: string): Promise<KeptContent | null> {
  const { size } = await file.stat();
  const prefix = await readExactly(file, 0, PREFIX_BYTES);
  const headBytes = prefix.readUInt32LE(12);
  if (!prefix.subarray(0, 8).equals(MAGIC) || prefix.readUInt32LE(8) !== INDEX_VERSION) return null;
  if (headBytes > Math.min(size, MOST_HEAD_BYTES)) return null;
  const json = await readExactly(file, PREFIX_BYTES, headBytes);
  const head = JSON.parse(json.toString()) as KeptHead;
  const { sections } = head;
  if (head.identity !== identity || fileBytes(headBytes, sections) !== size) return null;
  const trailer = await readExactly(file, size - 4 * (sections.length + 1), 4 * (sections.length + 1));
  if (crc32(json, crc32(prefix)) !== trailer.readUInt32LE(0)) return null;

  const reading = new SectionReader(file, PREFIX_BYTES + headBytes, sections, trailer);
  const content = await contentOf(head, reading);
  return reading.damaged ? null : content;
}

async function contentOf(head: KeptHead, reading: SectionReader): Promise<KeptContent> {
  // Everything is asked for before anything is waited for: nothing that fails is left without somebody who catches it.
  const waiting: Promise<unknown>[] = [];
  const wait = <T>(promise: Promise<T>): Promise<T> => {
    waiting.push(promise);
    return promise;
  };
  const column = (name: string, length: number): Column => {
    const filled = reading.emptyColumn(name, length);
    wait(reading.column(name, filled));
    return filled;
  };
  const names = Object.keys(arraysOf(allocateColumns(0), 0)) as (keyof ColumnArrays)[];
  const columns = Object.fromEntries(
    names.map((name) => [name, column(`column:${name}`, head.length)]),
  ) as unknown as ColumnArrays;
  const clock = reading.has('clock') ? (column('clock', head.length) as Float64Array) : null;
  const streamLengths = column('streamLengths', head.streams) as Uint32Array;
  const tables = dictionaries.map((name): { ends: Uint32Array; text: Promise<string> } => ({
    ends: column(`${name}:ends`, head[name]) as Uint32Array,
    text: wait(reading.text(`${name}:text`)),
  }));
  const problemText = wait(reading.text('problems'));
  await Promise.all(waiting);
  const [streams, types, schemaVersions] = await Promise.all(
    tables.map(async ({ ends, text }): Promise<JoinedStrings> => ({ ends, text: await text })),
  );
  const problems = JSON.parse(await problemText) as RowProblem[];
  const { length, problemCount, positionsAscend, scanned } = head;
  const firstTime = head.firstTime ?? Number.NaN;
  const lastTime = head.lastTime ?? Number.NaN;
  return {
    parts: {
      length,
      columns,
      clock,
      streamLengths,
      streams: streams!,
      types: types!,
      schemaVersions: schemaVersions!,
      problems,
      problemCount,
      firstTime,
      lastTime,
      positionsAscend,
    },
    scanned,
  };
}

/** Reads sections by name, a few at once, and compares their checksums. */
class SectionReader {
  damaged = false;
  readonly #file: FileHandle;
  /** One for each that may be read at once: ends when the last that took it has ended. */
  readonly #lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  #asked = 0;
  readonly #sections = new Map<string, { section: Section; at: number; sum: number }>();

  constructor(file: FileHandle, first: number, sections: readonly Section[], trailer: Buffer) {
    this.#file = file;
    let at = first;
    sections.forEach((section, i) => {
      this.#sections.set(section.name, { section, at, sum: trailer.readUInt32LE(4 * (i + 1)) });
      at += padded(section.bytes);
    });
  }

  has(name: string): boolean {
    return this.#sections.has(name);
  }

  /** A column of the kind that the section has. Throws when there is no such section. */
  emptyColumn(name: string, length: number): Column {
    return emptyColumn(this.#section(name).section.of!, length);
  }

  /** Fills a column: straight from the file where it lies there as it does in memory. */
  column(name: string, column: Column): Promise<void> {
    return this.#inTurn(() => this.#fillColumn(name, column));
  }

  text(name: string): Promise<string> {
    return this.#inTurn(() => this.#readText(name));
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
    if (packing !== 'raw') return unpack(column, packing, await this.#bytes(name), nextTurn);
    if (section.bytes !== column.byteLength) throw new Error(`${name} has another length.`);
    await this.#bytes(name, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }

  async #readText(name: string): Promise<string> {
    const bytes = await this.#bytes(name);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
      this.#section(name).section.as as BufferEncoding,
    );
  }

  #section(name: string) {
    const found = this.#sections.get(name);
    if (!found) throw new Error(`There is no section ${name}.`);
    return found;
  }

  /** The bytes of a section without its padding; `into`, if given, has just that size. */
  async #bytes(name: string, into?: Uint8Array): Promise<Uint8Array> {
    const { section, at, sum } = this.#section(name);
    const bytes = into ?? new Uint8Array(section.bytes);
    let found = 0;
    for (let from = 0; from < bytes.length; from += BLOCK) {
      const block = bytes.subarray(from, from + BLOCK);
      await fill(this.#file, block, at + from);
      found = crc32(block, found);
    }
    const padding = await readExactly(this.#file, at + bytes.length, padded(bytes.length) - bytes.length);
    if (crc32(padding, found) !== sum) this.damaged = true;
    return bytes;
  }
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
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
