import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../isRunning.ts';

// The files of the cache folder: `<key>.index`, and `<key>.<process id>-<random>.part` while one is written.

const OURS = /^[0-9a-f]{40}\.(?:index|(\d+)-[0-9a-f]{8}\.part)$/;
/** A part this old is nobody's any more, whatever machine its process ran on. */
const PART_LASTS_MS = 600_000;

interface KeptFile {
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds of the last use: it is touched whenever it is read. */
  readonly used: number;
  /** The process that writes it, for a part. */
  readonly writer: number | null;
}

/** What lies in the folder and is ours; nothing where there is no folder. */
async function keptFiles(folder: string): Promise<KeptFile[]> {
  const files: KeptFile[] = [];
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const match = OURS.exec(name);
    if (!match) continue;
    const path = join(folder, name);
    try {
      const { size, mtimeMs } = await stat(path);
      files.push({ path, bytes: size, used: mtimeMs, writer: match[1] === undefined ? null : Number(match[1]) });
    } catch {
      // Somebody else has removed it meanwhile.
    }
  }
  return files;
}

/** Removes all kept indexes, and nothing else that may lie there. Answers how many files and bytes that were. */
export async function clearFolder(folder: string): Promise<{ files: number; bytes: number }> {
  return removeAll(await keptFiles(folder));
}

/**
 * Removes what writers that were killed have left, then what has not been used for longest until the rest fits into
 * `budget` bytes. `spared` stays in any case.
 */
export async function trimFolder(folder: string, budget: number, spared: string): Promise<void> {
  const files = await keptFiles(folder);
  const old = Date.now() - PART_LASTS_MS;
  await removeAll(files.filter(({ writer, used }) => writer !== null && used < old && !isRunning(writer)));
  const indexes = files.filter(({ writer }) => writer === null).sort((a, b) => a.used - b.used);
  let total = indexes.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const file of indexes) {
    if (total <= budget) return;
    if (file.path === spared) continue;
    await removeAll([file]);
    total -= file.bytes;
  }
}

async function removeAll(files: readonly KeptFile[]): Promise<{ files: number; bytes: number }> {
  let removed = 0;
  let freed = 0;
  for (const { path, bytes } of files) {
    try {
      await rm(path);
      removed++;
      freed += bytes;
    } catch {
      // Gone already, or not ours to remove: what is still there is found the next time.
    }
  }
  return { files: removed, bytes: freed };
}
