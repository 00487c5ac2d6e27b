import { printableJson } from '../../../../shared/jsonDepth.ts';
import { shownText } from '../../../../shared/jsonParts.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type { UpcastEvent } from '../../../../shared/model/state.ts';
import { envelopeAt } from '../../eventIndex/envelope.ts';
import { diffValues } from '../diff.ts';
import type { Replay } from '../replay.ts';
import { toChanges } from '../stateChanges.ts';
import { shortened } from './shortTexts.ts';

/** Changes that are marked, and characters of each. */
const MOST_CHANGES = 100;
const LONGEST_CHANGE = 400;

/**
 * An event's payload after the upcasters of a reducer, as much of it as a page shows; `null` where it has none for its type. Throws like
 * `Replay.loaded`.
 */
export async function upcastEvent(replay: Replay, id: string, ordinal: Ordinal): Promise<UpcastEvent | null> {
  const { log } = replay;
  const { reducer } = replay.loaded(id, ordinal);
  const { type, schemaVersion } = envelopeAt(log.index, ordinal);
  const steps = reducer.info.upcasters.find((upcaster) => upcaster.type === type)?.from;
  if (steps === undefined || reducer.upcast === undefined) return null;
  const lifted = await reducer.upcast(log, ordinal);
  const from = schemaVersion === null && steps.includes('1') ? '1' : schemaVersion;
  const stored = log.reader.readPayloads(log.index, [ordinal])[0] ?? 'null';
  const differences = diffValues(printableJson(stored), printableJson(lifted.data));
  const changes = toChanges(differences.slice(0, MOST_CHANGES), () => ordinal);
  return {
    by: reducer.info.name,
    from,
    to: lifted.schemaVersion,
    data: shownText(lifted.data),
    changes: changes.map((change) => shortened(change, LONGEST_CHANGE)),
  };
}
