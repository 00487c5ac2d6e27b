import type { Ordinal } from '../../../shared/model/event.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { BatchSizes, lengthOf } from './batchSizes.ts';
import type { FoldResult } from './fold.ts';
import { foldMany, type Stretch } from './foldMany.ts';
import type { Partitions } from './partitions/partitions.ts';
import type { FoldState, Reducer } from './reducer.ts';

/**
 * Events and characters that are read before they are folded: reading goes in the log's order, folding by partition.
 */
const CHUNK_EVENTS = 65_536;
const CHUNK_CHARACTERS = 16_000_000;

export interface Sweep {
  readonly log: ReadableLog;
  readonly reducer: Reducer;
  readonly partitions: Partitions;
  /** Events after `from` and up to `to` are folded. */
  readonly from: Ordinal;
  readonly to: Ordinal;
  /** The state of a partition before those, `null` for the initial one; `undefined` to leave the partition out. */
  stateOf(partition: number): FoldState | null | undefined;
  /** Whether each state is wanted, or only the last of a partition in a chunk. */
  readonly every: boolean;
  onState(partition: number, ordinal: Ordinal, state: FoldState): void;
  /** A partition's events in a chunk are folded. After a failure `stateOf` must leave the partition out. */
  onDone(partition: number, result: FoldResult): void;
}

/**
 * Folds many partitions along the log. Each chunk is read in one go and handed to the reducer partition by partition:
 * a read per partition would jump through the file. `partitions.size` must have been asked for.
 */
export async function sweep(work: Sweep, context: ScanContext): Promise<void> {
  const { reducer, to } = work;
  const all = to - work.from;
  for (let next = work.from + 1; next <= to; ) {
    const first = next;
    const chunk = new Chunk(first);
    const sizes = new BatchSizes();
    while (next <= to && next - first < CHUNK_EVENTS && chunk.characters < CHUNK_CHARACTERS) {
      const end = sizes.endFrom(work.log.index, next, to + 1);
      chunk.read(work, next, end);
      sizes.took(end - next, chunk.lastCharacters);
      next = end;
      await context.breathe({ phase: 'replay', done: first - work.from - 1, total: all, unit: 'events' });
      sizes.begin();
    }
    const done = first - work.from - 1;
    const inside: ScanContext = {
      signal: context.signal,
      breathe: (progress) => context.breathe({ ...progress, done: done + progress.done, total: all }),
    };
    await foldMany(work.log, reducer, chunk.stretches(work), next - first, inside, (ordinals) => chunk.texts(ordinals));
  }
}

/** Events read in the order of the log, sorted by partition. */
class Chunk {
  characters = 0;
  lastCharacters = 0;
  readonly #first: Ordinal;
  /** By ordinal from `first`, nothing for those left out. */
  readonly #texts: (string | null)[] = [];
  readonly #byPartition = new Map<number, Ordinal[]>();

  constructor(first: Ordinal) {
    this.#first = first;
  }

  read({ log, reducer, partitions, stateOf }: Sweep, from: Ordinal, end: Ordinal): void {
    const ordinals: Ordinal[] = [];
    for (let ordinal = from; ordinal < end; ordinal++) {
      const partition = partitions.numberOf(ordinal);
      if (partition < 0 || !partitions.reads(ordinal)) continue;
      const own = this.#byPartition.get(partition);
      if (own) own.push(ordinal);
      else if (stateOf(partition) === undefined) continue;
      else this.#byPartition.set(partition, [ordinal]);
      ordinals.push(ordinal);
    }
    const texts = reducer.read(log, ordinals);
    for (const [i, ordinal] of ordinals.entries()) this.#texts[ordinal - this.#first] = texts[i]!;
    this.lastCharacters = lengthOf(texts);
    this.characters += this.lastCharacters;
  }

  texts(ordinals: readonly Ordinal[]): (string | null)[] {
    return ordinals.map((ordinal) => this.#texts[ordinal - this.#first]!);
  }

  *stretches(work: Sweep): Generator<Stretch> {
    for (const [partition, own] of this.#byPartition) {
      yield {
        ordinals: Uint32Array.from(own),
        start: { position: 0, state: work.stateOf(partition) ?? null },
        end: own.length,
        wants: () => work.every,
        onState: (position, state) => work.onState(partition, own[position - 1]!, state),
        onDone: (result) => work.onDone(partition, result),
      };
    }
  }
}
