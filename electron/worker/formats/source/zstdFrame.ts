import type { FileHandle } from 'node:fs/promises';

const CHUNK = 1 << 20;

/** The bytes of a file one after the other. */
export class PackedBytes {
  /** How many were taken so far. */
  at = 0;
  readonly #file: FileHandle;
  #chunk = Buffer.alloc(0);

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The next bytes without taking them; fewer at the end of the file. */
  async peek(length: number): Promise<Buffer> {
    if (this.#chunk.length < length) {
      const more = Buffer.allocUnsafe(CHUNK);
      const { bytesRead } = await this.#file.read(more, 0, CHUNK, this.at + this.#chunk.length);
      this.#chunk = Buffer.concat([this.#chunk, more.subarray(0, bytesRead)]);
    }
    return this.#chunk.subarray(0, length);
  }

  async take(length: number): Promise<Buffer> {
    const bytes = await this.peek(length);
    this.#chunk = this.#chunk.subarray(bytes.length);
    this.at += bytes.length;
    return bytes;
  }

  /** Goes past so many bytes; `false` where the file ends before. */
  async skip(length: number): Promise<boolean> {
    const behind = this.at + length;
    this.#chunk = this.#chunk.subarray(length);
    this.at = behind;
    return behind <= (await this.#file.stat()).size;
  }
}

/**
 * The bytes of one zstd frame, and none of what follows it. Layout as in RFC 8878, 3.1.1: header, blocks of which each
 * says its length and whether it is the last, and a checksum where the header says so. Ends early with the file.
 */
export async function* zstdFrame(input: PackedBytes): AsyncGenerator<Buffer> {
  const start = await input.take(5);
  yield start;
  const descriptor = start[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const windowBytes = isSingleSegment ? 0 : 1;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  let next = windowBytes + dictionaryBytes + contentSizeBytes;
  for (let isLast = false; !isLast; ) {
    yield await input.take(next);
    const header = await input.peek(3);
    if (header.length < 3) return;
    const block = header.readUIntLE(0, 3);
    isLast = (block & 1) !== 0;
    // A run of one byte says how long it is and holds it once.
    const isRun = ((block >> 1) & 3) === 1;
    next = 3 + (isRun ? 1 : block >> 3);
  }
  yield await input.take(next + ((descriptor & 4) !== 0 ? 4 : 0));
}
