import { stringifyJson } from '../../../shared/json.ts';
import type {
  BranchAt,
  BranchChange,
  BranchEdit,
  BranchSide,
  PartitionOnBranch,
} from '../../../shared/model/branch.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure } from '../../../shared/model/state.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import { pointAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { diffValues } from '../replay/diff.ts';
import { earlierFailure, type FoldResult, foldRange } from '../replay/fold.ts';
import type { Partition } from '../replay/partitions/partitions.ts';
import { FoldState, type Reducer } from '../replay/reducer.ts';
import { Snapshots } from '../replay/snapshots.ts';
import { branchKeys } from './branchKeys.ts';
import { branchReducer } from './branchReducer.ts';
import type { LentReducer } from './lentReducer.ts';
import { type BranchPlan, type PlacedRow, planBranch } from './plan.ts';

/** Partitions that one answer compares. */
const COMPARED = 200;
/** What the states kept of one branch may take. */
const SNAPSHOT_BYTES = 16 * 1024 * 1024;

/** The rows of one partition on a branch, up to a point. */
export interface BranchRows {
  readonly rows: Uint32Array;
  /** By row: behind which recorded event it stands, or which one it is. */
  readonly anchors: Int32Array;
  /** So many of them are as in the log. */
  readonly common: number;
}

/** One branch under one reducer: states of its partitions, and what differs from reality. */
export class BranchFold {
  readonly plan: BranchPlan;
  readonly #log: ReadableLog;
  readonly lent: LentReducer;
  readonly #reducer: Reducer;
  #keys: ReadonlyMap<PlacedRow, string> | null = null;
  /**
   * States on the branch behind where it parts, by position: what lies at or before a point does not depend on the
   * point.
   */
  readonly #snapshots: Snapshots;

  /** `snapshotEvery` events of a partition on the branch a state is kept. */
  constructor(log: ReadableLog, lent: LentReducer, edits: readonly BranchEdit[], snapshotEvery = 100) {
    this.#snapshots = new Snapshots(snapshotEvery, SNAPSHOT_BYTES);
    this.#log = log;
    this.lent = lent;
    this.plan = planBranch(log, edits);
    this.#reducer = branchReducer(lent.reducer, this.plan.scratch, this.plan.base);
  }

  /**
   * The branch at a point beside reality, or beside another branch under the same reducer. `partition` `null` shows that
   * of the event at the point, or where no edit concerns it the first that differs. Of the partitions that edits concern,
   * the first 200 are compared; the answer
   * says how many there are.
   */
  async at(
    partition: string | null,
    ordinal: Ordinal,
    context: ScanContext,
    other: BranchFold | null = null,
  ): Promise<BranchAt> {
    const names = new Set(await this.touched(ordinal, context));
    for (const name of other === null ? [] : await other.touched(ordinal, context)) names.add(name);
    const touched = [...names];
    const compare = async (name: string): Promise<PartitionOnBranch> => {
      const own = await this.compare(name, ordinal, context);
      return other === null ? own : besideOther(own, await other.compare(name, ordinal, context));
    };
    const compared: PartitionOnBranch[] = [];
    for (const name of touched.slice(0, COMPARED)) compared.push(await compare(name));
    const here = partition ?? (await this.#partitionAt(ordinal, context));
    const differing = compared.find(({ changes }) => changes.length > 0);
    const shownName = partition === null && differing && !touched.includes(here ?? '') ? differing.partition : here;
    const shown =
      shownName === null ? null : (compared.find((one) => one.partition === shownName) ?? (await compare(shownName)));
    return {
      reducer: this.lent.reducer.info,
      at: ordinal < 0 ? null : pointAt(this.#log.index, ordinal),
      problems: this.plan.problems,
      otherProblems: other?.plan.problems ?? [],
      shown,
      partitions: [...compared].sort((a, b) => Number(b.changes.length > 0) - Number(a.changes.length > 0)),
      touched: touched.length,
      compared: compared.length,
    };
  }

  /** Names of the partitions that an edit up to the point takes from or gives to, in the order of the log. */
  async touched(ordinal: Ordinal, context: ScanContext): Promise<string[]> {
    const names = new Set<string>();
    for (const gone of [...this.plan.gone].sort((a, b) => a - b)) {
      const { streams, columns } = this.#log.index;
      if (gone > ordinal || !this.#reducer.reads(streams.text(columns.stream[gone]!))) continue;
      const { name, ordinals } = await this.lent.partitions.find(null, gone, context);
      if (ordinals.length > 0) names.add(name);
    }
    for (const [{ anchor }, name] of await this.#keysOf(context)) if (anchor <= ordinal) names.add(name);
    return [...names];
  }

  /** One partition in reality and on the branch. */
  async compare(name: string, ordinal: Ordinal, context: ScanContext): Promise<PartitionOnBranch> {
    const partition = await this.#find(name, ordinal, context);
    const { ordinals } = partition;
    const count = countAtOrBefore(ordinals, ordinals.length, ordinal);
    const branchRows = await this.rowsOf(name, ordinal, context);
    const { rows, common } = branchRows;
    const real = await this.lent.stateOf(partition, count, context);
    const same = rows.length === common && count === common;
    const branch = same ? real : await this.#foldRows(partition, branchRows, context);
    // Behind an event whose partition is not known, nothing is known on the branch either.
    const failureOf = (fold: FoldResult): FoldFailure | null =>
      earlierFailure(fold.failure, partition.failure, ordinal);
    const realSide = side(count, real.state, failureOf(real));
    return {
      partition: name,
      real: realSide,
      branch: same ? realSide : side(rows.length, branch.state, failureOf(branch)),
      changes: same ? [] : changesBetween(count === 0 ? null : real.state, rows.length === 0 ? null : branch.state),
      folded: rows.length - common,
    };
  }

  /** The events of a partition on the branch that lie at or before a point. */
  async rowsOf(name: string, ordinal: Ordinal, context: ScanContext): Promise<BranchRows> {
    const { ordinals } = await this.#find(name, ordinal, context);
    const count = countAtOrBefore(ordinals, ordinals.length, ordinal);
    const common = countAtOrBefore(ordinals, count, this.plan.parts - 1);
    const extra: PlacedRow[] = [];
    for (const [placed, key] of await this.#keysOf(context)) {
      if (key === name && placed.anchor <= ordinal) extra.push(placed);
    }
    const rows = new Uint32Array(count + extra.length);
    const anchors = new Int32Array(count + extra.length);
    let length = 0;
    let next = 0;
    const put = (row: number, anchor: number): void => {
      rows[length] = row;
      anchors[length++] = anchor;
    };
    for (let i = 0; i < count; i++) {
      const recorded = ordinals[i]!;
      // What was put behind an earlier event, or stands in the very place of this one, comes first.
      while (next < extra.length && isBefore(extra[next]!, recorded)) put(extra[next]!.row, extra[next++]!.anchor);
      if (!this.plan.gone.has(recorded)) put(recorded, recorded);
    }
    while (next < extra.length) put(extra[next]!.row, extra[next++]!.anchor);
    return { rows: rows.subarray(0, length), anchors: anchors.subarray(0, length), common };
  }

  async #foldRows(
    partition: Partition,
    { rows, anchors, common }: BranchRows,
    context: ScanContext,
  ): Promise<FoldResult> {
    const { id } = this.#reducer.info;
    const { name } = partition;
    const kept = this.#snapshots.latest(id, name, rows.length);
    const before =
      kept === null || kept.position <= common ? await this.lent.stateOf(partition, common, context) : null;
    if (before?.failure) return before;
    const start = before === null ? kept! : { position: common, state: common === 0 ? null : before.state };
    const result = await foldRange(
      {
        log: this.#log,
        reducer: this.#reducer,
        ordinals: rows,
        start,
        end: rows.length,
        wants: (position) => this.#snapshots.wants(id, name, position),
        onState: (position, state) => this.#snapshots.put(id, name, { position, state }),
      },
      context,
    );
    if (result.failure === null) return result;
    return { ...result, failure: { ...result.failure, ordinal: anchors[result.position]! } };
  }

  /** A partition of reality; without events where only the branch has it. */
  async #find(name: string, ordinal: Ordinal, context: ScanContext): Promise<Partition> {
    const isNewStream = this.#reducer.partitioning.kind === 'stream' && this.#log.index.streams.numberOf(name) < 0;
    if (!isNewStream) return this.lent.partitions.find(name, ordinal, context);
    return { name, ordinals: new Uint32Array(0), failure: null };
  }

  async #partitionAt(ordinal: Ordinal, context: ScanContext): Promise<string | null> {
    const { name, ordinals } = await this.lent.partitions.find(null, ordinal, context);
    return ordinals.length === 0 ? null : name;
  }

  async #keysOf(context: ScanContext): Promise<ReadonlyMap<PlacedRow, string>> {
    this.#keys ??= await branchKeys(this.#log, this.#reducer, this.plan, context);
    return this.#keys;
  }
}

/** Whether a placed row comes before the recorded event, or takes its place. */
const isBefore = ({ anchor, order }: PlacedRow, recorded: Ordinal): boolean =>
  anchor < recorded || (anchor === recorded && order === 0);

const side = (events: number, state: FoldState, failure: FoldFailure | null): BranchSide => ({
  events,
  state: events === 0 ? null : state.text,
  failure,
});

/** A partition on a branch beside the same on another one. */
function besideOther(own: PartitionOnBranch, { branch: other }: PartitionOnBranch): PartitionOnBranch {
  const stateOf = ({ state }: BranchSide): FoldState | null => (state === null ? null : FoldState.ofText(state));
  return { ...own, real: other, changes: changesBetween(stateOf(other), stateOf(own.branch)) };
}

/** What differs between two states; `null` where there is none. */
export function changesBetween(real: FoldState | null, branch: FoldState | null): BranchChange[] {
  if (real === null || branch === null) {
    if (real === branch) return [];
    return [{ path: '', real: real?.text ?? null, branch: branch?.text ?? null }];
  }
  if (real.sameTextAs(branch)) return [];
  return diffValues(real.value, branch.value).map(({ path, place, order, from, to }) => ({
    path,
    ...(place === path ? {} : { place }),
    ...(order ? { order } : {}),
    real: from === undefined ? null : stringifyJson(from),
    branch: to === undefined ? null : stringifyJson(to),
  }));
}
