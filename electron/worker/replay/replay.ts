import type { Ordinal } from '../../../shared/model/event.ts';
import {
  DRAFT,
  type PartitionState,
  type ReducerInfo,
  type StateAt,
  type StateFacts,
  type StateTarget,
} from '../../../shared/model/state.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import { envelopeAt, pointAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { allStates } from './allStates.ts';
import { BlameWalks } from './blame/blameWalks.ts';
import { Board } from './board.ts';
import { earlierFailure, type FoldRange, type FoldResult, foldRange } from './fold.ts';
import { mergeReducer } from './merge/mergeReducer.ts';
import { type Partition, type Partitions, partitionsOf } from './partitions/partitions.ts';
import type { FoldState, Reducer } from './reducer.ts';
import { ReducerSnapshots, type SnapshotFile } from './reducerSnapshots.ts';
import { loadProjection } from './sandbox/projectionFile.ts';
import { draftLimits, SandboxEngine } from './sandbox/sandbox.ts';
import { SeriesCache } from './series.ts';
import { type KeptStates, Snapshots } from './snapshots.ts';
import { differencesOf, type StateLook, toChanges } from './stateChanges.ts';

export interface ReplayOptions {
  /** A snapshot every so many events of a partition; 0 for none. */
  readonly snapshotEvery?: number | undefined;
  /** How much memory snapshots may take, in bytes. */
  readonly snapshotBytes?: number;
  /** Where snapshots outlive the process; without it they go with the replay. */
  readonly kept?: KeptBetweenOpenings | null;
}

/** The files for the snapshots of one log. */
export interface KeptBetweenOpenings {
  /** The file of a reducer: `reducer` is a text that has all that decides its states, but for the log. */
  file(reducer: string): SnapshotFile;
  /** Is told why snapshots are not kept. */
  failed(note: string): void;
}

export interface Loaded {
  readonly reducer: Reducer;
  readonly source: string;
  readonly partitions: Partitions;
  readonly blames: BlameWalks;
  readonly series: SeriesCache;
  readonly board: Board;
  readonly snapshots: ReducerSnapshots;
}

/** A partition and how many of its events lie at or before the point asked for. */
export interface Place extends Pick<Loaded, 'reducer' | 'blames' | 'snapshots'> {
  readonly partition: Partition;
  readonly count: number;
}

/** Answers questions about states over one log. Snapshots make it quick and change no answer. */
export class Replay {
  readonly log: ReadableLog;
  readonly #snapshots: Snapshots;
  readonly #every: number;
  readonly #kept: KeptBetweenOpenings | null;
  readonly #loaded = new Map<string, Loaded>();

  constructor(log: ReadableLog, options: ReplayOptions = {}) {
    this.log = log;
    this.#every = options.snapshotEvery ?? 100;
    this.#snapshots = new Snapshots(this.#every, options.snapshotBytes ?? 64 * 1024 * 1024);
    this.#kept = options.kept ?? null;
    this.#load(mergeReducer, '');
  }

  /** Bytes of the states that are kept in memory. */
  get snapshotBytes(): number {
    return this.#snapshots.byteLength;
  }

