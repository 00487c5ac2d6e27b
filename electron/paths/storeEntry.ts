import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, resolve, sep } from 'node:path';
import type { StoreEntry } from '../../shared/host.ts';
import type { Grant } from '../../shared/protocol/control.ts';
import type { StoreRef } from '../../shared/protocol/requests.ts';

/** A path, or those of several files that are one store. */
export type StorePath = string | readonly [string, ...string[]];

const pathsOf = (path: StorePath): readonly [string, ...string[]] => (typeof path === 'string' ? [path] : path);

/** The same path always gives the same reference, so that a reloaded page still holds the right one. */
export const refOf = (path: StorePath): StoreRef =>
  createHash('sha256')
    .update(
      pathsOf(path)
        .map((one) => resolve(one))
        .join('\0'),
    )
    .digest('base64url')
    .slice(0, 22);

/** A folder as a person reads it: below the home folder with `~`, and at most its last three parts. */
export function shortFolder(folder: string, home = homedir()): string {
  const short = folder === home || folder.startsWith(home + sep) ? `~${folder.slice(home.length)}` : folder;
  const parts = short.split(sep);
  return parts.length > 4 ? `…${sep}${parts.slice(-3).join(sep)}` : short;
}

/** What the worker is told of a path. */
export function grantOf(path: StorePath): Grant {
  const [first, ...others] = pathsOf(path);
  const grant = { ref: refOf(path), path: resolve(first), name: nameOf(path) };
  return others.length === 0 ? grant : { ...grant, others: others.map((other) => resolve(other)) };
}

/** What a page is told of a path: enough to recognise it, not enough to open it. */
export const storeEntry = (path: StorePath, openedAt: number | null = null): StoreEntry => ({
  ref: refOf(path),
  name: nameOf(path),
  where: shortFolder(dirname(resolve(pathsOf(path)[0]))),
  openedAt,
});

function nameOf(path: StorePath): string {
  const [first, ...others] = pathsOf(path);
  const name = basename(resolve(first));
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}
