import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the parts of the app are. */
export interface Places {
  readonly worker: URL;
  readonly pageFolder: string;
  readonly samples: string;
  readonly start: string;
  readonly version: string;
}

/**
 * Places as seen from an entry file's folder: `out/main` when built, `electron/<entry>` when Node runs the source.
 * Only entries may ask: what is bundled into a chunk lies in another folder.
 */
export function placesFrom(entryFolder: string): Places {
  const built = existsSync(resolve(entryFolder, 'worker.js'));
  const root = resolve(entryFolder, '../..');
  const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };
  return {
    worker: pathToFileURL(built ? resolve(entryFolder, 'worker.js') : resolve(entryFolder, '../worker/index.ts')),
    pageFolder: resolve(root, 'out/renderer'),
    samples: resolve(root, 'resources/samples'),
    start: built ? resolve(entryFolder, 'start.js') : resolve(entryFolder, '../start/index.ts'),
    version,
  };
}
