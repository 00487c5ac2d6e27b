import type { Ordinal } from '../../../shared/model/event.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';
import { Turns } from '../turns/turns.ts';

/** Which stream, or other group, each event belongs to, as it is now. */
export interface Grouped {
  readonly length: number;
  /** Number of the group by ordinal; negative for none. */
  readonly groupOf: Uint32Array | Int32Array;
  /** Events of each group; may be longer than there are groups. */
  readonly sizes: ArrayLike<number>;
  readonly groups: number;
}

/** Ordinals of the first `builtFor` events: those of group `g` are `ordinals[starts[g] .. starts[g + 1])`, ascending. */
interface Sorted {
  readonly builtFor: number;
  readonly starts: Uint32Array;
  readonly ordinals: Uint32Array;
}

/** Ordinals of a group that has grown, ascending: the first `count`. */
interface Grown {
  ordinals: Uint32Array;
  count: number;
}

/** When more events than one in so many of those that are sorted came behind them, all are sorted anew. */
const SORTED_ANEW = 8;
/** Events sorted between two pauses; each may land on memory that nobody has touched yet. */
const SLICE = 512;

/**
 * Which events a stream has, or another group: all of a log sorted by group, and copies for the groups that grew since.
 * What it gave stays as it was when more comes.
 */
export class Postings {
  #sorted: Sorted = { builtFor: 0, starts: new Uint32Array(1), ordinals: new Uint32Array(0) };
  #grown = new Map<number, Grown>();
  /** Events up to here are sorted, or in the copies. */
  #known = 0;
  readonly #turns = new Turns();

  get byteLength(): number {
    let bytes = this.#sorted.ordinals.byteLength;
    for (const { ordinals } of this.#grown.values()) bytes += ordinals.byteLength;
    return bytes;
  }

  /** Ordinals of one group, ascending. Do not write. Sorts all at once where `prepare` has not been awaited. */
  of(group: number, now: Grouped): Uint32Array {
    if (this.#isFarBehind(now)) {
      const sort = new CountingSort(now);
      sort.add(0, now.length);
      this.#take(sort);
    }
    for (; this.#known < now.length; this.#known++) this.#append(this.#known, now.groupOf[this.#known]!);
    const grown = this.#grown.get(group);
    return grown ? grown.ordinals.subarray(0, grown.count) : this.#ofSorted(group);
  }

  /** Sorts what there is, where much of it is new: after that nobody waits for `of`. */
  async prepare(now: () => Grouped, context: ScanContext): Promise<void> {
    if (!this.#isFarBehind(now())) return;
    await this.#turns.take(context, async (inside) => {
      const grouped = now();
      if (!this.#isFarBehind(grouped)) return;
      const sort = new CountingSort(grouped);
      const { length } = grouped;
      await inSlices(length, pauseOf(inside, 'replay', length), (from, to) => sort.add(from, to), SLICE);
      // Somebody may have sorted more of them meanwhile, all at once.
      if (length > this.#sorted.builtFor) this.#take(sort);
    });
  }

  #isFarBehind(now: Grouped): boolean {
    return (now.length - this.#sorted.builtFor) * SORTED_ANEW > this.#sorted.builtFor;
  }

  #take({ sorted }: CountingSort): void {
    this.#sorted = sorted;
    this.#grown = new Map();
    this.#known = sorted.builtFor;
  }

  #ofSorted(group: number): Uint32Array {
    const { starts, ordinals } = this.#sorted;
    return ordinals.subarray(starts[group] ?? ordinals.length, starts[group + 1] ?? ordinals.length);
  }

  #append(ordinal: Ordinal, group: number): void {
    if (group < 0) return;
    let grown = this.#grown.get(group);
    if (grown === undefined) {
      const before = this.#ofSorted(group);
      grown = { ordinals: withRoom(before), count: before.length };
      this.#grown.set(group, grown);
    } else if (grown.count === grown.ordinals.length) grown.ordinals = withRoom(grown.ordinals);
    grown.ordinals[grown.count++] = ordinal;
  }
}

/** A copy that may grow by an eighth. */
function withRoom(ordinals: Uint32Array): Uint32Array {
  const larger = new Uint32Array(ordinals.length + (ordinals.length >>> 3) + 4);
  larger.set(ordinals);
  return larger;
}

/** Ordinals by group, ascending in each: how many each group has says where its first one goes. */
class CountingSort {
  readonly sorted: Sorted;
  readonly #groupOf: Uint32Array | Int32Array;
  /** Where the next event of each group goes. */
  readonly #next: Uint32Array;

  constructor({ groupOf, length, sizes, groups }: Grouped) {
    const starts = new Uint32Array(groups + 1);
    for (let g = 0; g < groups; g++) starts[g + 1] = starts[g]! + (sizes[g] ?? 0);
    this.#groupOf = groupOf;
    this.#next = starts.slice();
    this.sorted = { builtFor: length, starts, ordinals: new Uint32Array(starts[groups]!) };
  }

  /** The events from `from` to `to`, which follow on those added before. */
  add(from: Ordinal, to: Ordinal): void {
    const { ordinals } = this.sorted;
    for (let i = from; i < to; i++) {
      const g = this.#groupOf[i]!;
      if (g < 0) continue;
      ordinals[this.#next[g]!] = i;
      this.#next[g]!++;
    }
  }
}
