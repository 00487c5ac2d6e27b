import type { JsonValue } from '../../shared/json.ts';
import { DEEPEST, deeperThan, printableJson, TOO_DEEP } from '../../shared/jsonDepth.ts';
import type { Payload, RecordedEvent } from '../../shared/model/event.ts';

// Payloads and states come as JSON text; the command line prints them as values, digits unchanged.

/**
 * A payload as a JSON value: what is not JSON becomes `{ binary, note }` (base64) or `{ invalid, reason }`, as does
 * what is too deep.
 */
export function payloadValue(payload: Payload): JsonValue {
  if (payload.kind === 'json') {
    return deeperThan(payload.text, DEEPEST)
      ? { invalid: payload.text, reason: TOO_DEEP }
      : printableJson(payload.text);
  }
  if (payload.kind === 'binary') return { binary: payload.base64, note: payload.note };
  return { invalid: payload.text, reason: payload.reason };
}

/** An event in the order and shape of `events --json`. */
export const eventValue = (event: RecordedEvent) => ({
  ordinal: event.ordinal,
  globalPosition: event.globalPosition,
  streamId: event.streamId,
  streamRevision: event.streamRevision,
  type: event.type,
  schemaVersion: event.schemaVersion,
  recordedAt: event.recordedAt,
  eventId: event.eventId,
  correlationId: event.correlationId,
  causationId: event.causationId,
  actor: event.actor,
  payload: payloadValue(event.payload),
  metadata: printableJson(event.metadata),
});

/** A value in one line, for people. */
export const inline = (text: string | null): string => (text === null ? '–' : text.replace(/\s+/g, ' '));
