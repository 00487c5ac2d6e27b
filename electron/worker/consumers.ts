import type { Checkpoint, DeadLetter } from '../../shared/model/store.ts';
import { pointAt } from './eventIndex/envelope.ts';
import type { EventIndex } from './eventIndex/eventIndex.ts';
import type { LogReader } from './formats/format.ts';

/** How far each consumer has read, what they gave up on, and the position of the newest event. */
export function consumersOf(
  index: EventIndex,
  store: LogReader,
): { checkpoints: Checkpoint[]; deadLetters: DeadLetter[]; headPosition: string | null } {
  const { recordedAt } = index.columns;
  const head = index.length === 0 ? null : pointAt(index, index.length - 1);
  const checkpoints = store.checkpoints().map(({ consumer, globalPosition }): Checkpoint => {
    const ordinal = index.ordinalAtPosition(globalPosition);
    const behindMicros = index.lastTime - (ordinal < 0 ? index.firstTime : recordedAt[ordinal]!);
    return {
      consumer,
      globalPosition: String(globalPosition),
      ordinal,
      behind: index.length - 1 - ordinal,
      behindMicros: Number.isNaN(behindMicros) ? null : Math.max(0, behindMicros),
    };
  });
  const deadLetters = store.deadLetters().map(({ consumer, globalPosition, error }): DeadLetter => {
    const ordinal = globalPosition === null ? -1 : index.ordinalAtPosition(globalPosition);
    const found = ordinal >= 0 && index.columns.globalPosition.at(ordinal) === globalPosition;
    return { consumer, globalPosition: globalPosition?.toString() ?? null, ordinal: found ? ordinal : null, error };
  });
  return { checkpoints, deadLetters, headPosition: head?.globalPosition ?? null };
}
