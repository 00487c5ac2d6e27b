import type { JsonObject } from '../../../../../shared/json.ts';
import { actorKeys, firstText, toObject, toText } from '../../fields.ts';
import { schemaVersionKeys, versionOfKeys, versionOfType } from '../../schemaVersion.ts';
import { type LineDialect, missingType } from './dialect.ts';
import { readTime } from './envelopeNumbers.ts';

// Rows of the table `events` of commanded/eventstore (lib/event_store/sql/init.ex). The table has neither stream nor
// order: both are in `stream_events`. Exports come in the order of random event ids.

const oneStream = '(stream not recorded)';

export const commanded: LineDialect = {
  id: 'commanded',
  name: 'Commanded EventStore events',
  provenBy: 'rows in the table layout of commanded/eventstore',
  firstRevision: null,
  revisionLabel: 'stream version',
  globalGapsAreNormal: true,
  orderedByTime: 'This table alone has no order: events are ordered by created_at.',
  notes: [
    'This is the table "events" alone: streams and positions are in the table "stream_events", so all events are shown as one stream.',
  ],
  payloadKeys: ['data'],
  metadataKeys: ['metadata'],
  envelopeKeys: new Set(['event_id', 'event_type', 'causation_id', 'correlation_id', 'data', 'metadata', 'created_at']),
  read(line, out) {
    out.type = toText(line.event_type);
    if (out.type === '') return missingType;
    const metadata = toObject(line.metadata);
    out.stream = oneStream;
    out.recordedAt = readTime(out, 'created_at', line.created_at);
    out.eventId = toText(line.event_id);
    out.schemaVersion = versionOfKeys(metadata ?? undefined) || versionOfType(out.type);
    out.correlationId = toText(line.correlation_id);
    out.causationId = toText(line.causation_id);
    out.actor = firstText(metadata, actorKeys);
    return null;
  },
  places: {
    type: [['event_type']],
    stream: [],
    streamOtherwise: oneStream,
    revision: [],
    position: [],
    recordedAt: [['created_at']],
    eventId: [['event_id']],
    schemaVersion: schemaVersionKeys.map((key) => ['metadata', key]),
    correlationId: [['correlation_id']],
    causationId: [['causation_id']],
    maybeText: [['metadata']],
  },
};

export const isCommanded = (line: JsonObject): boolean =>
  ['event_id', 'event_type', 'causation_id', 'correlation_id', 'data', 'created_at'].every((key) => key in line) &&
  !['stream_id', 'stream_uuid', 'stream', 'streamId', 'stream_name', 'aggregate_id'].some((key) => key in line);
