import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { ScanContext, StoreSource } from './format.ts';

export interface SourceDigest {
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Time of the last change of any of the files, in epoch milliseconds. */
  readonly modifiedMs: number;
  /** What the digest covers, as sentences, where it is not that of one file. */
  readonly note: readonly string[];
}

const LIST_NOTE =
  'The SHA-256 is that of a list of all its files as sha256sum prints it: a line "<digest>  <name>" each, sorted by name.';

/**
 * The SHA-256 of what was opened, as it lies on disk now, read block by block: of the file itself, or of a list of the
 * digests and names of several. Rejects with `unreadable` when a file has gone.
 */
export async function digestSource(
  { originals, path }: Pick<StoreSource, 'originals' | 'path'>,
  context: ScanContext,
): Promise<SourceDigest> {
  const total = originals.reduce((sum, { bytes }) => sum + bytes, 0);
  const list = createHash('sha256');
  let bytes = 0;
  let modifiedMs = 0;
  let sha256 = '';
  const breathe = async (more: number): Promise<void> => {
    bytes += more;
    await context.breathe({ phase: 'hash', done: bytes, total, unit: 'bytes' });
    context.signal.throwIfAborted();
  };
  for (const file of originals) {
    const { mtimeMs } = await stat(file.path).catch((error: Error) => {
      throw new InspectorError('unreadable', `The file can no longer be read: ${error.message}.`, undefined, error);
    });
    modifiedMs = Math.max(modifiedMs, mtimeMs);
    sha256 = (await hashFile(file.path, breathe)).digest('hex');
    list.update(`${sha256}  ${file.name}\n`);
  }
  const isOneFile = originals.length === 1 && originals[0]!.path === path;
  if (isOneFile) return { sha256, bytes, modifiedMs, note: [] };
  return { sha256: list.digest('hex'), bytes, modifiedMs, note: [LIST_NOTE] };
}

async function hashFile(path: string, breathe: (bytes: number) => Promise<void>): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(block as Buffer);
    await breathe((block as Buffer).length);
  }
  return hash;
}
