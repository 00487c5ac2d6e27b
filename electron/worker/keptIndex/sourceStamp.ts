import { createHash } from 'node:crypto';
import { type FileHandle, open, realpath } from 'node:fs/promises';

/** Bytes hashed at the front and at the back of each file. */
const BLOCK = 64 * 1024;
/**
 * A file that was changed less than this before it was stamped can be changed once more without any of its times
 * telling: file systems count in steps of up to 10 ms, FAT of 2 s (milliseconds).
 */
const STEP_MS = { fine: 50, coarse: 2500 };

/** What is known of the files of a source without reading them whole. Equal stamps: the same content. */
export interface SourceStamp {
  /** Canonical path of the source. */
  readonly path: string;
  /** The file, and the `-wal` and `-journal` beside it if there are any: they belong to a SQLite store. */
  readonly files: readonly FileStamp[];
  /** Whether any later change will show in the stamp: `false` just after a change. */
  readonly settled: boolean;
}

interface FileStamp {
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
export async function stampOf(path: string): Promise<SourceStamp | null> {
  try {
    const canonical = await realpath(path);
    const files: FileStamp[] = [];
    for (const suffix of ['', '-wal', '-journal']) {
      const stamp = await fileStampOf(canonical, suffix);
      if (stamp !== null) files.push(stamp);
    }
    return { path: canonical, files, settled: files.every(isSettled) };
  } catch {
    return null;
  }
}

export const sameStamp = (a: SourceStamp, b: SourceStamp): boolean => stampText(a) === stampText(b);

/** The stamp as text: equal texts, equal stamps. */
export const stampText = ({ path, files }: SourceStamp): string => JSON.stringify({ path, files });

async function fileStampOf(source: string, suffix: string): Promise<FileStamp | null> {
  let file: FileHandle;
  try {
    file = await open(source + suffix, 'r');
  } catch (error) {
    if (suffix !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size, mtimeNs, ctimeNs, ino } = await file.stat({ bigint: true });
    const hash = createHash('sha256');
    const block = Buffer.allocUnsafe(BLOCK);
    for (const at of [0, Math.max(0, Number(size) - BLOCK)]) {
      const { bytesRead } = await file.read(block, 0, BLOCK, at);
      hash.update(block.subarray(0, bytesRead));
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
    await file.close();
  }
}

function isSettled({ changed }: FileStamp): boolean {
  const nanos = BigInt(changed);
  const step = nanos % 1_000_000_000n === 0n ? STEP_MS.coarse : STEP_MS.fine;
  return Date.now() - Number(nanos / 1_000_000n) > step;
}
