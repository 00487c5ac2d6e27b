import type { Ordinal } from '../../../../shared/model/event.ts';
import type { StateChange, StateTarget } from '../../../../shared/model/state.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { countAtOrBefore } from '../../eventIndex/bisect.ts';
import type { ScanContext } from '../../formats/format.ts';
import { PlaceCauses } from '../blame/placeCauses.ts';
import { earlierFailure } from '../fold.ts';
import type { Replay } from '../replay.ts';
import { diffStates, toChanges } from '../stateChanges.ts';

/**
 * What differs between the states at two points, each path with the event between them that touched it last. With
 * `from` after `to` the changes lead back. Throws `bad-projection` when the reducer fails before the later point.
 */
export async function diffBetween(
  replay: Replay,
  target: StateTarget,
  from: Ordinal,
  to: Ordinal,
  context: ScanContext,
): Promise<{ partition: string; changes: readonly StateChange[] }> {
  const place = await replay.place(target, Math.max(from, to), context);
  const { partition } = place;
  const early = countAtOrBefore(partition.ordinals, partition.ordinals.length, Math.min(from, to));
  const first = await replay.stateOf(place, early, context);
  const last = await replay.stateOf(place, place.count, context);
  const failure = earlierFailure(last.failure, partition.failure, Math.max(from, to));
  if (failure) {
    const { name } = place.reducer.info;
    throw new InspectorError('bad-projection', `${name} failed at event #${failure.ordinal}: ${failure.message}`);
  }
  const differences = from <= to ? diffStates(first.state, last.state) : diffStates(last.state, first.state);
  const causes = new PlaceCauses(differences);
  if (differences.length > 0) {
    await replay.walk(place, early, place.count, context, (at, before, after) => {
      if (!before.sameTextAs(after)) causes.record(before.value, after.value, at);
    });
  }
  return { partition: partition.name, changes: toChanges(differences, (difference) => causes.of(difference)) };
}
