import { type FileHandle, open } from 'node:fs/promises';
import { PackedDamage, packingOf, unpackedBlocks } from './packing.ts';
import type { SourceFile } from './sourceFile.ts';

/** Bytes of a file that detection looks at. */
export const HEAD_BYTES = 256 * 1024;

/** What detection looks at of a folder: so many bytes of so many files. */
const START_BYTES = 4096;
const MOST_STARTS = 256;

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

/**
 * The first bytes of files by name, as they lie on disk; of a large folder those of files spread
 * evenly over it. Files that cannot be read are left out.
 */
export async function readStarts(files: readonly SourceFile[]): Promise<Map<string, Buffer>> {
  const starts = new Map<string, Buffer>();
  const step = Math.max(1, files.length / MOST_STARTS);
  for (let i = 0; i < files.length; i += step) {
    const { name, path, bytes } = files[Math.floor(i)]!;
    if (bytes === 0) continue;
    const start = await readStart(path).catch(() => null);
    if (start !== null) starts.set(name, start);
  }
  return starts;
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
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
