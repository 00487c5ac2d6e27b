import { stringifyJson } from '../../../../shared/json.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type { BlamedLeaf, BlameReport, StateTarget } from '../../../../shared/model/state.ts';
import { pointerKeys, valueAt } from '../../../../shared/statePath.ts';
import { envelopeAt, pointAt } from '../../eventIndex/envelope.ts';
import type { ScanContext } from '../../formats/format.ts';
import { earlierFailure } from '../fold.ts';
import type { Replay } from '../replay.ts';
import { eachBlame } from './blame.ts';
import { blamedState } from './blamedState.ts';

/** The state at a point, value by value, each with the event that set it. Without an event of it there are none. */
export async function blameReport(
  replay: Replay,
  target: StateTarget,
  ordinal: Ordinal,
  limit: number,
  context: ScanContext,
): Promise<BlameReport> {
  const { index } = replay.log;
  const place = await replay.place(target, ordinal, context);
  const { state, blame, failure } = await blamedState(replay, place, context);
  const leaves: BlamedLeaf[] = [];
  let total = 0;
  if (place.count > 0) {
    eachBlame(state.value, blame, (path, by) => {
      if (total++ >= limit) return;
      const event = by < 0 ? null : envelopeAt(index, by);
      leaves.push({
        path,
        value: stringifyJson(valueAt(state.value, pointerKeys(path)!)!),
        ordinal: event?.ordinal ?? null,
        streamRevision: event?.streamRevision ?? null,
        type: event?.type ?? null,
        recordedAt: event?.recordedAt ?? null,
      });
    });
  }
  return {
    partition: place.partition.name,
    reducer: place.reducer.info.id,
    at: ordinal < 0 ? null : pointAt(index, ordinal),
    total,
    leaves,
    failure: earlierFailure(failure, place.partition.failure, ordinal),
  };
}
