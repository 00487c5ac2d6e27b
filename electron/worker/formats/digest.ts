import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ScanContext } from './format.ts';

/** The SHA-256 (hex) of a file as it lies on disk, read block by block, and how many bytes that were. */
export async function digestFile(path: string, context: ScanContext): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  const { size } = await stat(path);
  let bytes = 0;
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(block as Buffer);
    bytes += (block as Buffer).length;
    await context.breathe({ phase: 'hash', done: bytes, total: size, unit: 'bytes' });
    context.signal.throwIfAborted();
  }
  return { sha256: hash.digest('hex'), bytes };
}
