import { readFile } from 'node:fs/promises';
import { parseMapping } from '../../shared/mappingText.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import type { Options } from './options.ts';

/** What `--mapping` names; `null` where it was not given. Rejects with `not-found` or `bad-mapping`. */
export async function mappingOf(options: Options): Promise<Mapping | null> {
  const file = options.text('mapping');
  if (file === null) return null;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new InspectorError('not-found', `The mapping "${file}" cannot be read.`);
  }
  return parseMapping(text);
}
