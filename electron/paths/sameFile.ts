import { type BigIntStats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What SQLite keeps beside a database under its name. */
const companions = ['', '-wal', '-shm', '-journal'];

/**
 * Whether writing to `target` would change the store at `store`: as the same path, through a link, under another name
 * of the same file, as one of the files SQLite keeps beside it, or as a file in the folder that is the store. Neither
 * has to exist.
 */
export function wouldWriteTo(store: string, target: string): boolean {
  const wanted = statsOf(target);
  const folder = statsOf(store);
  if (folder?.isDirectory() && foldersAbove(target).some((above) => isSame(statsOf(above), folder))) return true;
  return companions.some((ending) => {
    const path = resolve(store) + ending;
    if (resolve(target) === path) return true;
    return isSame(statsOf(path), wanted);
  });
}

const isSame = (a: BigIntStats | undefined, b: BigIntStats | undefined): boolean =>
  a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;

/** The folders that a path lies in, as it is written, from the nearest up. */
function foldersAbove(path: string): string[] {
  const above = dirname(resolve(path));
  return above === dirname(above) ? [above] : [above, ...foldersAbove(above)];
}

// As bigint: file numbers of Windows do not fit a double.
const statsOf = (path: string): BigIntStats | undefined => statSync(path, { bigint: true, throwIfNoEntry: false });
