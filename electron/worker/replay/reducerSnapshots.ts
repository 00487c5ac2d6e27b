import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { KeptKeys, PartitionKeys } from './partitions/keyedPartitions.ts';
import type { KeptShelf, KeptStates, Snapshot, Snapshots } from './snapshots.ts';

/** What outlives the process of what a reducer made of a log. */
export interface KeptReplay {
  readonly shelves: readonly KeptShelf[];
  /** `null` where partitions need not be asked for, or were not. */
  readonly keys: PartitionKeys | null;
}

/** Where that is. Any of it may be gone at any time. */
export interface SnapshotFile {
  /** What was kept; `null` when there is nothing, or any doubt. Never throws. */
  read(): Promise<KeptReplay | null>;
  /** Takes the place of what was there. `null` when all is well, else a sentence why it is not kept; never throws. */
  write(kept: KeptReplay): Promise<string | null>;
  /** What it takes on disk. */
  bytes(): Promise<number>;
}

/** A fold of so many events takes a tenth of a second in the sandbox: what spares less is not worth a file. */
const WORTH_EVENTS = 10_000;
/** A file is written anew when what it would spare has grown by this share, so that writing stays in proportion. */
const GROWN_BY = 0.25;

/** The snapshots of one reducer, as long as its code and how payloads are read stay the same; and its keys, for others. */
export class ReducerSnapshots implements KeptKeys {
  readonly #all: Snapshots;
  readonly #reducer: string;
  readonly #log: ReadableLog;
  readonly #file: SnapshotFile | null;
  readonly #failed: (note: string) => void;
  #restored: Promise<void> | null = null;
  #retired = false;
  #keys: PartitionKeys | null = null;
  /** Events that snapshots or keys spare which the file has not, and those that it had when it was written last. */
  #unkept = 0;
  #kept = 0;

  /** `file` is where they outlive the process, `failed` is told why they do not. */
  constructor(
    all: Snapshots,
    reducer: string,
    log: ReadableLog,
    file: SnapshotFile | null,
    failed: (note: string) => void,
  ) {
    this.#all = all;
    this.#reducer = reducer;
    this.#log = log;
    this.#file = file;
    this.#failed = failed;
  }

  /** The latest one with at most `position` events; `null` when there is none. */
  async latest(partition: string, position: number): Promise<Snapshot | null> {
    if (position <= 0) return null;
    await this.#restore();
    return this.#retired ? null : this.#all.latest(this.#reducer, partition, position);
  }

  /** Whether the state after `position` events of a partition is one to keep. */
  wants(partition: string, position: number): boolean {
    return !this.#retired && this.#all.wants(this.#reducer, partition, position);
  }

  put(partition: string, snapshot: Snapshot): void {
    // What was replaced or forgotten meanwhile must leave nothing behind under its name.
    if (!this.#retired) this.#unkept += this.#all.put(this.#reducer, partition, snapshot);
  }

  async keys(): Promise<PartitionKeys | null> {
    await this.#restore();
    return this.#keys;
  }

  putKeys(keys: PartitionKeys): void {
    this.#keys = keys;
    this.#unkept += keys.ofEvent.length;
    this.folded();
  }

  of(partition: string): KeptStates {
    return this.#all.kept(this.#reducer, partition);
  }

  fileBytes(): Promise<number> {
    return this.#file?.bytes() ?? Promise.resolve(0);
  }

  /** To be called after a fold: keeps for the next opening what is worth it. Nobody waits for that. */
  folded(): void {
    if (this.#unkept >= Math.max(WORTH_EVENTS, this.#kept * GROWN_BY)) this.#write();
  }

  /** Keeps what is worth it, and forgets the rest. */
  retire(): void {
    if (this.#retired) return;
    if (this.#unkept >= WORTH_EVENTS) this.#write();
    this.#retired = true;
    this.#all.drop(this.#reducer);
  }

  /** Takes what was kept, once the whole log is there: what is kept is of a whole one. */
  #restore(): Promise<void> | null {
    if (this.#file === null || !this.#log.index.complete) return null;
    this.#restored ??= this.#file.read().then((kept) => {
      if (this.#retired || kept === null) return;
      for (const shelf of kept.shelves) this.#kept += this.#all.adopt(this.#reducer, shelf);
      this.#keys = kept.keys;
      this.#kept += kept.keys?.ofEvent.length ?? 0;
    });
    return this.#restored;
  }

  #write(): void {
    const file = this.#file;
    if (this.#retired || file === null || !this.#log.index.complete) return;
    const kept = { shelves: this.#all.shelves(this.#reducer), keys: this.#keys };
    this.#kept += this.#unkept;
    this.#unkept = 0;
    void file.write(kept).then((note) => {
      if (note !== null) this.#failed(note);
    });
  }
}
