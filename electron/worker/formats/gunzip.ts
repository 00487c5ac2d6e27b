import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { formatBytes, formatCount } from '../../../shared/format.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { ScanContext } from './format.ts';

/** A stream that grows past `freeBytes` may be at most `ratio` times as large as its compressed form. */
export interface GunzipLimits {
  readonly freeBytes: number;
  readonly ratio: number;
}

/** Event logs compress ten to sixty times; gzip can do a thousand, which only made-up data reaches. */
export const standardGunzipLimits: GunzipLimits = { freeBytes: 1024 ** 3, ratio: 200 };

/**
 * Unpacks a gzip file (all its members) into `target`, block by block. Damage ends it early: what came before is
 * kept and the damage answered as a problem. Throws `limit-exceeded` for a bomb or a full disk.
 */
export async function gunzipInto(
  path: string,
  target: string,
  context: ScanContext,
  limits: GunzipLimits,
): Promise<{ problem: RowProblem | null }> {
  const { size } = await stat(path);
  const input = createReadStream(path, { highWaterMark: 1 << 20 });
  const unpacking = createGunzip({ chunkSize: 1 << 20 });
  input.once('error', (error) => unpacking.destroy(error));
  const out = await open(target, 'w', 0o600);
  let written = 0;
  let damage: Error | null = null;
  try {
    const blocks = input.pipe(unpacking)[Symbol.asyncIterator]();
    for (;;) {
      const next = await nextBlock(blocks);
      if (next instanceof Error) damage = next;
      if (next === null || next instanceof Error) break;
      await write(out, next);
      written += next.length;
      if (written > limits.freeBytes && written > size * limits.ratio) {
        throw new InspectorError(
          'limit-exceeded',
          `The gzip file of ${formatBytes(size)} unpacks to more than ${formatBytes(written)}, over ${limits.ratio} times its size; unpacking was stopped.`,
          { advice: 'If you trust it, unpack it with gunzip and open the result.' },
        );
      }
      await context.breathe({ phase: 'read', done: input.bytesRead, total: size, unit: 'bytes' });
      context.signal.throwIfAborted();
    }
  } finally {
    input.destroy();
    unpacking.destroy();
    await out.close();
  }
  if (damage === null) return { problem: null };
  const reason = `The compressed data is damaged or ends early (${damage.message}); ${formatCount(written)} bytes before it were read.`;
  if (written === 0) throw new InspectorError('unreadable', reason);
  return { problem: { place: `byte ${formatCount(written)} of the unpacked content`, reason, ordinal: null } };
}

/** The next block, `null` at the end, or the error that zlib answers; errors of the file system are thrown. */
async function nextBlock(blocks: AsyncIterator<Buffer>): Promise<Buffer | null | Error> {
  try {
    const { value, done } = await blocks.next();
    return done ? null : value;
  } catch (error) {
    if (error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('Z_')) return error;
    throw error;
  }
}

async function write(out: Awaited<ReturnType<typeof open>>, block: Buffer): Promise<void> {
  try {
    await out.writeFile(block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new InspectorError('limit-exceeded', 'There is no room left in the folder for temporary files.', {
      advice: 'Free some space, or set TMPDIR to a folder on a larger disk.',
    });
  }
}
