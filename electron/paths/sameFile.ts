import { type BigIntStats, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** What SQLite keeps beside a database under its name. */
const companions = ['', '-wal', '-shm', '-journal'];

/**
 * Whether writing to `target` would change the store at `store`: as the same path, through a link, under another name
 * of the same file, or as one of the files SQLite keeps beside it. Neither has to exist.
 */
export function wouldWriteTo(store: string, target: string): boolean {
  const wanted = statsOf(target);
  return companions.some((ending) => {
    const path = resolve(store) + ending;
    if (resolve(target) === path) return true;
    const found = wanted && statsOf(path);
    return found !== undefined && found.ino === wanted?.ino && found.dev === wanted.dev;
  });
}

// As bigint: file numbers of Windows do not fit a double.
const statsOf = (path: string): BigIntStats | undefined => statSync(path, { bigint: true, throwIfNoEntry: false });
