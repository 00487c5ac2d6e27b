import { type JsonValue, stringifyJson } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import {
  DRAFT,
  type FoldFailure,
  type HistoryChange,
  type PartitionState,
  type ReducerInfo,
  type StateAt,
  type StateChange,
  type StateOrigins,
  type Trace,
  type UpcastEvent,
} from '../../../shared/model/state.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { StateTarget } from '../../../shared/protocol/requests.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import { envelopeAt, pointAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { allStates } from './allStates.ts';
import { CauseCache, PathCauses } from './causes.ts';
import { type Difference, diffValues, eachLeaf, pointerKeys, valueAt } from './diff.ts';
import { earlierFailure, type FoldResult, foldRange } from './fold.ts';
import { mergeReducer } from './mergeReducer.ts';
import { type Partition, Partitions } from './partitions.ts';
import { loadProjection } from './projectionFile.ts';
import type { FoldState, Reducer } from './reducer.ts';
import { draftLimits, SandboxEngine } from './sandbox.ts';
import { type KeptStates, Snapshots } from './snapshots.ts';
import { traceRange } from './trace.ts';

/** Events before a point of which it is told what the reducer printed. */
const TRACED = 100;

export interface ReplayOptions {
  /** A snapshot every so many events of a partition; 0 for none. */
  readonly snapshotEvery?: number;
  /** How much memory snapshots may take, in bytes. */
  readonly snapshotBytes?: number;
}

interface Loaded {
  readonly reducer: Reducer;
  readonly source: string;
  readonly partitions: Partitions;
  readonly causes: CauseCache;
}

/** A partition and how many of its events lie at or before the point asked for. */
interface Place {
  readonly reducer: Reducer;
  readonly causes: CauseCache;
  readonly partition: Partition;
  readonly count: number;
}

/** Answers questions about states over one log. Snapshots make it quick and change no answer. */
export class Replay {
  readonly #log: ReadableLog;
  readonly #snapshots: Snapshots;
  readonly #loaded = new Map<string, Loaded>();

  constructor(log: ReadableLog, options: ReplayOptions = {}) {
    this.#log = log;
    this.#snapshots = new Snapshots(options.snapshotEvery ?? 100, options.snapshotBytes ?? 64 * 1024 * 1024);
    this.#load(mergeReducer, '');
  }

  /** Bytes of the states that are kept. */
  get snapshotBytes(): number {
    return this.#snapshots.byteLength;
  }

  reducers(): ReducerInfo[] {
    return [...this.#loaded.values()].map(({ reducer }) => reducer.info).filter(({ id }) => id !== DRAFT);
  }

  /** What a reducer says of itself. Throws `not-found`. */
  infoOf(id: string): ReducerInfo {
    return this.#loadedAt(id, -1).reducer.info;
  }

  /** The text of a projection; `''` for the merge. Throws `not-found`. */
  sourceOf(id: string): string {
    return this.#loadedAt(id, -1).source;
  }

  /**
   * Loads a projection file; its name is its id. The same name again replaces it. Throws `bad-projection` with line and
   * column when it does not load; what had that name before then stays.
   */
  async addProjection(name: string, source: string): Promise<ReducerInfo> {
    if (name === mergeReducer.info.id) {
      throw new InspectorError(
        'bad-projection',
        `A projection cannot be called ${name}: that is the built-in reducer.`,
      );
    }
    const known = this.#loaded.get(name);
    if (known?.source === source) return known.reducer.info;
    const reducer = await loadProjection(name, source);
    this.#load(reducer, source);
    return reducer.info;
  }

  /**
   * Takes code that is being written as the reducer `DRAFT`, which any question may name and `reducers` does not list.
   * The same code again keeps what was found out about it. Throws like `addProjection`.
   */
  async draft(name: string, source: string): Promise<ReducerInfo> {
    const known = this.#loaded.get(DRAFT);
    if (known?.source === source && known.reducer.info.name === name) return known.reducer.info;
    const reducer = await loadProjection(name, source, new SandboxEngine(draftLimits), DRAFT);
    this.#load(reducer, source);
    return reducer.info;
  }

  #load(reducer: Reducer, source: string): void {
    this.#snapshots.drop(reducer.info.id);
    this.#loaded.set(reducer.info.id, {
      reducer,
      source,
      partitions: new Partitions(this.#log, reducer),
      causes: new CauseCache(),
    });
  }

  /** The state of a partition at a point, the event at the point included. `ordinal` -1 is before the first event. */
  async stateAt(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<StateAt> {
    const begun = performance.now();
    const place = await this.#place(target, ordinal, context);
    const { reducer, partition, count } = place;
    const { ordinals } = partition;
    const { index } = this.#log;
    // The state before the last event is wanted too, to tell what that event did.
    const start = this.#start(place, count - 1);
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
    const failure = earlierFailure(result.failure, partition.failure, ordinal);
    const before = states.get(count - 1);
    const whole = result.failure === null && count > 0;
    const next = count < ordinals.length ? envelopeAt(index, ordinals[count]!) : null;
    return {
      partition: partition.name,
      reducer: reducer.info,
      at: ordinal < 0 ? null : pointAt(index, ordinal),
      folded: result.position - start.position,
      fromSnapshot: start.position === 0 ? null : ordinals[start.position - 1]!,
      eventsBefore: count,
      eventsTotal: ordinals.length,
      state: count === 0 ? null : result.state.text,
      failure,
      elapsedMs: performance.now() - begun,
      lastOrdinal: count === 0 ? null : ordinals[count - 1]!,
      changes: whole && before ? toChanges(diffStates(before, result.state), () => ordinals[count - 1]!) : [],
      next: next && { ordinal: next.ordinal, type: next.type, recordedAt: next.recordedAt },
    };
  }

  /** What the reducer printed at the last events of a partition up to a point. */
  async trace(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<Trace> {
    const place = await this.#place(target, ordinal, context);
    const from = Math.max(0, place.count - TRACED);
    const before = await this.#stateOf(place, from, context);
    if (before.failure !== null) return { events: 0, lines: [], unkept: 0 };
    const { reducer } = place;
    const ordinals = place.partition.ordinals.subarray(from, place.count);
    return traceRange({ log: this.#log, reducer, ordinals, state: from === 0 ? null : before.state }, context);
  }

  /** An event's payload after the upcasters of a reducer; `null` where it has none for its type. */
  async upcast(id: string, ordinal: Ordinal): Promise<UpcastEvent | null> {
    const { reducer } = this.#loadedAt(id, ordinal);
    const { type, schemaVersion } = envelopeAt(this.#log.index, ordinal);
    const steps = reducer.info.upcasters.find((upcaster) => upcaster.type === type)?.from;
    if (steps === undefined || reducer.upcast === undefined) return null;
    const lifted = await reducer.upcast(this.#log, ordinal);
    const from = schemaVersion === null && steps.includes('1') ? '1' : schemaVersion;
    const stored = this.#log.reader.readPayloads(this.#log.index, [ordinal])[0] ?? 'null';
    const differences = diffValues(printableJson(stored), printableJson(lifted.data));
    const changes = toChanges(differences, () => ordinal);
    return { by: reducer.info.name, from, to: lifted.schemaVersion, data: lifted.data, changes };
  }

  /** The snapshots that are kept of a partition. */
  keptStates(id: string, partition: string): KeptStates {
    return this.#snapshots.kept(id, partition);
  }

  /** The states after so many events of a partition each (ascending positions), as far as the reducer comes. */
  async statesAfter(
    target: StateTarget,
    positions: readonly number[],
    context: ScanContext,
  ): Promise<{ states: ReadonlyMap<number, FoldState>; failure: FoldFailure | null }> {
    const place = await this.#place(target, this.#log.index.length - 1, context);
    const wanted = new Set(positions);
    const states = new Map<number, FoldState>();
    const start = this.#start(place, positions[0] ?? 0);
    if (wanted.has(start.position)) states.set(start.position, start.state ?? (await place.reducer.initialState()));
    const { failure } = await this.#fold(
      place,
      start,
      positions.at(-1) ?? 0,
      context,
      (position) => wanted.has(position),
      (position, state) => states.set(position, state),
    );
    return { states, failure };
  }

  /** The events of a partition, ascending. */
  async ordinalsOf(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<Uint32Array> {
    return (await this.#place(target, ordinal, context)).partition.ordinals;
  }

  /** The states of all partitions of a reducer at a point: see `allStates`. */
  async allStates(
    reducer: string,
    ordinal: Ordinal,
    limit: number,
    context: ScanContext,
  ): Promise<{ total: number; states: readonly PartitionState[] }> {
    const loaded = this.#loadedAt(reducer, ordinal);
    return allStates(this.#log, loaded.reducer, loaded.partitions, { ordinal, limit }, context);
  }

  /** Which event set each leaf of the state at a point. Leaves of the initial state that no event set are left out. */
  async origins(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<StateOrigins> {
    const place = await this.#place(target, ordinal, context);
    const origins: { path: string; ordinal: Ordinal }[] = [];
    await place.causes.lend(place.partition.name, async (walk) => {
      if (walk.position < place.count) {
        await this.#walk(place, walk.position, place.count, context, (at, before, after) => {
          walk.record(diffStates(before, after), at);
        });
      }
      const { state } = await this.#stateOf(place, place.count, context);
      eachLeaf(state.value, (path) => {
        const cause = walk.of(path, ordinal);
        if (cause >= 0) origins.push({ path, ordinal: cause });
      });
    });
    return { origins };
  }

  /**
   * What differs between the states at two points, each path with the event between them that touched it last. With
   * `from` after `to` the changes lead back. Throws `bad-projection` when the reducer fails before the later point.
   */
  async diff(
    target: StateTarget,
    from: Ordinal,
    to: Ordinal,
    context: ScanContext,
  ): Promise<{ partition: string; changes: readonly StateChange[] }> {
    const place = await this.#place(target, Math.max(from, to), context);
    const { partition } = place;
    const early = countAtOrBefore(partition.ordinals, partition.ordinals.length, Math.min(from, to));
    const first = await this.#stateOf(place, early, context);
    const last = await this.#stateOf(place, place.count, context);
    const failure = earlierFailure(last.failure, partition.failure, Math.max(from, to));
    if (failure) {
      const { name } = place.reducer.info;
      throw new InspectorError('bad-projection', `${name} failed at event #${failure.ordinal}: ${failure.message}`);
    }
    const differences = from <= to ? diffStates(first.state, last.state) : diffStates(last.state, first.state);
    const causes = new PathCauses(differences.map(({ path }) => path));
    if (differences.length > 0) {
      await this.#walk(place, early, place.count, context, (at, before, after) => {
        causes.record(diffStates(before, after), at);
      });
    }
    return { partition: partition.name, changes: toChanges(differences, (path) => causes.of(path)) };
  }

  /**
   * The life of the value at a JSON Pointer, from the first event of the partition to its last. Where the reducer
   * fails, `failure` says so and the history ends before it.
   */
  async history(
    target: StateTarget,
    path: string,
    context: ScanContext,
  ): Promise<{
    partition: string;
    changes: readonly HistoryChange[];
    folded: number;
    failure: FoldFailure | null;
  }> {
    const keys = pointerKeys(path);
    if (keys === null) {
      throw new InspectorError(
        'bad-request',
        `${path} is no JSON Pointer: it is empty or begins with a slash, like /balance.`,
      );
    }
    const last = this.#log.index.length - 1;
    const place = await this.#place(target, last, context);
    const changes: HistoryChange[] = [];
    const result = await this.#walk(place, 0, place.count, context, (ordinal, before, after) => {
      if (before.sameTextAs(after)) return;
      const from = printed(valueAt(before.value, keys));
      const to = printed(valueAt(after.value, keys));
      if (from === to) return;
      const { streamRevision, type, recordedAt } = envelopeAt(this.#log.index, ordinal);
      changes.push({ ordinal, streamRevision, type, recordedAt, from, to });
    });
    const failure = earlierFailure(result.failure, place.partition.failure, last);
    return { partition: place.partition.name, changes, folded: result.position, failure };
  }

  /** Gives back what was kept. */
  close(): void {
    for (const id of this.#loaded.keys()) this.#snapshots.drop(id);
    this.#loaded.clear();
  }

  #loadedAt(reducer: string, ordinal: Ordinal): Loaded {
    const loaded = this.#loaded.get(reducer);
    if (!loaded) throw new InspectorError('not-found', `There is no projection ${reducer} here.`);
    if (!Number.isInteger(ordinal) || ordinal < -1 || ordinal >= this.#log.index.length) {
      throw new InspectorError(
        'bad-point',
        `There is no event #${ordinal}: the log has ${this.#log.index.length}, from #0.`,
      );
    }
    return loaded;
  }

  async #place(target: StateTarget, ordinal: Ordinal, context: ScanContext): Promise<Place> {
    const loaded = this.#loadedAt(target.reducer, ordinal);
    const partition = await loaded.partitions.find(target.partition, ordinal, context);
    const count = countAtOrBefore(partition.ordinals, partition.ordinals.length, ordinal);
    return { reducer: loaded.reducer, causes: loaded.causes, partition, count };
  }

  /** The nearest snapshot at or before a position, or the start. */
  #start({ reducer, partition }: Place, position: number): { position: number; state: FoldState | null } {
    if (position <= 0) return { position: 0, state: null };
    return this.#snapshots.latest(reducer.info.id, partition.name, position) ?? { position: 0, state: null };
  }

  /** The state at a position of the partition. */
  #stateOf(place: Place, position: number, context: ScanContext): Promise<FoldResult> {
    return this.#fold(
      place,
      this.#start(place, position),
      position,
      context,
      () => false,
      () => {},
    );
  }

  /** Folds from `start` to `end` and leaves snapshots on the way. */
  async #fold(
    { reducer, partition }: Place,
    start: { position: number; state: FoldState | null },
    end: number,
    context: ScanContext,
    wants: (position: number) => boolean,
    onState: (position: number, state: FoldState) => void,
  ): Promise<FoldResult> {
    const { id } = reducer.info;
    return foldRange(
      {
        log: this.#log,
        reducer,
        ordinals: partition.ordinals,
        start,
        end,
        wants: (position) => wants(position) || this.#snapshots.wants(id, partition.name, position),
        onState: (position, state) => {
          // A projection that was replaced meanwhile must leave nothing behind under its name.
          if (this.#loaded.get(id)?.reducer === reducer) {
            this.#snapshots.put(id, partition.name, { position, state });
          }
          if (wants(position)) onState(position, state);
        },
      },
      context,
    );
  }

  /** Calls `visit` for every event of positions `from + 1 .. to` with the states before and after it. */
  async #walk(
    place: Place,
    from: number,
    to: number,
    context: ScanContext,
    visit: (ordinal: Ordinal, before: FoldState, after: FoldState) => void,
  ): Promise<FoldResult> {
    const start = this.#start(place, from);
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

/** Nothing is compared twice: equal texts need no look inside. */
function diffStates(before: FoldState, after: FoldState): Difference[] {
  return before.sameTextAs(after) ? [] : diffValues(before.value, after.value);
}

const printed = (value: JsonValue | undefined): string | null => (value === undefined ? null : stringifyJson(value));

const toChanges = (differences: readonly Difference[], cause: (path: string) => Ordinal): StateChange[] =>
  differences.map(({ path, from, to }) => ({ path, from: printed(from), to: printed(to), ordinal: cause(path) }));
