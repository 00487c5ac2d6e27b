import type { JsonObject } from '../../../../../shared/json.ts';
import { cloudEvents, isCloudEvent } from './cloudEvents.ts';
import { commanded, isCommanded } from './commanded.ts';
import { debezium, isDebezium } from './debezium.ts';
import type { LineDialect } from './dialect.ts';
import { genericDialect } from './generic.ts';
import { isKcat, kcat } from './kcat.ts';
import { isKurrent, kurrent } from './kurrent.ts';
import { isMarten, marten } from './marten.ts';
import { isMessageDb, messageDb } from './messageDb.ts';

/** The worlds whose envelope is known, each with the members that prove it. No line fits two of them. */
export const knownDialects: readonly { dialect: LineDialect; matches: (line: JsonObject) => boolean }[] = [
  { dialect: messageDb, matches: isMessageDb },
  { dialect: marten, matches: isMarten },
  { dialect: kurrent, matches: isKurrent },
  { dialect: cloudEvents, matches: isCloudEvent },
  { dialect: kcat, matches: isKcat },
  { dialect: debezium, matches: isDebezium },
  { dialect: commanded, matches: isCommanded },
];

/** The dialect that more than half of the sampled lines speak, else a mapping by names; a sentence when there is none. */
export function dialectOf(sample: readonly JsonObject[]): LineDialect | string {
  for (const { dialect, matches } of knownDialects) {
    if (sample.filter(matches).length * 2 > sample.length) return dialect;
  }
  return genericDialect(sample);
}

/** Equal for files that speak the same dialect; where it is mapped by names, with the same names. */
export const worldOf = ({ name, places }: LineDialect): string => JSON.stringify([name, places?.stream, places?.type]);
