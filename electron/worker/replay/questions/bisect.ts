import { compileCondition } from '../../../../shared/expression/evaluate.ts';
import type { BisectReport, Crossing, PartitionCrossings } from '../../../../shared/model/bisect.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type { FoldFailure } from '../../../../shared/model/state.ts';
import { countAtOrBefore } from '../../eventIndex/bisect.ts';
import { envelopeAt } from '../../eventIndex/envelope.ts';
import type { ScanContext } from '../../formats/format.ts';
import { earlierFailure } from '../fold.ts';
import { FoldState } from '../reducer.ts';
import type { Replay } from '../replay.ts';
import { sweep } from '../sweep.ts';

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

const CEASES = 1;
const HOLDS = 2;
/** As `HOLDS`, and it is the first time in its partition. */
const HOLDS_FIRST = 3;

/** Partitions that are looked at between two pauses. */
const AT_ONCE = 512;

/** After which events a condition came to hold and ceased to, in whatever order that is found out. */
class Crossings {
  readonly #from: Ordinal;
  /** One of the above by ordinal from `#from`; 0 for no crossing. */
  readonly #marks: Uint8Array;
  total = 0;
  /** Partitions in which it ever came to hold. */
  ever = 0;

  constructor(from: Ordinal, to: Ordinal) {
    this.#from = from;
    this.#marks = new Uint8Array(Math.max(0, to - from + 1));
  }

  add(ordinal: Ordinal, mark: typeof CEASES | typeof HOLDS | typeof HOLDS_FIRST): void {
    this.#marks[ordinal - this.#from] = mark;
    this.total++;
    if (mark === HOLDS_FIRST) this.ever++;
  }

  /** The first ones. */
  first(limit: number): { ordinal: Ordinal; holds: boolean }[] {
    const marks = this.#marks;
    return this.#firstOf(CEASES, Math.min(limit, this.total)).map((ordinal) => ({
      ordinal,
      holds: marks[ordinal - this.#from] !== CEASES,
    }));
  }

  /** After which events the condition first came to hold in a partition: the first ones. */
  firstOfPartitions(limit: number): Ordinal[] {
    return this.#firstOf(HOLDS_FIRST, Math.min(limit, this.ever));
  }

  #firstOf(least: number, wanted: number): Ordinal[] {
    const found: Ordinal[] = [];
    for (let i = 0; found.length < wanted; i++) if (this.#marks[i]! >= least) found.push(this.#from + i);
    return found;
  }
}

/** What a condition said of one partition, event by event. */
class Watcher {
  readonly #holds: (state: FoldState) => boolean;
  readonly #found: Crossings;
  crossings = 0;
  #heldBefore = false;
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
    this.#found.add(ordinal, !holds ? CEASES : this.#heldBefore ? HOLDS : HOLDS_FIRST);
    this.#heldBefore ||= holds;
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
  // Where it first holds anywhere, it first holds there.
  const first = found.firstOfPartitions(1)[0];
  return {
    reducer,
    partition: answer.partition,
    where: question.where,
    first: first === undefined ? null : crossing(first, true),
    total: found.total,
    crossings: found.first(limit).map(({ ordinal, holds }) => crossing(ordinal, holds)),
    examined: answer.examined,
    events: answer.events,
    ever: found.ever,
    partitions: found.firstOfPartitions(limit).map((ordinal): PartitionCrossings => {
      const { crossings, now } = answer.watcherAt(ordinal);
      return { partition: answer.nameAt(ordinal), firstOrdinal: ordinal, crossings, holds: now };
    }),
    failures: answer.failures.slice(0, limit),
    failed: answer.failures.length,
  };
}

interface Answer {
  readonly partition: string | null;
  /** The partition of an event that was looked at, and what was said of it. */
  nameAt(ordinal: Ordinal): string;
  watcherAt(ordinal: Ordinal): Watcher;
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
    nameAt: () => place.partition.name,
    watcherAt: () => watcher,
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
  let looked = 0;
  for (const number of watchers.keys()) {
    const { name, failure } = partitions.at(number);
    const first = earlierFailure(failures.get(number) ?? null, failure, to);
    if (first !== null) failed.push({ partition: name, failure: first });
    if (++looked % AT_ONCE === 0) {
      await context.breathe({ phase: 'replay', done: looked, total: watchers.size, unit: 'states' });
    }
  }
  return {
    partition: null,
    nameAt: (ordinal) => partitions.at(partitions.numberOf(ordinal)).name,
    watcherAt: (ordinal) => watchers.get(partitions.numberOf(ordinal))!,
    examined: watchers.size,
    events,
    failures: failed,
  };
}
