import type { Ordinal } from '../../../../shared/model/event.ts';
import type { ComparedSide, StateComparison, StateTarget } from '../../../../shared/model/state.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { pointerKeys } from '../../../../shared/statePath.ts';
import { pointAt } from '../../eventIndex/envelope.ts';
import type { ScanContext } from '../../formats/format.ts';
import { type Blame, blameAt } from '../blame/blame.ts';
import { blamedState } from '../blame/blamedState.ts';
import { earlierFailure } from '../fold.ts';
import type { FoldState } from '../reducer.ts';
import type { Place, Replay } from '../replay.ts';
import { diffStates, toChanges } from '../stateChanges.ts';
import { diffBetween } from './diffBetween.ts';

export interface ComparedTarget extends StateTarget {
  readonly ordinal: Ordinal;
}

/**
 * What differs between two states: of one partition at two points, or of two streams or two projections. Of one
 * partition each change names the event between the points that touched it last; else the event that set it on the
 * right, and where nothing stands there, on the left. Throws `bad-projection` where a reducer fails before its point.
 */
export async function compareStates(
  replay: Replay,
  left: ComparedTarget,
  right: ComparedTarget,
  context: ScanContext,
): Promise<StateComparison> {
  const places = [await replay.place(left, left.ordinal, context), await replay.place(right, right.ordinal, context)];
  const sides = { left: sideOf(replay, left, places[0]!), right: sideOf(replay, right, places[1]!) };
  if (left.reducer === right.reducer && sides.left.partition === sides.right.partition) {
    const target = { reducer: left.reducer, partition: sides.left.partition };
    const { changes } = await diffBetween(replay, target, left.ordinal, right.ordinal, context);
    return { ...sides, total: changes.length, changes };
  }
  const before = await known(replay, places[0]!, left.ordinal, context);
  const after = await known(replay, places[1]!, right.ordinal, context);
  const changes = toChanges(
    diffStates(before.state, after.state),
    ({ place }) => setBy(after, place) ?? setBy(before, place) ?? -1,
  );
  return { ...sides, total: changes.length, changes };
}

const setBy = ({ state, blame }: { state: FoldState; blame: Blame }, place: string): Ordinal | null =>
  blameAt(state.value, blame, pointerKeys(place)!);

async function known(
  replay: Replay,
  place: Place,
  ordinal: Ordinal,
  context: ScanContext,
): Promise<{ state: FoldState; blame: Blame }> {
  const { state, blame, failure } = await blamedState(replay, place, context);
  const first = earlierFailure(failure, place.partition.failure, ordinal);
  if (first === null) return { state, blame };
  const { name } = place.reducer.info;
  throw new InspectorError('bad-projection', `${name} failed at event #${first.ordinal}: ${first.message}`);
}

const sideOf = (replay: Replay, { ordinal }: ComparedTarget, { reducer, partition, count }: Place): ComparedSide => ({
  partition: partition.name,
  reducer: reducer.info.id,
  at: ordinal < 0 ? null : pointAt(replay.log.index, ordinal),
  events: count,
});
