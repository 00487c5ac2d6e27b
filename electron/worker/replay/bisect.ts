import { compileCondition } from '../../../shared/expression/evaluate.ts';
import type { BisectReport, Crossing, PartitionCrossings } from '../../../shared/model/bisect.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure } from '../../../shared/model/state.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import { envelopeAt } from '../eventIndex/envelope.ts';
import type { ScanContext } from '../formats/format.ts';
import { earlierFailure } from './fold.ts';
import { FoldState } from './reducer.ts';
import type { Replay } from './replay.ts';
import { sweep } from './sweep.ts';

export interface BisectQuestion {
  readonly reducer: string;
  /** `null`: all partitions. */
  readonly partition: string | null;
  /** A condition over the state: see `shared/expression/`. */
  readonly where: string;
  /** Only events of these ordinals, ends included, are looked for; the state they meet is the real one. */
  readonly from: Ordinal;
  readonly to: Ordinal;
  /** At most so many crossings and partitions are told. */
  readonly limit: number;
}

type Condition = (value: FoldState['value']) => boolean;

const HOLDS = 1;
const CEASES = 2;

/** After which events a condition came to hold and ceased to, in whatever order that is found out. */
class Crossings {
  readonly #from: Ordinal;
  /** `HOLDS` or `CEASES` by ordinal from `#from`; 0 for no crossing. */
  readonly #marks: Uint8Array;
  total = 0;

  constructor(from: Ordinal, to: Ordinal) {
    this.#from = from;
    this.#marks = new Uint8Array(Math.max(0, to - from + 1));
  }

  add(ordinal: Ordinal, holds: boolean): void {
    this.#marks[ordinal - this.#from] = holds ? HOLDS : CEASES;
    this.total++;
  }

  /** The first ones. */
  first(limit: number): { ordinal: Ordinal; holds: boolean }[] {
    const found: { ordinal: Ordinal; holds: boolean }[] = [];
    const wanted = Math.min(limit, this.total);
    for (let i = 0; found.length < wanted; i++) {
      if (this.#marks[i] !== 0) found.push({ ordinal: this.#from + i, holds: this.#marks[i] === HOLDS });
    }
    return found;
  }

  /** After which event the condition first came to hold anywhere. */
  get firstHolding(): Ordinal | null {
    const at = this.#marks.indexOf(HOLDS);
    return at < 0 ? null : this.#from + at;
  }
}

/** What a condition said of one partition, event by event. */
class Watcher {
  readonly #holds: (state: FoldState) => boolean;
  readonly #found: Crossings;
  crossings = 0;
  /** After which event it first came to hold. */
  firstOrdinal: Ordinal | null = null;
  /** What the last state said. Before the first event of the partition nothing holds. */
  now = false;

  constructor(condition: Condition, found: Crossings) {
    this.#holds = (state) => condition(state.value);
    this.#found = found;
  }

  /** The state before the first event that counts: it is compared with, and is no crossing itself. */
  begin(state: FoldState): void {
    this.now = this.#holds(state);
  }

