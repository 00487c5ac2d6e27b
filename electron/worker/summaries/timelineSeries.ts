// Which series a timeline has: the most frequent keys of the whole log, so that colours stay while zooming. Pure.
import { hueOf } from '../../../shared/hue.ts';
import type { StackBy } from '../../../shared/model/timeline.ts';
import { versionLabel } from '../../../shared/versionOrder.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { streamCategories } from './categories.ts';

/** Series shown one by one; the rest is one more, with the key `''`. */
const SHOWN = 7;

export interface SeriesKeys {
  readonly series: readonly { readonly key: string; readonly label: string; readonly hue: number }[];
  /** Series of an event. */
  readonly of: (ordinal: number) => number;
}

/** Keys by number, of `size` different ones; `numberOf` says which an event has. */
interface Keys {
  readonly size: number;
  readonly numberOf: (ordinal: number) => number;
  readonly text: (number: number) => string;
}

function keysOf(index: EventIndex, stackBy: StackBy): Keys {
  const { type, stream, schemaVersion } = index.columns;
  if (stackBy === 'type') {
    return { size: index.types.size, numberOf: (i) => type[i]!, text: (number) => index.types.text(number) };
  }
  if (stackBy === 'category') {
    const { names, ofStream } = streamCategories(index.streams);
    return { size: names.size, numberOf: (i) => ofStream[stream[i]!]!, text: (number) => names.text(number) };
  }
  const versions = index.schemaVersions.size;
  return {
    size: index.types.size * versions,
    numberOf: (i) => type[i]! * versions + schemaVersion[i]!,
    text: (number) => {
      const name = index.types.text(Math.floor(number / versions));
      const version = number % versions;
      return version === 0 ? name : `${name} ${versionLabel(index.schemaVersions.text(version))}`;
    },
  };
}

/** The seven keys with most events in the whole log, most first, and `''` for the others if there are any. */
export function seriesKeys(index: EventIndex, stackBy: StackBy): SeriesKeys {
  const keys = keysOf(index, stackBy);
  const counts = new Uint32Array(keys.size);
  for (let i = 0; i < index.length; i++) counts[keys.numberOf(i)]!++;
  const used: number[] = [];
  for (let key = 0; key < keys.size; key++) if (counts[key]! > 0) used.push(key);
  used.sort((a, b) => counts[b]! - counts[a]! || (keys.text(a) < keys.text(b) ? -1 : 1));
  const shown = used.slice(0, SHOWN);
  const seriesOfKey = new Uint8Array(keys.size).fill(shown.length);
  for (const [series, key] of shown.entries()) seriesOfKey[key] = series;
  const series = shown.map((key) => {
    const text = keys.text(key);
    return { key: text, label: text, hue: hueOf(text) };
  });
  const others = used.length - shown.length;
  if (others > 0) series.push({ key: '', label: `${others} more`, hue: hueOf('') });
  return { series, of: (ordinal) => seriesOfKey[keys.numberOf(ordinal)]! };
}
