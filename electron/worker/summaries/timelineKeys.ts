// What a timeline is stacked by, as numbers. Pure.
import type { StackBy } from '../../../shared/model/timeline.ts';
import { versionLabel } from '../../../shared/versionOrder.ts';
import type { NumberArray } from '../eventIndex/columns.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { streamCategories } from './categories.ts';

/** The key of event `i` is `base[major[i]]`, plus `minor[i]` where there are two columns. */
export interface StackKeys {
  readonly major: NumberArray;
  readonly base: Float64Array;
  readonly minor: NumberArray | null;
  /** Keys of one and the same numbering do not change while the log grows. */
  readonly numbering: number;
  nameOf(key: number): string;
}

/** The keys of an index as it is now: types, categories, or pairs of type and schema version. */
export function stackKeys(index: EventIndex, stackBy: StackBy): StackKeys {
  const { type, stream, schemaVersion } = index.columns;
  if (stackBy === 'type') {
    const base = Float64Array.from({ length: index.types.size }, (_, t) => t);
    return { major: type, base, minor: null, numbering: 1, nameOf: (key) => index.types.text(key) };
  }
  if (stackBy === 'category') {
    const { names, ofStream } = streamCategories(index.streams);
    const base = new Float64Array(ofStream.subarray(0, index.streams.size));
    return { major: stream, base, minor: null, numbering: 1, nameOf: (category) => names.text(category) };
  }
  // Room for more versions than there are, so that a new one rarely changes the numbering.
  const stride = 2 ** Math.ceil(Math.log2(Math.max(16, index.schemaVersions.size)));
  const base = Float64Array.from({ length: index.types.size }, (_, t) => t * stride);
  const nameOf = (key: number): string => {
    const name = index.types.text(Math.floor(key / stride));
    const version = key % stride;
    return version === 0 ? name : `${name} ${versionLabel(index.schemaVersions.text(version))}`;
  };
  return { major: type, base, minor: schemaVersion, numbering: stride, nameOf };
}
