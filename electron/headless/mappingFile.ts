import { parseMapping } from '../../shared/mappingText.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import { readNamedText } from './namedFiles.ts';
import type { Options } from './options.ts';

/** What `--mapping` names; `null` where it was not given. Rejects with `not-found` or `bad-mapping`. */
export async function mappingOf(options: Options): Promise<Mapping | null> {
  const file = options.text('mapping');
  return file === null ? null : parseMapping(await readNamedText('mapping', file));
}
