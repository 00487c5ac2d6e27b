import type { Ordinal } from '../../../shared/model/event.ts';
import { envelopeAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { sandboxVersion } from './upcast.ts';

/**
 * Events as projections see them, as JSON text: `{ type, data, metadata, streamId, streamRevision, globalPosition,
 * recordedAt, schemaVersion, eventId }`. Payload and metadata go in as the store holds them; a payload that is not JSON
 * is `null`. `streamRevision` is a number, or decimal text where a double would not be exact. Numbers inside payloads
 * become doubles in the sandbox: there, unlike in the merge reducer, digits beyond a double are lost.
 */
export function sandboxEvents(log: ReadableLog, ordinals: ArrayLike<Ordinal>): string[] {
  const records = log.reader.readRecords(log.index, ordinals);
  return records.map(({ payload, metadata, eventId }, i) => {
    const event = envelopeAt(log.index, ordinals[i]!);
    const data = payload.kind === 'json' ? payload.text : 'null';
    return (
      `{"type":${JSON.stringify(event.type)},"data":${data},"metadata":${metadata ?? 'null'},` +
      `"streamId":${JSON.stringify(event.streamId)},"streamRevision":${revisionText(event.streamRevision)},` +
      `"globalPosition":${JSON.stringify(event.globalPosition)},"recordedAt":${JSON.stringify(event.recordedAt)},` +
      `"schemaVersion":${JSON.stringify(sandboxVersion(event.schemaVersion))},"eventId":${JSON.stringify(eventId)}}`
    );
  });
}

const revisionText = (revision: string | null): string =>
  revision === null || Number.isSafeInteger(Number(revision)) ? String(revision) : JSON.stringify(revision);
