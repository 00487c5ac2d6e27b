import { createHash, randomBytes } from 'node:crypto';
import { mkdir, utimes } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { formatBytes } from '../../../shared/format.ts';
import type { Cleared } from '../../../shared/model/memory.ts';
import { toolVersion } from '../../../shared/toolVersion.ts';
import type { SnapshotFile } from '../replay/reducerSnapshots.ts';
import { cacheFolder, thisMachine } from '../userFolders.ts';
import { clearFolder, trimFolder } from './folder.ts';
import type { KeptIndex } from './keptIndex.ts';
import { KeptSnapshots } from './keptSnapshots.ts';
import type { KeptContent } from './layout.ts';
import { readIndex } from './readIndex.ts';
import { type SourceStamp, sameStamp, stampOf, stampText } from './sourceStamp.ts';
import { writeIndex } from './writeIndex.ts';

export interface KeptIndexOptions {
  readonly folder: string;
  /** Stores with fewer events are not kept. */
  readonly fewestEvents?: number;
  /** Bytes that all kept indexes and snapshots may take together. */
  readonly budget?: number;
}

/** A scan of this many takes some 25 ms and a kept index 8 ms: below, a file is not worth it. */
const FEWEST_EVENTS = 5000;
const BUDGET_BYTES = 2 * 1024 ** 3;

/** One opening of a source, as far as its kept index goes. */
export interface Keeping {
  /** What was kept of this very content; `null` when there is nothing, or any doubt. Whoever gets it closes it. */
  find(): Promise<KeptIndex | null>;
  /** Whether the source is what it was when the opening began: to be asked once nothing of it will be opened any more. */
  unchanged(): Promise<boolean>;
  /**
   * Keeps what a scan of the source gave, unless the source has changed since the opening began. `null` when all is
   * well, else a sentence why it could not be kept; never throws.
   */
  keep(events: number, content: () => Promise<KeptContent>): Promise<string | null>;
  /**
   * The file for the snapshots of one reducer. `reducer` has all that decides its states but the source: the code, and
   * how payloads are read.
   */
  snapshots(format: string, reducer: string): SnapshotFile;
}

/** The kept indexes of one user, and snapshots: side files in the cache folder, none of them beside a store. */
export class KeptIndexes {
  readonly #folder: string;
  readonly #fewestEvents: number;
  readonly #budget: number;
  readonly #writing = new Set<Promise<string | null>>();

  constructor({ folder, fewestEvents = FEWEST_EVENTS, budget = BUDGET_BYTES }: KeptIndexOptions) {
    this.#folder = folder;
    this.#fewestEvents = fewestEvents;
    this.#budget = budget;
  }

  /** Those of whoever runs this process. */
  static ofUser(): KeptIndexes {
    return new KeptIndexes({ folder: cacheFolder(thisMachine()) });
  }

  /**
   * To be called before anything of the source is read. `way` is how the person wants it to be read, empty where it is
   * detected: an index is kept for each. `null` where nothing can be kept.
   */
  async begin(path: string | readonly string[], way: string): Promise<Keeping | null> {
    // The layout is little-endian, as memory is on everything that Node and Electron are built for but s390x.
    if (endianness() !== 'LE') return null;
    const before = await stampOf(path);
    if (before === null) return null;
    const file = this.#fileOf(before, way);
    const unchanged = async (): Promise<boolean> => {
      const now = await stampOf(path);
      return now !== null && sameStamp(before, now);
    };
    return {
      unchanged,
      find: async () => {
        const found = await readIndex(file, identityOf(before));
        const now = new Date();
        if (found !== null) void utimes(file, now, now).catch(() => undefined); // Only the order of removal suffers.
        return found;
      },
      keep: (events, content) => {
        if (events < this.#fewestEvents || !before.settled) return Promise.resolve(null);
        return this.#noted(this.#write(file, before, content, unchanged));
      },
      snapshots: (format, reducer) => {
        const states = new KeptSnapshots({
          folder: this.#folder,
          budget: this.#budget,
          identity: `${format} ${identityOf(before)}`,
          key: JSON.stringify([format, before.path, reducer]),
          unchanged: async () => before.settled && (await unchanged()),
        });
        return {
          read: () => states.read(),
          write: (content) => this.#noted(states.write(content)),
          bytes: () => states.bytes(),
        };
      },
    };
  }

  /** Whoever waits until nothing is being written waits for this as well. */
  #noted(writing: Promise<string | null>): Promise<string | null> {
    this.#writing.add(writing);
    return writing.finally(() => this.#writing.delete(writing));
  }

  /** Removes every kept index, and all snapshots that are kept. */
  async clear(): Promise<Cleared> {
    await this.settled();
    return clearFolder(this.#folder);
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  async #write(
    path: string,
    stamp: SourceStamp,
    content: () => Promise<KeptContent>,
    unchanged: () => Promise<boolean>,
  ): Promise<string | null> {
    try {
      if (!(await unchanged())) return null;
      // Names of streams are the person's own business: nobody else may read them here.
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const temporary = path.replace(/index$/, `${process.pid}-${randomBytes(4).toString('hex')}.part`);
      if (!(await writeIndex({ path, temporary, most: this.#budget }, identityOf(stamp), await content()))) {
        return `The index is not kept for the next opening: it would take more than ${formatBytes(this.#budget)}.`;
      }
      await trimFolder(this.#folder, this.#budget, path);
      return null;
    } catch (error) {
      return `The index could not be kept for the next opening: ${(error as Error).message}.`;
    }
  }

  /** One file for each source and way to read it, so that a newer index takes the place of the older one. */
  #fileOf({ path }: SourceStamp, way: string): string {
    const key = createHash('sha256').update(`${way}\0${path}`).digest('hex').slice(0, 40);
    return join(this.#folder, `${key}.index`);
  }
}

const identityOf = (stamp: SourceStamp): string => `${toolVersion} ${stampText(stamp)}`;
