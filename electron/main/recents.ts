import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_RECENTS = 12;

export interface Recent {
  readonly path: string;
  /** Epoch milliseconds. */
  readonly openedAt: number;
}

export interface Recents {
  /** The latest first; those that no longer exist are left out. */
  list(): Recent[];
  add(path: string, openedAt: number): void;
  clear(): void;
}

/** Stores opened before, kept in a file of ours: Linux has no such list, and Electron's cannot be read everywhere. */
export function createRecents(file: string): Recents {
  let recents = read(file);
  const save = (next: Recent[]): void => {
    recents = next;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(recents, null, 2)}\n`);
  };
  return {
    list: () => recents.filter(({ path }) => existsSync(path)),
    add: (path, openedAt) =>
      save([{ path, openedAt }, ...recents.filter((recent) => recent.path !== path)].slice(0, MAX_RECENTS)),
    clear: () => save([]),
  };
}

function read(file: string): Recent[] {
  try {
    const list = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    if (!Array.isArray(list)) return [];
    return list.filter((item): item is Recent => typeof item?.path === 'string' && typeof item?.openedAt === 'number');
  } catch {
    return []; // Missing or broken: a list of conveniences is not worth a message.
  }
}
