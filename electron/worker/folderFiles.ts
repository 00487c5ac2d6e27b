import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** How many folders deep a folder is looked into, itself included. */
const DEPTH = 4;

/** One regular file below a folder. */
export interface FolderFile {
  /** Below the folder, with `/` between its parts. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly modifiedMs: number;
}

/** What was not followed or could not be looked at. */
export interface NotListed {
  readonly name: string;
  /** Why, as a clause. */
  readonly why: string;
}

export interface FolderListing {
  /** Sorted by the bytes of their names. */
  readonly files: readonly FolderFile[];
  readonly passedOver: readonly NotListed[];
  /** Whether there were more files than asked for: then some are missing here. */
  readonly cut: boolean;
}

/**
 * The files of a folder and of folders in it, four deep and at most `most`. A symbolic link is followed to a file
 * inside the folder, never out of it and never to a folder. Rejects like `readdir` where the folder itself cannot be
 * listed.
 */
export async function listFolder(folder: string, most: number): Promise<FolderListing> {
  const root = await realpath(folder);
  const files: FolderFile[] = [];
  const passedOver: NotListed[] = [];
  let cut = false;

  const addFile = async (name: string, isLink: boolean): Promise<void> => {
    const path = join(folder, name);
    if (isLink && !(await realpath(path)).startsWith(root + sep)) {
      passedOver.push({ name, why: 'a link that leads out of the folder' });
      return;
    }
    const stats = await stat(path);
    if (stats.isFile()) files.push({ name, path, bytes: stats.size, modifiedMs: stats.mtimeMs });
    else passedOver.push({ name, why: isLink ? 'a link to a folder' : 'no regular file' });
  };

  const visit = async (below: string, depth: number): Promise<void> => {
    let entries: Dirent[];
    try {
      entries = await readdir(join(folder, below), { withFileTypes: true });
    } catch (error) {
      if (below === '') throw error;
      passedOver.push({ name: below, why: whyNot(error) });
      return;
    }
    for (const entry of entries) {
      if (files.length >= most) {
        cut = true;
        return;
      }
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (!entry.isDirectory()) {
        await addFile(name, entry.isSymbolicLink()).catch((error: unknown) =>
          passedOver.push({ name, why: whyNot(error) }),
        );
      } else if (depth < DEPTH) await visit(name, depth + 1);
      else passedOver.push({ name, why: `a folder more than ${DEPTH} deep` });
    }
  };

  await visit('', 1);
  files.sort(byNameBytes);
  return { files, passedOver, cut };
}

/** The order of `sort` in the C locale. */
export const byNameBytes = (a: { readonly name: string }, b: { readonly name: string }): number =>
  Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));

const whyNot = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  return code === 'ENOENT' || code === 'ELOOP' ? 'a link that leads nowhere' : message;
};
