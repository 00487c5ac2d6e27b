import type { JsonValue } from '../../../../../shared/json.ts';
import type { Micros } from '../../../../../shared/model/event.ts';
import { NO_POSITION } from '../../../eventIndex/eventIndex.ts';
import { shownMember, toMicros, toPosition } from '../../fields.ts';
import type { LineEnvelope } from './dialect.ts';

// pure. Numbers and times of an envelope: what is there and is none is said, never passed over.

/** The position or revision that stands at `place`, as `toPosition` reads it. */
export function readInteger(out: LineEnvelope, place: string, value: JsonValue | undefined): bigint {
  const number = toPosition(value);
  if (number === NO_POSITION && isThere(value)) noteNoInteger(out, place, shownMember(value));
  return number;
}

/** The time that stands at `place`, as `toMicros` reads it. */
export function readTime(out: LineEnvelope, place: string, value: JsonValue | undefined): Micros {
  const micros = toMicros(value);
  if (Number.isNaN(micros) && isThere(value)) noteNoTime(out, place, shownMember(value));
  return micros;
}

/** An empty text stands for nothing, as an empty field of CSV does. */
export const isThere = (value: JsonValue | undefined): value is Exclude<JsonValue, null> =>
  value != null && value !== '';

export const noteNoInteger = (out: LineEnvelope, place: string, shown: string): void =>
  note(out, `Its ${place} is no whole number: ${shown}.`);

export const noteNoTime = (out: LineEnvelope, place: string, shown: string): void =>
  note(out, `Its ${place} is no time: ${shown}.`);

/** Each sentence once: one place may be looked at for two roles. */
function note(out: LineEnvelope, sentence: string): void {
  if (!out.unread.includes(sentence)) out.unread += out.unread === '' ? sentence : ` ${sentence}`;
}
