import { visitPayloads } from '../eventIndex/payloadBytes.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { BatchSizes } from '../replay/batchSizes.ts';
import { Profile } from './payload/profile.ts';
import type { VersionColumn } from './versions/versionColumn.ts';

/** Profiles of one type, by version number; `undefined` where no event has that version. */
export type TypeProfiles = readonly (Profile | undefined)[];

/**
 * One walk over the payloads of a log, in their order, with a profile for each type and version. It goes on where it
 * ended when the log has grown.
 */
export class SchemaPass {
  readonly #log: ReadableLog;
  readonly #versions: VersionColumn;
  readonly #types: (Profile | undefined)[][] = [];
  #done = 0;

  constructor(log: ReadableLog, versions: VersionColumn) {
    this.#log = log;
    this.#versions = versions;
  }

  /** Events that were read. */
  get done(): number {
    return this.#done;
  }

  /** The profiles of a type by its number; empty when none of its events was read. */
  profilesOf(type: number): TypeProfiles {
    return this.#types[type] ?? [];
  }

  /** Reads what has not been read. When it is cancelled, the next call goes on from there. */
  async advance(context: ScanContext): Promise<void> {
    const { index } = this.#log;
    const sizes = new BatchSizes();
    while (this.#done < index.length) {
      const from = this.#done;
      const ordinals = new Uint32Array(sizes.endFrom(index, from, index.length) - from);
      for (let i = 0; i < ordinals.length; i++) ordinals[i] = from + i;
      let bytes = 0;
      this.#versions.read(ordinals);
      const { numbers } = this.#versions;
      const { type, recordedAt } = index.columns;
      visitPayloads(this.#log, ordinals, (at, json, start, end) => {
        const ordinal = from + at;
        bytes += end - start;
        this.#profile(type[ordinal]!, numbers[ordinal]!).add(ordinal, recordedAt[ordinal]!, json, start, end);
        // A batch that fails half way is not begun again.
        this.#done = ordinal + 1;
      });
      sizes.took(ordinals.length, bytes);
      await context.breathe({ phase: 'read', done: this.#done, total: index.length, unit: 'events' });
      sizes.begin();
    }
  }

  #profile(type: number, version: number): Profile {
    this.#types[type] ??= [];
    const profiles = this.#types[type]!;
    profiles[version] ??= new Profile(this.#versions.text(version));
    return profiles[version]!;
  }
}
