import type { Ordinal } from '../../../shared/model/event.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { isoToMicros } from '../../../shared/time.ts';
import { type EventIndex, NO_POSITION } from './eventIndex.ts';

/**
 * The ordinal that a written point stands for: `#N` an ordinal, `N` a global position and an ISO time the last event at
 * or before it, `start` the first event and `end` the last. -1 when it lies before the first event. Throws
 * `bad-point` for text that is no point, an ordinal that does not exist, or a position in a log without positions.
 */
export function resolvePoint(index: EventIndex, text: string): Ordinal {
  const point = text.trim();
  if (point === 'start') return index.length === 0 ? -1 : 0;
  if (point === 'end') return index.length - 1;
  if (/^#\d{1,15}$/.test(point)) {
    const ordinal = Number(point.slice(1));
    if (ordinal < index.length) return ordinal;
    throw new InspectorError('bad-point', `There is no event ${point}: ${lastOf(index)}.`);
  }
  if (/^-?\d{1,19}$/.test(point)) {
    const position = BigInt(point);
    if (BigInt.asIntN(64, position) !== position) throw noPoint(text);
    if (!hasPositions(index)) {
      throw new InspectorError('bad-point', `This log has no global positions, so "${point}" names no event.`, {
        advice: `Write #${point} for the event with that number from 0, or a time.`,
      });
    }
    return index.ordinalAtPosition(position);
  }
  const time = isoToMicros(point);
  if (Number.isNaN(time)) throw noPoint(text);
  return index.ordinalAtTime(time);
}

const lastOf = (index: EventIndex): string =>
  index.length === 0 ? 'the log is empty' : `the last one is #${index.length - 1}`;

/** Positions are recorded for all events of a store or for none. */
const hasPositions = (index: EventIndex): boolean =>
  index.length > 0 && index.columns.globalPosition.at(index.length - 1) !== NO_POSITION;

const noPoint = (text: string): InspectorError =>
  new InspectorError('bad-point', `"${text}" is no point in the log.`, {
    advice: 'Write #N (number from 0), N (global position), an ISO time, start or end.',
  });
