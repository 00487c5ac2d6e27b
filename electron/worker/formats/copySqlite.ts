import { constants, existsSync, renameSync, rmSync } from 'node:fs';
import { chmod, copyFile, open, rm, stat, truncate } from 'node:fs/promises';
import { formatBytes, formatCount } from '../../../shared/format.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import type { ScanContext } from './format.ts';

/** How the files of a set looked when they were copied. */
export interface CopyStamp {
  readonly database: string;
  readonly wal: string;
}

export interface SqliteSet {
  /** The file itself, or the private copy of the set. */
  readonly readPath: string;
  readonly walBytes: number;
  readonly notes: readonly string[];
  /** For a copy of a database with its `-wal`: how they looked then. */
  readonly copied?: CopyStamp;
  /** Set for a file that is shorter than its header says. */
  readonly problem: RowProblem | null;
}

const ATTEMPTS = 3;

/**
 * A path at which SQLite may open the file. In WAL mode SQLite makes files beside the database even when it only
 * reads, and with a rollback journal left by a crash it would write: both are opened as a private copy of the whole
 * set, so that rows which are only in the `-wal` are seen and the folder stays as it is. So is a file that was cut off. Anything else is opened in
 * place. (better-sqlite3 13 is built without URI file names, so `immutable=1` cannot be asked for.)
 */
export async function copySqliteSet(
  path: string,
  header: Uint8Array,
  privateCopy: () => string,
  context: ScanContext,
): Promise<SqliteSet> {
  const wal = await stampOf(`${path}-wal`);
  const inWalMode = header[18] === 2 || header[19] === 2 || wal.exists;
  const walBytes = wal.size;
  const journalBytes = inWalMode ? 0 : (await stampOf(`${path}-journal`)).size;
  const { size } = await stat(path);
  const expected = walBytes > 0 || journalBytes > 0 ? size : sizeByHeader(header);
  if (!inWalMode && journalBytes === 0 && expected <= size) {
    return { readPath: path, walBytes: 0, notes: [], problem: null };
  }

  const copy = privateCopy();
  const parts = ['', inWalMode ? '-wal' : '-journal'];
  const notes: string[] = [];
  let copied = await copyStampOf(path);
  for (let attempt = 1; ; attempt++) {
    const before = await stampsOf(path, parts);
    copied = await copyStampOf(path);
    for (const part of parts) {
      // What an earlier attempt copied would be played back over the newer database.
      await rm(copy + part, { force: true });
      if ((await stampOf(path + part)).size > 0) await copyInto(path + part, copy + part, context);
    }
    if ((await stampsOf(path, parts)) === before) break;
    if (attempt === ATTEMPTS) {
      notes.push('The database was written to while it was copied; what was written last may be missing or torn.');
      break;
    }
  }
  if (walBytes > 0) {
    notes.push(
      `A -wal file of ${formatBytes(walBytes)} belongs to this store; its rows are shown, and nothing was written back.`,
    );
  } else if (journalBytes > 0) {
    notes.push('A writer crashed and left a rollback journal; it was rolled back in a private copy.');
  }
  if (expected <= size) {
    return { readPath: copy, walBytes, notes, problem: null, ...(inWalMode ? { copied } : {}) };
  }
  // SQLite refuses a file whose tables begin behind its end; with empty pages there, what is left can be read.
  await truncate(copy, expected);
  const reason = `The file is cut off: it has ${formatBytes(size)} of ${formatBytes(expected)}. What is left was read.`;
  return { readPath: copy, walBytes, notes, problem: { place: `byte ${formatCount(size)}`, reason, ordinal: null } };
}

/** Files that are to take the place of a copy's, once nobody has that open. */
export interface Refreshed {
  readonly stamp: CopyStamp;
  moveIn(): void;
}

/**
 * Copies anew what changed of a database with its `-wal` since `copied`, beside the copy. The copy may hold any part of
 * what the old `-wal` held: as long as the database itself is the same, the new one says all of that again. `null` when
 * the database was written to meanwhile.
 */
export async function refreshCopy(
  path: string,
  copy: string,
  copied: CopyStamp,
  context: ScanContext,
): Promise<Refreshed | null> {
  const stamp = await copyStampOf(path);
  const isNew = stamp.database !== copied.database;
  const [next, nextWal] = [`${copy}.next`, `${copy}.next-wal`];
  if (isNew) await copyInto(path, next, context);
  await rm(nextWal, { force: true });
  // What is copied of a -wal while somebody writes to it is whole up to its last valid commit: frames carry checksums.
  if ((await stampOf(`${path}-wal`)).size > 0) await copyInto(`${path}-wal`, nextWal, context);
  if ((await copyStampOf(path)).database !== stamp.database) return null;
  return {
    stamp,
    moveIn() {
      for (const part of ['-wal', '-shm']) rmSync(copy + part, { force: true });
      if (isNew) renameSync(next, copy);
      if (existsSync(nextWal)) renameSync(nextWal, `${copy}-wal`);
    },
  };
}

/** Bytes by the header's page count, which counts only if it was written with the last change; 0 if not. */
function sizeByHeader(header: Uint8Array): number {
  if (header.length < 100) return 0;
  const view = new DataView(header.buffer, header.byteOffset);
  if (view.getUint32(24) !== view.getUint32(92)) return 0;
  const pageSize = view.getUint16(16);
  return view.getUint32(28) * (pageSize === 1 ? 65_536 : pageSize);
}

interface Stamp {
  readonly exists: boolean;
  readonly size: number;
  readonly modified: number;
}

/** Size and time of a file; 0 where there is none. */
async function stampOf(path: string): Promise<Stamp> {
  try {
    const stats = await stat(path);
    return { exists: true, size: stats.size, modified: stats.mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { exists: false, size: 0, modified: 0 };
    throw error;
  }
}

const stampsOf = async (path: string, parts: readonly string[]): Promise<string> =>
  JSON.stringify(await Promise.all(parts.map((part) => stampOf(path + part))));

export const sameCopyStamp = (a: CopyStamp, b: CopyStamp): boolean => a.database === b.database && a.wal === b.wal;

export const copyStampOf = async (path: string): Promise<CopyStamp> => ({
  database: await stampsOf(path, ['']),
  wal: await stampsOf(path, ['-wal']),
});

async function copyInto(from: string, to: string, context: ScanContext): Promise<void> {
  try {
    // A file system that can share blocks copies gigabytes at once.
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE);
    await chmod(to, 0o600);
    return;
  } catch {
    // Most cannot: copy in blocks, so that it can be cancelled and shows progress.
  }
  const source = await open(from, 'r');
  const target = await open(to, 'w', 0o600);
  try {
    const { size } = await source.stat();
    const block = Buffer.allocUnsafe(1 << 22);
    for (let done = 0; ; ) {
      const { bytesRead } = await source.read(block, 0, block.length, done);
      if (bytesRead === 0) break;
      await target.writeFile(block.subarray(0, bytesRead));
      done += bytesRead;
      await context.breathe({ phase: 'read', done, total: size, unit: 'bytes' });
      context.signal.throwIfAborted();
    }
  } finally {
    await source.close();
    await target.close();
  }
}