  see(ordinal: Ordinal, state: FoldState): void {
    const holds = this.#holds(state);
    if (holds === this.now) return;
    this.now = holds;
    this.crossings++;
    if (holds) this.firstOrdinal ??= ordinal;
    this.#found.add(ordinal, holds);
  }
}

/**
 * After which events a condition comes to hold, and after which it ceases to. It may come and go, so every state is
 * looked at: this is a scan, which begins at the snapshot nearest to `from` and leaves snapshots on its way.
 */
export async function bisect(replay: Replay, question: BisectQuestion, context: ScanContext): Promise<BisectReport> {
  const condition = compileCondition(question.where);
  const { reducer, partition, from, to, limit } = question;
  const found = new Crossings(Math.max(0, from), Math.min(to, replay.log.index.length - 1));
  const watch = (): Watcher => new Watcher(condition, found);
  const answer =
    partition === null ? await inAll(replay, question, watch, context) : await inOne(replay, question, watch, context);
  const crossing = (ordinal: Ordinal, holds: boolean): Crossing => {
    const { streamId, streamRevision, globalPosition, type, recordedAt } = envelopeAt(replay.log.index, ordinal);
    const partition = answer.nameAt(ordinal);
    return { ordinal, globalPosition, streamId, streamRevision, type, recordedAt, partition, holds };
  };
  const crossed = answer.partitions.flatMap(({ name, watcher }): PartitionCrossings[] => {
    const { firstOrdinal, crossings, now } = watcher;
    return firstOrdinal === null ? [] : [{ partition: name, firstOrdinal, crossings, holds: now }];
  });
  crossed.sort((a, b) => a.firstOrdinal - b.firstOrdinal);
  const first = found.firstHolding;
  return {
    reducer,
    partition: answer.partition,
    where: question.where,
    first: first === null ? null : crossing(first, true),
    total: found.total,
    crossings: found.first(limit).map(({ ordinal, holds }) => crossing(ordinal, holds)),
    examined: answer.examined,
    events: answer.events,
    ever: crossed.length,
    partitions: crossed.slice(0, limit),
    failures: answer.failures.slice(0, limit),
    failed: answer.failures.length,
  };
}

interface Answer {
  readonly partition: string | null;
  readonly partitions: readonly { readonly name: string; readonly watcher: Watcher }[];
  /** The partition of an event that was looked at. */
  nameAt(ordinal: Ordinal): string;
  readonly examined: number;
  readonly events: number;
  readonly failures: readonly { readonly partition: string; readonly failure: FoldFailure }[];
}

async function inOne(
  replay: Replay,
  { reducer, partition: name, from, to }: BisectQuestion,
  watch: () => Watcher,
  context: ScanContext,
): Promise<Answer> {
  const place = await replay.place({ reducer, partition: name }, to, context);
  const { ordinals } = place.partition;
  const begin = countAtOrBefore(ordinals, ordinals.length, from - 1);
  const watcher = watch();
  let isFirst = true;
  const result = await replay.walk(place, begin, place.count, context, (ordinal, before, after) => {
    if (isFirst && begin > 0) watcher.begin(before);
    isFirst = false;
    if (!before.sameTextAs(after) || ordinal === ordinals[0]) watcher.see(ordinal, after);
  });
  const failure = earlierFailure(result.failure, place.partition.failure, to);
  return {
    partition: place.partition.name,
    partitions: [{ name: place.partition.name, watcher }],
    nameAt: () => place.partition.name,
    examined: place.count > begin ? 1 : 0,
    events: Math.max(0, result.position - begin),
    failures: failure === null ? [] : [{ partition: place.partition.name, failure }],
  };
}

async function inAll(
  replay: Replay,
  { reducer: id, from, to }: BisectQuestion,
  watch: () => Watcher,
  context: ScanContext,
): Promise<Answer> {
  const { reducer, partitions, board } = replay.loaded(id, to);
  await partitions.size(context);
  const begun = from > 0 ? await board.at(from - 1, context) : null;
  /** By number of the partition. */
  const states = new Map<number, FoldState>();
  const watchers = new Map<number, Watcher>();
  const failures = new Map<number, FoldFailure>(begun?.failures);
  const stateOf = (number: number): FoldState | null => {
    const text = begun?.texts[number];
    return states.get(number) ?? (text === undefined ? null : FoldState.ofText(text));
  };
  let events = 0;
  await sweep(
    {
      log: replay.log,
      reducer,
      partitions,
      from: from > 0 ? from - 1 : -1,
      to,
      stateOf: (number) => (failures.has(number) ? undefined : stateOf(number)),
      every: true,
      onState: (number, ordinal, state) => {
        let watcher = watchers.get(number);
        if (watcher === undefined) {
          watcher = watch();
          watchers.set(number, watcher);
          const before = stateOf(number);
          if (before !== null) watcher.begin(before);
        }
        states.set(number, state);
        events++;
        watcher.see(ordinal, state);
      },
      onDone: (number, { failure }) => {
        if (failure) failures.set(number, failure);
        if (!watchers.has(number)) watchers.set(number, watch());
      },
    },
    context,
  );
  const failed: Answer['failures'][number][] = [];
  const found: Answer['partitions'][number][] = [];
  for (const [number, watcher] of watchers) {
    const { name, failure } = partitions.at(number);
    found.push({ name, watcher });
    const first = earlierFailure(failures.get(number) ?? null, failure, to);
    if (first !== null) failed.push({ partition: name, failure: first });
  }
  return {
    partition: null,
    partitions: found,
    nameAt: (ordinal) => partitions.at(partitions.numberOf(ordinal)).name,
    examined: watchers.size,
    events,
    failures: failed,
  };
}
