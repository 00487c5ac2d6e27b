import { type FileHandle, open } from 'node:fs/promises';
import { PackedDamage, packingOf, unpackedBlocks } from './packing.ts';

/** Bytes of a file that detection looks at. */
export const HEAD_BYTES = 256 * 1024;

export interface FileHead {
  readonly bytes: Buffer;
  /** Whether `bytes` is all there is. */
  readonly whole: boolean;
}

/** The first bytes of a file as it lies on disk. */
export async function readHead(path: string): Promise<FileHead> {
  const file: FileHandle = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(HEAD_BYTES, size));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { bytes: buffer.subarray(0, filled), whole: size <= HEAD_BYTES };
  } finally {
    await file.close();
  }
}

/** The first bytes of what a file holds: of the unpacked content, if it is packed. Damage ends them early. */
export async function readUnpackedHead(path: string): Promise<FileHead> {
  const head = await readHead(path);
  const packing = packingOf(head.bytes);
  if (packing === null) return head;
  const blocks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const block of unpackedBlocks(path, packing, () => {})) {
      blocks.push(block);
      bytes += block.length;
      if (bytes > HEAD_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof PackedDamage)) throw error;
  }
  return { bytes: Buffer.concat(blocks).subarray(0, HEAD_BYTES), whole: bytes <= HEAD_BYTES };
}
