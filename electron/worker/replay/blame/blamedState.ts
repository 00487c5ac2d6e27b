import type { FoldFailure } from '../../../../shared/model/state.ts';
import type { ScanContext } from '../../formats/format.ts';
import type { FoldState } from '../reducer.ts';
import type { Place, Replay } from '../replay.ts';
import { type Blame, carryBlame } from './blame.ts';

/** The state at a place with which event set what of it. Where the reducer fails before, of the last good state. */
export async function blamedState(
  replay: Replay,
  place: Place,
  context: ScanContext,
): Promise<{ state: FoldState; blame: Blame; failure: FoldFailure | null }> {
  return place.blames.lend(place.partition.name, async (walk) => {
    let { position, blame } = walk.latest(place.count);
    if (position < place.count) {
      await replay.walk(place, position, place.count, context, (at, before, after) => {
        if (!before.sameTextAs(after)) blame = carryBlame(blame, before.value, after.value, at);
        position++;
        walk.keep(position, blame, position === place.count);
      });
    }
    const { state, failure } = await replay.stateOf(place, place.count, context);
    return { state, blame, failure };
  });
}
