import type { EventEnvelope, LogPoint, Ordinal } from '../../../shared/model/event.ts';
import { microsToIso } from '../../../shared/time.ts';
import type { EventIndex } from './eventIndex.ts';

export const globalPositionAt = (index: EventIndex, ordinal: Ordinal): string | null =>
  index.columns.globalPosition.text(ordinal);

export const streamRevisionAt = (index: EventIndex, ordinal: Ordinal): string | null =>
  index.columns.streamRevision.text(ordinal);

export function schemaVersionAt(index: EventIndex, ordinal: Ordinal): string | null {
  const version = index.columns.schemaVersion[ordinal]!;
  return version === 0 ? null : index.schemaVersions.text(version);
}

/** The envelope of one event from the columns alone. */
export function envelopeAt(index: EventIndex, ordinal: Ordinal): EventEnvelope {
  const c = index.columns;
  return {
    ordinal,
    globalPosition: globalPositionAt(index, ordinal),
    streamId: index.streams.text(c.stream[ordinal]!),
    streamRevision: streamRevisionAt(index, ordinal),
    type: index.types.text(c.type[ordinal]!),
    schemaVersion: schemaVersionAt(index, ordinal),
    recordedAt: microsToIso(c.recordedAt[ordinal]!),
  };
}

export const pointAt = (index: EventIndex, ordinal: Ordinal): LogPoint => ({
  ordinal,
  globalPosition: globalPositionAt(index, ordinal),
  recordedAt: microsToIso(index.columns.recordedAt[ordinal]!),
});

/** The part of a stream id before its first separator (`-`, `$`, `|`, `/`), as message-db's category. */
export function categoryOf(streamId: string): string {
  const end = streamId.search(/[-$|/]/);
  return end <= 0 ? streamId : streamId.slice(0, end);
}
