import type { JsonObject } from '../../../../../shared/json.ts';
import { actorKeys, firstText, toObject, toPosition, toText } from '../../fields.ts';
import { schemaVersionKeys, versionOfKeys, versionOfType } from '../../schemaVersion.ts';
import { type LineDialect, missingType } from './dialect.ts';
import { readInteger, readTime } from './envelopeNumbers.ts';

// Rows of message_store.messages: message-db/message-db database/. Eventide names a cause by stream and position; only
// a cause that is named by its id can be followed here.
const causes = ['causationMessageId', 'causationId', 'causation_id'] as const;

const correlations = ['correlationStreamName', 'correlationId'] as const;
const inMetadata = (keys: readonly string[]) => keys.map((key) => ['metadata', key]);

export const messageDb: LineDialect = {
  id: 'message-db',
  name: 'message-db JSON Lines',
  provenBy: 'exports of message-db 1.3.0: row_to_json and COPY text',
  firstRevision: 0,
  revisionLabel: 'position',
  globalGapsAreNormal: true,
  notes: [],
  payloadKeys: ['data'],
  metadataKeys: ['metadata'],
  envelopeKeys: new Set(['id', 'stream_name', 'type', 'position', 'global_position', 'data', 'metadata', 'time']),
  read(line, out) {
    const metadata = toObject(line.metadata);
    out.type = toText(line.type);
    if (out.type === '') return missingType;
    out.stream = toText(line.stream_name);
    out.revision = readInteger(out, 'position', line.position);
    out.position = readInteger(out, 'global_position', line.global_position);
    out.recordedAt = readTime(out, 'time', line.time);
    out.eventId = toText(line.id);
    out.schemaVersion = versionOfKeys(metadata ?? undefined) || versionOfType(out.type);
    out.correlationId = firstText(metadata, correlations);
    out.causationId = firstText(metadata, causes);
    out.actor = firstText(metadata, actorKeys) || firstText(toObject(metadata?.properties), actorKeys);
    return null;
  },
  places: {
    type: [['type']],
    stream: [['stream_name']],
    streamOtherwise: '',
    revision: [['position']],
    position: [['global_position']],
    recordedAt: [['time']],
    eventId: [['id']],
    schemaVersion: inMetadata(schemaVersionKeys),
    correlationId: inMetadata(correlations),
    causationId: inMetadata(causes),
    maybeText: [['metadata']],
    parsedTypes: ['Recorded'],
  },
  /** Consumers write how far they are as `Recorded` messages into `<category>:position-<consumer>`. */
  checkpoint(line, envelope) {
    if (envelope.type !== 'Recorded' || !/:position-/.test(envelope.stream)) return null;
    const globalPosition = toPosition(toObject(line.data)?.position);
    return globalPosition < 0n ? null : { consumer: envelope.stream, globalPosition };
  },
};

export const isMessageDb = (line: JsonObject): boolean =>
  'stream_name' in line && 'global_position' in line && 'position' in line && 'type' in line;
