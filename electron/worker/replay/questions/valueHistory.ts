import type { Ordinal } from '../../../../shared/model/event.ts';
import type { StateTarget, ValueHistory } from '../../../../shared/model/state.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { pointerKeys, valueAt } from '../../../../shared/statePath.ts';
import { envelopeAt } from '../../eventIndex/envelope.ts';
import type { ScanContext } from '../../formats/format.ts';
import { earlierFailure } from '../fold.ts';
import type { Replay } from '../replay.ts';
import { printed } from '../stateChanges.ts';
import { asNumber, type SparkValue, sparkOf } from './spark.ts';

/**
 * The life of the value at a path or place (`shared/statePath.ts`), from the first event of the partition to its
 * last; of more than `limit` changes the last ones. Where the reducer fails, `failure` says so and the history ends
 * before it. `spark` has all its numbers, in at most `SPARKS` parts.
 */
export async function valueHistory(
  replay: Replay,
  target: StateTarget,
  path: string,
  context: ScanContext,
  limit = Infinity,
): Promise<ValueHistory> {
  const keys = pointerKeys(path);
  if (keys === null) {
    throw new InspectorError(
      'bad-request',
      `${path} is no JSON Pointer: it is empty or begins with a slash, like /balance.`,
    );
  }
  const last = replay.log.index.length - 1;
  const place = await replay.place(target, last, context);
  const changes: { ordinal: Ordinal; from: string | null; to: string | null }[] = [];
  const numbers: SparkValue[] = [];
  const result = await replay.walk(place, 0, place.count, context, (ordinal, before, after) => {
    if (before.sameTextAs(after)) return;
    const value = valueAt(after.value, keys);
    const from = printed(valueAt(before.value, keys));
    const to = printed(value);
    if (from === to) return;
    changes.push({ ordinal, from, to });
    numbers.push({ ordinal, value: asNumber(value) });
  });
  return {
    partition: place.partition.name,
    total: changes.length,
    changes: changes.slice(Math.max(0, changes.length - limit)).map(({ ordinal, from, to }) => {
      const { streamRevision, type, recordedAt } = envelopeAt(replay.log.index, ordinal);
      return { ordinal, streamRevision, type, recordedAt, from, to };
    }),
    spark: sparkOf(numbers),
    folded: result.position,
    failure: earlierFailure(result.failure, place.partition.failure, last),
  };
}
