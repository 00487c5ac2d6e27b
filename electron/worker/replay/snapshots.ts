import { FoldState } from './reducer.ts';

export interface Snapshot {
  /** How many events of the partition are folded into it. */
  readonly position: number;
  readonly state: FoldState;
}

/** Kept as text: its size is known, and nobody can write to it. */
interface Kept {
  readonly position: number;
  readonly text: string;
}

interface Shelf {
  /** Ascending by position. */
  snapshots: Kept[];
  /** Positions kept are multiples of this. */
  spacing: number;
  bytes: number;
  /** Folds that began from one of them, and the events that these had not to fold. */
  uses: number;
  spared: number;
}

/** The snapshots of one partition as they outlive the process. */
export interface KeptShelf {
  readonly partition: string;
  /** Positions are multiples of this. */
  readonly spacing: number;
  /** Ascending by position; states as JSON text. */
  readonly snapshots: readonly { readonly position: number; readonly text: string }[];
}

/** What is kept of one partition, in memory. */
export interface KeptStates {
  readonly spacing: number;
  /** Ascending by position. */
  readonly list: readonly { readonly position: number; readonly bytes: number }[];
  readonly bytes: number;
  readonly uses: number;
  readonly spared: number;
}

/**
 * States kept so that a fold need not begin at the start: one every `every` events of a partition. A cache: any of
 * them may be gone at any time. When all together exceed the budget, the partition used least recently is dropped; a
 * partition that exceeds it alone keeps every second of its snapshots, again and again until they fit.
 */
export class Snapshots {
  readonly #every: number;
  readonly #budget: number;
  /** By reducer and partition; the one used last stands last. */
  readonly #shelves = new Map<string, Shelf>();
  #bytes = 0;

  /** `every` 0 keeps none. `budget` in bytes, reckoned at two bytes a character. */
  constructor(every: number, budget: number) {
    this.#every = every;
    this.#budget = budget;
  }

  get byteLength(): number {
    return this.#bytes;
  }

  /** Whether the state after `position` events of this partition is one to keep. */
  wants(reducer: string, partition: string, position: number): boolean {
    // Spacings are `every`, doubled now and then. This is asked for each event of a fold.
    if (this.#every === 0 || position === 0 || position % this.#every !== 0) return false;
    const spacing = this.#shelves.get(keyOf(reducer, partition))?.spacing ?? this.#every;
    return position % spacing === 0;
  }

  /** Answers how many events it spares that no other did: 0 when it was there, or is none to keep. */
  put(reducer: string, partition: string, snapshot: Snapshot): number {
    if (!this.wants(reducer, partition, snapshot.position)) return 0;
    const key = keyOf(reducer, partition);
    const shelf = this.#shelves.get(key) ?? emptyShelf(this.#every);
    this.#touch(key, shelf);
    const at = countUpTo(shelf.snapshots, snapshot.position);
    if (at > 0 && shelf.snapshots[at - 1]!.position === snapshot.position) return 0;
    const kept = { position: snapshot.position, text: snapshot.state.text };
    shelf.snapshots.splice(at, 0, kept);
    this.#count(shelf, sizeOf(kept));
    const { spacing } = shelf;
    this.#shrink(key, shelf);
    return spacing;
  }

  /** All that is kept of a reducer, the partition used last at the end. */
  shelves(reducer: string): KeptShelf[] {
    const prefix = keyOf(reducer, '');
    return [...this.#shelves]
      .filter(([key, { snapshots }]) => key.startsWith(prefix) && snapshots.length > 0)
      .map(([key, { spacing, snapshots }]) => ({
        partition: key.slice(prefix.length),
        spacing,
        snapshots: [...snapshots],
      }));
  }

  /**
   * Takes what `shelves` gave, from a time when one was kept as often as now. Where more is at hand of the partition,
   * that stays. Answers how many events it spares.
   */
  adopt(reducer: string, { partition, spacing, snapshots }: KeptShelf): number {
    const key = keyOf(reducer, partition);
    const old = this.#shelves.get(key);
    if (old && old.snapshots.length >= snapshots.length) return 0;
    if (old) this.#count(old, -old.bytes);
    const shelf = { ...emptyShelf(spacing), snapshots: [...snapshots] };
    this.#touch(key, shelf);
    this.#count(
      shelf,
      snapshots.reduce((sum, snapshot) => sum + sizeOf(snapshot), 0),
    );
    this.#shrink(key, shelf);
    return shelf.spacing * shelf.snapshots.length;
  }

  /** The latest snapshot with at most `position` events; `null` when there is none. */
  latest(reducer: string, partition: string, position: number): Snapshot | null {
    const key = keyOf(reducer, partition);
    const shelf = this.#shelves.get(key);
    if (!shelf) return null;
    this.#touch(key, shelf);
    const kept = shelf.snapshots[countUpTo(shelf.snapshots, position) - 1];
    if (!kept) return null;
    shelf.uses++;
    shelf.spared += kept.position;
    return { position: kept.position, state: FoldState.ofText(kept.text) };
  }

  /** What is kept of a partition, and what it was good for. */
  kept(reducer: string, partition: string): KeptStates {
    const shelf = this.#shelves.get(keyOf(reducer, partition));
    if (!shelf) return { spacing: this.#every, list: [], bytes: 0, uses: 0, spared: 0 };
    const { spacing, snapshots, bytes, uses, spared } = shelf;
    const list = snapshots.map((snapshot) => ({ position: snapshot.position, bytes: sizeOf(snapshot) }));
    return { spacing, list, bytes, uses, spared };
  }

  /** Forgets what a reducer left, when its code changes. */
  drop(reducer: string): void {
    for (const [key, shelf] of this.#shelves) {
      if (!key.startsWith(keyOf(reducer, ''))) continue;
      this.#count(shelf, -shelf.bytes);
      this.#shelves.delete(key);
    }
  }

  #shrink(key: string, shelf: Shelf): void {
    for (const [other, oldest] of this.#shelves) {
      if (this.#bytes <= this.#budget) return;
      if (other === key) break; // It stands last: nothing older is left.
      this.#count(oldest, -oldest.bytes);
      this.#shelves.delete(other);
    }
    while (this.#bytes > this.#budget && shelf.snapshots.length > 0) {
      shelf.spacing *= 2;
      shelf.snapshots = shelf.snapshots.filter((snapshot) => snapshot.position % shelf.spacing === 0);
      this.#count(shelf, shelf.snapshots.reduce((sum, snapshot) => sum + sizeOf(snapshot), 0) - shelf.bytes);
    }
  }

  #touch(key: string, shelf: Shelf): void {
    this.#shelves.delete(key);
    this.#shelves.set(key, shelf);
  }

  #count(shelf: Shelf, bytes: number): void {
    shelf.bytes += bytes;
    this.#bytes += bytes;
  }
}

const emptyShelf = (spacing: number): Shelf => ({ snapshots: [], spacing, bytes: 0, uses: 0, spared: 0 });

/** Ids are escaped so that no reducer's key is the beginning of another's. */
const keyOf = (reducer: string, partition: string): string => `${JSON.stringify(reducer)}${partition}`;

const sizeOf = (kept: Kept): number => 64 + 2 * kept.text.length;

/** How many snapshots have at most `position` events. Invariant: all below `low` do, none from `high` on does. */
function countUpTo(snapshots: readonly Kept[], position: number): number {
  let low = 0;
  let high = snapshots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (snapshots[middle]!.position > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
