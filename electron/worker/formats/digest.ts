import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { ScanContext } from './format.ts';

/**
 * The SHA-256 (hex) of a file as it lies on disk, read block by block, how many bytes that were, and the time of its
 * last change (epoch milliseconds). Rejects with `unreadable` when the file has gone.
 */
export async function digestFile(
  path: string,
  context: ScanContext,
): Promise<{ sha256: string; bytes: number; modifiedMs: number }> {
  const hash = createHash('sha256');
  const { size, mtimeMs: modifiedMs } = await stat(path).catch((error: Error) => {
    throw new InspectorError('unreadable', `The file can no longer be read: ${error.message}.`, undefined, error);
  });
  let bytes = 0;
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(block as Buffer);
    bytes += (block as Buffer).length;
    await context.breathe({ phase: 'hash', done: bytes, total: size, unit: 'bytes' });
    context.signal.throwIfAborted();
  }
  return { sha256: hash.digest('hex'), bytes, modifiedMs };
}
