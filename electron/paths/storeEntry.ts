import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, resolve, sep } from 'node:path';
import type { StoreEntry } from '../../shared/host.ts';
import type { Grant } from '../../shared/protocol/control.ts';
import type { StoreRef } from '../../shared/protocol/requests.ts';

/** The same path always gives the same reference, so that a reloaded page still holds the right one. */
export const refOf = (path: string): StoreRef =>
  createHash('sha256').update(resolve(path)).digest('base64url').slice(0, 22);

/** A folder as a person reads it: below the home folder with `~`, and at most its last three parts. */
export function shortFolder(folder: string, home = homedir()): string {
  const short = folder === home || folder.startsWith(home + sep) ? `~${folder.slice(home.length)}` : folder;
  const parts = short.split(sep);
  return parts.length > 4 ? `…${sep}${parts.slice(-3).join(sep)}` : short;
}

/** What the worker is told of a path. */
export const grantOf = (path: string): Grant => ({ ref: refOf(path), path: resolve(path), name: basename(path) });

/** What a page is told of a path: enough to recognise it, not enough to open it. */
export const storeEntry = (path: string, openedAt: number | null = null): StoreEntry => ({
  ref: refOf(path),
  name: basename(path),
  where: shortFolder(dirname(resolve(path))),
  openedAt,
});
