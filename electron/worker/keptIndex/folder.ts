import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cleared } from '../../../shared/model/memory.ts';
import { isRunning } from '../isRunning.ts';

// The files of the cache folder: `<key>.index`, `<key>.states` with snapshots, and `<key>.<process id>-<random>.part`
// while one is written.

const OURS = /^[0-9a-f]{40}\.(?:index|(states)|(\d+)-[0-9a-f]{8}\.part)$/;
/** A part this old is nobody's any more, whatever machine its process ran on. */
const PART_LASTS_MS = 600_000;

interface KeptFile {
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds of the last use: it is touched whenever it is read. */
  readonly used: number;
  /** Whether it holds snapshots. */
  readonly states: boolean;
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
      const [, states, writer] = match;
      files.push({
        path,
        bytes: size,
        used: mtimeMs,
        states: states !== undefined,
        writer: writer === undefined ? null : Number(writer),
      });
    } catch {
      // Somebody else has removed it meanwhile.
    }
  }
  return files;
}

/** Removes all kept indexes and snapshots, and nothing else that may lie there. */
export async function clearFolder(folder: string): Promise<Cleared> {
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
  const whole = files.filter(({ writer }) => writer === null).sort((a, b) => a.used - b.used);
  let total = whole.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const file of whole) {
    if (total <= budget) return;
    if (file.path === spared) continue;
    await removeAll([file]);
    total -= file.bytes;
  }
}

async function removeAll(files: readonly KeptFile[]): Promise<Cleared> {
  const removed = { files: 0, snapshotFiles: 0, bytes: 0 };
  for (const { path, bytes, states } of files) {
    try {
      await rm(path);
      removed.files++;
      if (states) removed.snapshotFiles++;
      removed.bytes += bytes;
    } catch {
      // Gone already, or not ours to remove: what is still there is found the next time.
    }
  }
  return removed;
}
