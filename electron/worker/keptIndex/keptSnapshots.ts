import { createHash } from 'node:crypto';
import { readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptReplay, SnapshotFile } from '../replay/reducerSnapshots.ts';
import { trimFolder } from './folder.ts';
import { INDEX_VERSION } from './layout.ts';
import { replaceFile } from './replaceFile.ts';
import { snapshotBlocks, snapshotsOf } from './snapshotBytes.ts';

/** Whose snapshots they are, and where they go. */
export interface SnapshotPlace {
  readonly folder: string;
  /** Bytes that the whole folder may take. */
  readonly budget: number;
  /** The source, its content and what reads it, as one text: of another content it is another one. */
  readonly identity: string;
  /** Under what one file takes the place of the older one: the source, whatever it holds, and what folds it. */
  readonly key: string;
  /** Whether the source is still what `identity` says, and every later change would show. */
  unchanged(): Promise<boolean>;
}

/** The file of one reducer's snapshots over one source. */
export class KeptSnapshots implements SnapshotFile {
  readonly #place: SnapshotPlace;
  readonly #path: string;
  readonly #identity: string;
  /** The newest is written last. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(place: SnapshotPlace) {
    const hash = createHash('sha256').update(place.key).digest('hex');
    this.#place = place;
    this.#path = join(place.folder, `${hash.slice(0, 40)}.states`);
    // Events that a scan makes in another way are others, though the source is the same.
    this.#identity = `${INDEX_VERSION} ${hash} ${place.identity}`;
  }

  async read(): Promise<KeptReplay | null> {
    try {
      const kept = await snapshotsOf(await readFile(this.#path), this.#identity);
      // What was opened, a private copy included, must be what was stamped.
      if (kept === null || !(await this.#place.unchanged())) return null;
      const now = new Date();
      await utimes(this.#path, now, now).catch(() => undefined); // Only the order of removal suffers.
      return kept;
    } catch {
      return null; // No file, or none that can be read: states are folded again.
    }
  }

  write(kept: KeptReplay): Promise<string | null> {
    const written = this.#writing.then(() => this.#replace(kept));
    this.#writing = written;
    return written;
  }

  async bytes(): Promise<number> {
    return (await stat(this.#path).catch(() => null))?.size ?? 0;
  }

  async #replace(kept: KeptReplay): Promise<string | null> {
    const { folder, budget, unchanged } = this.#place;
    try {
      if (!(await unchanged())) return null;
      await replaceFile(this.#path, snapshotBlocks(this.#identity, kept));
      await trimFolder(folder, budget, this.#path);
      return null;
    } catch (error) {
      return `Snapshots could not be kept for the next opening: ${(error as Error).message}.`;
    }
  }
}