  /** Bytes of the files that snapshots of these reducers have for the next opening. */
  async keptSnapshotBytes(): Promise<number> {
    const files = await Promise.all([...this.#loaded.values()].map(({ snapshots }) => snapshots.fileBytes()));
    return files.reduce((sum, bytes) => sum + bytes, 0);
  }

  reducers(): ReducerInfo[] {
    return [...this.#loaded.values()].map(({ reducer }) => reducer.info).filter(({ id }) => id !== DRAFT);
  }

  /**
   * Loads a projection file; its name is its id. The same name again replaces it. Throws `bad-projection` with line and
   * column when it does not load; what had that name before then stays.
   */
  async addProjection(name: string, source: string): Promise<ReducerInfo> {
    if (name === mergeReducer.info.id) {
      throw new InspectorError('bad-projection', `A projection cannot be called ${name}: the merge is.`);
    }
    return this.#loadCode(name, name, source, new SandboxEngine());
  }

  /**
   * Takes code that is being written as the reducer `DRAFT`, which any question may name and `reducers` does not list.
   * The same code again keeps what was found out about it. Throws like `addProjection`.
   */
  draft(name: string, source: string): Promise<ReducerInfo> {
    return this.#loadCode(DRAFT, name, source, new SandboxEngine(draftLimits));
  }

  async #loadCode(id: string, name: string, source: string, engine: SandboxEngine): Promise<ReducerInfo> {
    const known = this.#loaded.get(id);
    if (known?.source === source && known.reducer.info.name === name) return known.reducer.info;
    const reducer = await loadProjection(name, source, engine, id);
    this.#load(reducer, source);
    return reducer.info;
  }

  #load(reducer: Reducer, source: string): void {
    const { id, name } = reducer.info;
    this.#loaded.get(id)?.snapshots.retire();
    // Code that is being written is another one with every key.
    const kept = this.#every === 0 || id === DRAFT ? null : this.#kept;
    const file = kept?.file(JSON.stringify([name, source, this.#every])) ?? null;
    const snapshots = new ReducerSnapshots(this.#snapshots, id, this.log, file, (note) => kept?.failed(note));
    const partitions = partitionsOf(this.log, reducer, file && snapshots);
    this.#loaded.set(id, {
      reducer,
      source,
      partitions,
      blames: new BlameWalks(),
      series: new SeriesCache(),
      board: new Board(this.log, reducer, partitions),
      snapshots,
    });
  }

  /** Payloads are read in another way: everything that was made of them is forgotten, projections stay. */
  forget(): void {
    for (const { reducer, source } of [...this.#loaded.values()]) this.#load(reducer, source);
  }

  /** The state of a partition at a point, the event at the point included. `ordinal` -1 is before the first event. */
  async stateAt(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<StateAt> {
    const look = await this.look(target, ordinal, context);
    const changes = toChanges(differencesOf(look), () => look.facts.lastOrdinal!);
    return { ...look.facts, state: look.after?.text ?? null, changes };
  }

  /** What `stateAt` tells, with the states themselves, before and after the last event. */
  async look(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<StateLook> {
    const begun = performance.now();
    const place = await this.place(target, ordinal, context);
    const { reducer, partition, count } = place;
    const { ordinals } = partition;
    const { index } = this.log;
    // The state before the last event is wanted too, to tell what that event did.
    const start = await this.#start(place, count - 1);
    const states = new Map<number, FoldState>([[start.position, start.state ?? (await reducer.initialState())]]);
    const result = await this.#fold(
      place,
      start,
      count,
      context,
      (position) => position === count - 1,
      (position, state) => {
        states.set(position, state);
      },
    );
    const next = count < ordinals.length ? envelopeAt(index, ordinals[count]!) : null;
    const facts: StateFacts = {
      partition: partition.name,
      reducer: reducer.info,
      at: ordinal < 0 ? null : pointAt(index, ordinal),
      folded: result.position - start.position,
      fromSnapshot: start.position === 0 ? null : ordinals[start.position - 1]!,
      eventsBefore: count,
      eventsTotal: ordinals.length,
      failure: earlierFailure(result.failure, partition.failure, ordinal),
      elapsedMs: performance.now() - begun,
      lastOrdinal: count === 0 ? null : ordinals[count - 1]!,
      next: next && { ordinal: next.ordinal, type: next.type, recordedAt: next.recordedAt },
    };
    const isWhole = result.failure === null && count > 0;
    return {
      facts,
      before: (isWhole && states.get(count - 1)) || null,
      after: count === 0 ? null : result.state,
    };
  }

  /** The snapshots that are kept of a partition. */
  keptStates(id: string, partition: string): KeptStates {
    return this.loaded(id, -1).snapshots.of(partition);
  }

  /** The states of all partitions of a reducer at a point: see `allStates`. */
  async allStates(
    reducer: string,
    ordinal: Ordinal,
    limit: number,
    context: ScanContext,
  ): Promise<{ total: number; states: readonly PartitionState[] }> {
    const loaded = this.loaded(reducer, ordinal);
    return allStates(this.log, loaded.reducer, loaded.partitions, { ordinal, limit }, context);
  }

  /** Gives back what was kept in memory. */
  close(): void {
    for (const { snapshots } of this.#loaded.values()) snapshots.retire();
    this.#loaded.clear();
  }

  /** What a reducer's id stands for, for a point of this log. Throws `not-found` and `bad-point`. */
  loaded(reducer: string, ordinal: Ordinal): Loaded {
    const loaded = this.#loaded.get(reducer);
    if (!loaded) throw new InspectorError('not-found', `There is no projection ${reducer} here.`);
    if (!Number.isInteger(ordinal) || ordinal < -1 || ordinal >= this.log.index.length) {
      throw new InspectorError(
        'bad-point',
        `There is no event #${ordinal}: the log has ${this.log.index.length}, from #0.`,
      );
    }
    return loaded;
  }

  /** A partition, and how many of its events lie at or before a point. Throws for what is not there. */
  async place(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<Place> {
    const loaded = this.loaded(target.reducer, ordinal);
    const partition = await loaded.partitions.find(target.partition, ordinal, context);
    const count = countAtOrBefore(partition.ordinals, partition.ordinals.length, ordinal);
    return { ...loaded, partition, count };
  }

  /** The nearest snapshot at or before a position, or the start. */
  async #start({ snapshots, partition }: Place, position: number): Promise<FoldRange['start']> {
    return (await snapshots.latest(partition.name, position)) ?? { position: 0, state: null };
  }

  /** The state at a position of the partition. */
  async stateOf(place: Place, position: number, context: ScanContext): Promise<FoldResult> {
    const start = await this.#start(place, position);
    return this.#fold(
      place,
      start,
      position,
      context,
      () => false,
      () => {},
    );
  }

  /** Folds from `start` to `end` and leaves snapshots on the way. */
  async #fold(
    { reducer, snapshots, partition }: Place,
    start: FoldRange['start'],
    end: number,
    context: ScanContext,
    wants: (position: number) => boolean,
    onState: (position: number, state: FoldState) => void,
  ): Promise<FoldResult> {
    const { name, ordinals } = partition;
    try {
      return await foldRange(
        {
          log: this.log,
          reducer,
          ordinals,
          start,
          end,
          wants: (position) => wants(position) || snapshots.wants(name, position),
          onState: (position, state) => {
            snapshots.put(name, { position, state });
            if (wants(position)) onState(position, state);
          },
        },
        context,
      );
    } finally {
      // What was folded stays, even if somebody has lost interest.
      snapshots.folded();
    }
  }

  /** Calls `visit` for every event of positions `from + 1 .. to` with the states before and after it. */
  async walk(
    place: Place,
    from: number,
    to: number,
    context: ScanContext,
    visit: (ordinal: Ordinal, before: FoldState, after: FoldState) => void,
  ): Promise<FoldResult> {
    const start = await this.#start(place, from);
    let before = start.state ?? (await place.reducer.initialState());
    return this.#fold(
      place,
      start,
      to,
      context,
      (position) => position >= from,
      (position, state) => {
        if (position > from) visit(place.partition.ordinals[position - 1]!, before, state);
        before = state;
      },
    );
  }
}
