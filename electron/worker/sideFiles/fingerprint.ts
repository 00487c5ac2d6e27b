import { createHash } from 'node:crypto';
import { envelopeAt } from '../eventIndex/envelope.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';

/** So many first events tell one store from another; a store that is younger than that is another one once it grows. */
const EVENTS = 4;

/**
 * What a store is known by, 40 hexadecimal digits: its format and the envelopes of its first events. A copy, a renamed
 * file and the same store some thousand events later have the same; an export into another format has another.
 */
export function fingerprintOf(format: string, index: EventIndex): string {
  const hash = createHash('sha256').update(format);
  const end = Math.min(EVENTS, index.length);
  for (let ordinal = 0; ordinal < end; ordinal++) hash.update(`\n${JSON.stringify(envelopeAt(index, ordinal))}`);
  return hash.digest('hex').slice(0, 40);
}
