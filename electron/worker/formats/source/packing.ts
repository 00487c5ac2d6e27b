import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { PackedBytes, zstdFrame } from './zstdFrame.ts';

/** How one stream of bytes may be packed. A zip file holds several: see `unzip.ts`. */
export type Packing = 'gzip' | 'zstd';

const CHUNK = 1 << 20;

/** The packing that the first bytes of a file tell; `null` for anything else. */
export function packingOf(start: Uint8Array): Packing | null {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  return isZstdFrame(start) || isSkippableFrame(start) ? 'zstd' : null;
}

/** Whether a file is a zip archive: it begins with an entry, or with the end of an empty one. */
export const isZip = (start: Uint8Array): boolean =>
  start[0] === 0x50 && start[1] === 0x4b && ((start[2] === 3 && start[3] === 4) || (start[2] === 5 && start[3] === 6));

/** What `unpackedBlocks` throws where the packed data is damaged or ends early. */
export class PackedDamage extends Error {}

/** Called with how many packed bytes were read so far. */
type OnRead = (packedBytes: number) => void;

/**
 * The content of a packed file, block by block: all members of a gzip file, all frames of a zstd file. Throws
 * PackedDamage behind the last block that could be read; errors of the file system as they are.
 */
export async function* unpackedBlocks(path: string, packing: Packing, onRead: OnRead): AsyncGenerator<Buffer> {
  try {
    if (packing === 'gzip') yield* gunzipped(path, onRead);
    else yield* unzstd(path, onRead);
  } catch (error) {
    if (isPackingError(error)) throw new PackedDamage(error.message);
    throw error;
  }
}

/** Whether an error is the word of zlib or zstd for damaged data. */
export const isPackingError = (error: unknown): error is Error =>
  error instanceof Error && /^(?:Z_|ZSTD_)/.test(String((error as NodeJS.ErrnoException).code));

async function* gunzipped(path: string, onRead: OnRead): AsyncGenerator<Buffer> {
  const input = createReadStream(path, { highWaterMark: CHUNK });
  yield* through(input, createGunzip({ chunkSize: CHUNK }), () => input.bytesRead, onRead);
}

/** Node's decompressor knows one frame; `cat a.zst b.zst` and parallel zstd make files of many. */
async function* unzstd(path: string, onRead: OnRead): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const input = new PackedBytes(file);
    for (let start = await input.peek(8); start.length > 0; start = await input.peek(8)) {
      if (isSkippableFrame(start)) {
        if (!(await input.skip(8 + start.readUInt32LE(4)))) throw new PackedDamage('it ends within a frame');
      } else if (isZstdFrame(start)) {
        yield* through(
          Readable.from(zstdFrame(input)),
          createZstdDecompress({ chunkSize: CHUNK }),
          () => input.at,
          onRead,
        );
      } else throw new PackedDamage('what follows is no zstd frame');
    }
  } finally {
    await file.close();
  }
}

async function* through(
  input: Readable,
  unpacking: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>,
  packedBytes: () => number,
  onRead: OnRead,
): AsyncGenerator<Buffer> {
  input.once('error', (error) => unpacking.destroy(error));
  try {
    for await (const block of input.pipe(unpacking)) {
      onRead(packedBytes());
      yield block as Buffer;
    }
  } finally {
    input.destroy();
    unpacking.destroy();
  }
}

const isZstdFrame = (start: Uint8Array): boolean =>
  start[0] === 0x28 && start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd;

/** Frames that hold something for somebody else; the zstd format tells readers to skip them. */
const isSkippableFrame = (start: Uint8Array): boolean =>
  (start[0]! & 0xf0) === 0x50 && start[1] === 0x2a && start[2] === 0x4d && start[3] === 0x18;
