import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SampleEntry } from '../../shared/host.ts';
import { refOf } from './storeEntry.ts';

interface SampleManifest {
  readonly samples: readonly (Omit<SampleEntry, 'ref'> & { readonly file: string })[];
}

export interface Sample {
  readonly entry: SampleEntry;
  readonly path: string;
}

/** The bundled samples, as `samples.json` in their folder lists them; none where the folder is missing. */
export async function readSamples(folder: string): Promise<Sample[]> {
  let text: string;
  try {
    text = await readFile(resolve(folder, 'samples.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return (JSON.parse(text) as SampleManifest).samples.map(({ file, id, title, format, events, lookFor }) => {
    const path = resolve(folder, file);
    return { path, entry: { ref: refOf(path), id, title, format, events, lookFor } };
  });
}
