import type { Ordinal } from '../../../shared/model/event.ts';
import type { ScanContext } from '../formats/format.ts';
import type { FoldResult } from '../replay/fold.ts';
import type { Partition, Partitions } from '../replay/partitions/partitions.ts';
import type { Reducer } from '../replay/reducer.ts';
import type { Replay } from '../replay/replay.ts';

/** What a branch needs of replay: the same reducer and partitions, and states that snapshots make quick. */
export interface LentReducer {
  readonly reducer: Reducer;
  readonly partitions: Partitions;
  /** The state after so many events of a partition. */
  stateOf(partition: Partition, position: number, context: ScanContext): Promise<FoldResult>;
}

/** A reducer of replay by its id. Throws `not-found`, and `bad-point` where there is no event `ordinal`. */
export function lendReducer(replay: Replay, reducer: string, ordinal: Ordinal): LentReducer {
  const loaded = replay.loaded(reducer, ordinal);
  return {
    reducer: loaded.reducer,
    partitions: loaded.partitions,
    stateOf: (partition, position, context) =>
      replay.stateOf({ ...loaded, partition, count: position }, position, context),
  };
}
