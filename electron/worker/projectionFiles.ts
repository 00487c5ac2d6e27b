import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InspectorError } from '../../shared/protocol/errors.ts';

/** Larger ones are not projection code. */
const MAX_BYTES = 1_000_000;
const MAX_FILES = 50;

const projectionName = /^(.+)\.projection\.(?:js|mjs|ts|mts)$/;

export type ProjectionFile =
  | { readonly name: string; readonly source: string; readonly error: null }
  | { readonly name: string; readonly source: null; readonly error: unknown };

/**
 * Which of `names`, the files of a folder, are projections for `store`: every `*.projection.js` or `.ts`, but one that
 * is named after another file of the folder (`shop.projection.js` beside `shop.sqlite`) belongs to that file alone. The
 * store's own come first: the first of the list is the one that folds unless the person chooses another. At most 50.
 */
export function projectionsFor(store: string, names: readonly string[]): string[] {
  const stores = names.filter((name) => !projectionName.test(name));
  const owns = (projection: string, file: string): boolean => {
    const owner = projectionName.exec(projection)![1]!;
    return file === owner || file.startsWith(`${owner}.`);
  };
  const candidates = names.filter((name) => projectionName.test(name)).sort();
  const own = candidates.filter((name) => owns(name, store));
  const free = candidates.filter((name) => !stores.some((file) => owns(name, file)));
  return [...own, ...free.filter((name) => !own.includes(name))].slice(0, MAX_FILES);
}

/**
 * The projection files beside the store at `path`, each with its source or with why it cannot be read; where the store
 * is a folder, first those in it.
 */
export async function readProjectionFiles(path: string): Promise<ProjectionFile[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  const inside = isFolder
    ? await readIn(path, (names) => names.filter((name) => projectionName.test(name)).sort())
    : [];
  const beside = await readIn(dirname(path), (names) => projectionsFor(basename(path), names));
  const names = new Set(inside.map(({ name }) => name));
  return [...inside, ...beside.filter(({ name }) => !names.has(name))].slice(0, MAX_FILES);
}

async function readIn(folder: string, choose: (names: readonly string[]) => string[]): Promise<ProjectionFile[]> {
  const names = await readdir(folder).catch(() => []); // A folder that may not be listed has no projections for us.
  return Promise.all(
    choose(names).map(async (name): Promise<ProjectionFile> => {
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
