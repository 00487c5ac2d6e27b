import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The file of a thread: beside whoever starts it as a source, at the top of the folder once built. */
export function threadEntry(folder: string, name: string): string {
  const places = [`${name}.ts`, `${name}.js`, `../${name}.js`].map((place) => join(folder, place));
  return places.find((path) => existsSync(path)) ?? places[1]!;
}
