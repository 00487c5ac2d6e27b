import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InspectorError } from '../../shared/protocol/errors.ts';

/** Larger ones are not projection code. */
const MAX_BYTES = 1_000_000;

const projectionName = /^(.+)\.projection\.(?:js|mjs|ts|mts)$/;

export type ProjectionFile =
  | { readonly name: string; readonly source: string; readonly error: null }
  | { readonly name: string; readonly source: null; readonly error: unknown };

/**
 * Which of `names`, the files of a folder, are projections for `store`: every `*.projection.js` or `.ts`, but one that
 * is named after another file of the folder (`shop.projection.js` beside `shop.sqlite`) belongs to that file alone.
 */
export function projectionsFor(store: string, names: readonly string[]): string[] {
  const others = names.filter((name) => !projectionName.test(name));
  return names
    .filter((name) => {
      const owner = projectionName.exec(name)?.[1];
      if (owner === undefined) return false;
      const owned = (file: string): boolean => file === owner || file.startsWith(`${owner}.`);
      return owned(store) || !others.some(owned);
    })
    .sort();
}

/** The projection files beside the store at `path`, each with its source or with why it cannot be read. */
export async function readProjectionFiles(path: string): Promise<ProjectionFile[]> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []); // A folder that may not be listed has no projections for us.
  return Promise.all(
    projectionsFor(basename(path), names).map(async (name): Promise<ProjectionFile> => {
      try {
        const { size } = await stat(join(folder, name));
        if (size > MAX_BYTES) throw new InspectorError('limit-exceeded', `${name} is larger than 1 MB.`);
        return { name, source: await readFile(join(folder, name), 'utf8'), error: null };
      } catch (error) {
        return { name, source: null, error };
      }
    }),
  );
}
