import { type JsonValue, parseJson, stringifyJson } from '../../shared/json.ts';
import { cutAt, shownPayload, shownText } from '../../shared/jsonParts.ts';
import type { RecordedEvent } from '../../shared/model/event.ts';
import type { EventText, ShownEvent, ValuePart } from '../../shared/model/shown.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { pointerKeys, valueAt } from '../../shared/statePath.ts';

// Events as a page is given them: as much as it can show, with a way to each part that is missing.

export const shownEvent = ({ payload, metadata, ...envelope }: RecordedEvent): ShownEvent => ({
  ...envelope,
  payload: shownPayload(payload),
  metadata: metadata === null ? null : shownText(metadata),
});

/** The next part of a value in a text. Throws `not-found` where no value stands. */
export function eventPart(event: RecordedEvent, { of, path }: EventText, from: number): ValuePart {
  const part = cutAt(parseJson(wholeText(event, of)), path, from);
  if (part === undefined) throw nothingAt(path, event);
  return part;
}

/** The whole of a text, or of a value in it: a string as it is, anything else as JSON text. Throws `not-found`. */
export function eventText(event: RecordedEvent, { of, path }: EventText): string {
  const text = wholeText(event, of);
  if (path === '') return text;
  const keys = pointerKeys(path);
  const value: JsonValue | undefined = keys === null ? undefined : valueAt(parseJson(text), keys);
  if (value === undefined) throw nothingAt(path, event);
  return typeof value === 'string' ? value : stringifyJson(value);
}

function wholeText({ payload, metadata }: RecordedEvent, of: EventText['of']): string {
  if (of === 'metadata') return metadata ?? '';
  return payload.kind === 'binary' ? payload.base64 : payload.text;
}

const nothingAt = (path: string, { ordinal }: RecordedEvent): InspectorError =>
  new InspectorError('not-found', `Nothing stands at ${path} of event #${ordinal}.`);
