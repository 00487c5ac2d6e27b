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

/** Where a condition came to hold and ceased to, in one partition, event by event. */
class Watcher {
  readonly #holds: (state: FoldState) => boolean;
  readonly crossings: { ordinal: Ordinal; holds: boolean }[] = [];
  /** What the last state said. Before the first event of the partition nothing holds. */
  now = false;

  constructor(condition: (value: FoldState['value']) => boolean) {
    this.#holds = (state) => condition(state.value);
  }

  /** The state before the first event that counts: it is compared with, and is no crossing itself. */
  begin(state: FoldState): void {
    this.now = this.#holds(state);
  }

  see(ordinal: Ordinal, state: FoldState): void {
    const holds = this.#holds(state);
    if (holds === this.now) return;
    this.now = holds;
    this.crossings.push({ ordinal, holds });
  }
}

/**
 * After which events a condition comes to hold, and after which it ceases to. It may come and go, so every state is
 * looked at: this is a scan, which begins at the snapshot nearest to `from` and leaves snapshots on its way.
 */
export async function bisect(replay: Replay, question: BisectQuestion, context: ScanContext): Promise<BisectReport> {
  const condition = compileCondition(question.where);
  const { reducer, partition } = question;
  const answer =
    partition === null
      ? await inAll(replay, question, condition, context)
      : await inOne(replay, question, condition, context);
  const crossings = answer.partitions
    .flatMap(({ name, watcher }) => watcher.crossings.map((crossing) => ({ name, ...crossing })))
    .sort((a, b) => a.ordinal - b.ordinal);
  const crossed = answer.partitions.filter(({ watcher }) => watcher.crossings.some(({ holds }) => holds));
  crossed.sort((a, b) => firstOf(a.watcher) - firstOf(b.watcher));
  const told = crossings.slice(0, question.limit).map((crossing) => crossingOf(replay, crossing));
  const first = crossings.find(({ holds }) => holds);
  return {
    reducer,
    partition: answer.partition,
    where: question.where,
    first: first === undefined ? null : crossingOf(replay, first),
    total: crossings.length,
    crossings: told,
    examined: answer.examined,
    events: answer.events,
    ever: crossed.length,
    partitions: crossed.slice(0, question.limit).map(
      ({ name, watcher }): PartitionCrossings => ({
        partition: name,
        firstOrdinal: firstOf(watcher),
        crossings: watcher.crossings.length,
        holds: watcher.now,
      }),
    ),
    failures: answer.failures.slice(0, question.limit),
    failed: answer.failures.length,
  };
}

const firstOf = (watcher: Watcher): Ordinal => watcher.crossings.find(({ holds }) => holds)!.ordinal;

function crossingOf(
  replay: Replay,
  { name, ordinal, holds }: { name: string; ordinal: Ordinal; holds: boolean },
): Crossing {
  const { streamId, streamRevision, globalPosition, type, recordedAt } = envelopeAt(replay.log.index, ordinal);
  return { ordinal, globalPosition, streamId, streamRevision, type, recordedAt, partition: name, holds };
}

interface Answer {
  readonly partition: string | null;
  readonly partitions: readonly { readonly name: string; readonly watcher: Watcher }[];
  readonly examined: number;
  readonly events: number;
  readonly failures: readonly { readonly partition: string; readonly failure: FoldFailure }[];
}

async function inOne(
  replay: Replay,
  { reducer, partition: name, from, to }: BisectQuestion,
  condition: (value: FoldState['value']) => boolean,
  context: ScanContext,
): Promise<Answer> {
  const place = await replay.place({ reducer, partition: name }, to, context);
  const { ordinals } = place.partition;
  const begin = countAtOrBefore(ordinals, ordinals.length, from - 1);
  const watcher = new Watcher(condition);
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
    examined: place.count > begin ? 1 : 0,
    events: Math.max(0, result.position - begin),
    failures: failure === null ? [] : [{ partition: place.partition.name, failure }],
  };
}

async function inAll(
  replay: Replay,
  { reducer: id, from, to }: BisectQuestion,
  condition: (value: FoldState['value']) => boolean,
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
          watcher = new Watcher(condition);
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
        if (!watchers.has(number)) watchers.set(number, new Watcher(condition));
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
  return { partition: null, partitions: found, examined: watchers.size, events, failures: failed };
}
