import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { listFolder } from '../folderFiles.ts';
import { nextTurn } from '../turns/breathe.ts';

/** Bytes hashed at the front and at the back of a file; of each of several, fewer. */
const BLOCK = 64 * 1024;
const SMALL_BLOCK = 4 * 1024;
/** Folders with more files are not kept: stamping them would cost more than it saves. */
const MOST_FILES = 10_000;
/** Of these so many are stamped before others have their turn. */
const FILES_AT_ONCE = 32;
/**
 * A file that was changed less than this before it was stamped can be changed once more without any of its times
 * telling: file systems count in steps of up to 10 ms, FAT of 2 s (milliseconds).
 */
const STEP_MS = { fine: 50, coarse: 2500 };

/** What is known of the files of a source without reading them whole. Equal stamps: the same content. */
export interface SourceStamp {
  /** Canonical path of the source; of several files, all of them. */
  readonly path: string;
  /**
   * The file, and the `-wal` and `-journal` beside it if there are any: they belong to a SQLite store. Of a folder, all
   * files in it.
   */
  readonly files: readonly FileStamp[];
  /** Whether any later change will show in the stamp: `false` just after a change. */
  readonly settled: boolean;
}

interface FileStamp {
  /** What follows the path of the source: empty, `-wal`, or `/` and the name in the folder. */
  readonly suffix: string;
  /** Decimal text of 64-bit numbers; times in nanoseconds. `changed` moves even if `modified` is set back. */
  readonly size: string;
  readonly modified: string;
  readonly changed: string;
  readonly inode: string;
  /** SHA-256 (hex) of the first and the last block. */
  readonly ends: string;
}

/** Stamps a source. `null` when it cannot be read: whoever opens it will say why. */
export async function stampOf(given: string | readonly string[]): Promise<SourceStamp | null> {
  try {
    const paths = typeof given === 'string' ? [given] : given;
    const canonical = paths.map((path) => realpathSync.native(path));
    const [path] = canonical as [string];
    if (canonical.length > 1) return await stampOfAll(canonical.join('\n'), canonical, '');
    if (!statSync(path).isDirectory()) return stampOfFile(path);
    const { files, cut } = await listFolder(path, MOST_FILES);
    if (cut) return null;
    return await stampOfAll(
      path,
      files.map(({ name }) => `/${name}`),
      path,
    );
  } catch {
    return null;
  }
}

function stampOfFile(path: string): SourceStamp {
  const stamps = ['', '-wal', '-journal'].map((suffix) => fileStampOf(path, suffix, BLOCK));
  const files = stamps.filter((stamp) => stamp !== null);
  return { path, files, settled: files.every(isSettled) };
}

async function stampOfAll(path: string, names: readonly string[], folder: string): Promise<SourceStamp | null> {
  const files: FileStamp[] = [];
  for (const [i, name] of names.entries()) {
    if (i % FILES_AT_ONCE === FILES_AT_ONCE - 1) await nextTurn();
    const stamp = fileStampOf(folder, name, SMALL_BLOCK);
    if (stamp === null) return null;
    files.push(stamp);
  }
  return { path, files, settled: files.every(isSettled) };
}

export const sameStamp = (a: SourceStamp, b: SourceStamp): boolean => stampText(a) === stampText(b);

/** The stamp as text: equal texts, equal stamps. */
export const stampText = ({ path, files }: SourceStamp): string => JSON.stringify({ path, files });

/** Waits for the disk: some calls to the system, each of which would take longer by way of another thread. */
function fileStampOf(source: string, suffix: string, length: number): FileStamp | null {
  let file: number;
  try {
    file = openSync(source + suffix, 'r');
  } catch (error) {
    if (suffix !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size, mtimeNs, ctimeNs, ino } = fstatSync(file, { bigint: true });
    const hash = createHash('sha256');
    const block = Buffer.allocUnsafe(length);
    for (const at of [0, Math.max(0, Number(size) - length)]) {
      hash.update(block.subarray(0, readSync(file, block, 0, length, at)));
    }
    return {
      suffix,
      size: String(size),
      modified: String(mtimeNs),
      changed: String(ctimeNs),
      inode: String(ino),
      ends: hash.digest('hex'),
    };
  } finally {
    closeSync(file);
  }
}

function isSettled({ changed }: FileStamp): boolean {
  const nanos = BigInt(changed);
  const step = nanos % 1_000_000_000n === 0n ? STEP_MS.coarse : STEP_MS.fine;
  return Date.now() - Number(nanos / 1_000_000n) > step;
}
