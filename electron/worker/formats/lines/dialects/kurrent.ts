import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../shared/json.ts';
import { actorKeys, causationKeys, correlationKeys, firstText, toObject, toText } from '../../fields.ts';
import { binary } from '../../payloads.ts';
import { schemaVersionKeys, versionOfKeys, versionOfType } from '../../schemaVersion.ts';
import { jsonPayload, type LineDialect, missingType, type NotAnEvent } from './dialect.ts';
import { readInteger, readTime } from './envelopeNumbers.ts';

// Events as @kurrent/kurrentdb-client writes them: resolved `{event, link?, commitPosition?}` or the recorded event
// alone. A link repeats an event of another stream: it is counted once, where it was recorded.

const link: NotAnEvent = { leftOut: 'links to events of other streams (projections write them)' };
const gone: NotAnEvent = { leftOut: 'links to events that no longer exist' };

const envelopeKeys = new Set([
  'streamId',
  'id',
  'revision',
  'type',
  'data',
  'metadata',
  'isJson',
  'created',
  'position',
]);

const inMetadata = (keys: readonly string[]) => keys.map((key) => ['event', 'metadata', key]);

export const kurrent: LineDialect = {
  id: 'kurrentdb',
  name: 'KurrentDB JSON Lines',
  provenBy: 'records converted by @kurrent/kurrentdb-client 1.3.1',
  firstRevision: 0,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  notes: [],
  wrapper: 'event',
  payloadKeys: ['data'],
  metadataKeys: ['metadata'],
  envelopeKeys,
  read(line, out) {
    if (isJsonObject(line.link)) return isJsonObject(line.event) ? link : gone;
    const event = recordedOf(line);
    const metadata = toObject(event.metadata);
    const position = toObject(event.position);
    out.type = toText(event.type);
    if (out.type === '') return missingType;
    if (out.type === '$>') return link;
    out.stream = toText(event.streamId);
    out.revision = readInteger(out, 'revision', event.revision);
    out.position =
      position?.commit == null
        ? readInteger(out, 'commitPosition', line.commitPosition)
        : readInteger(out, 'position.commit', position.commit);
    out.recordedAt = readTime(out, 'created', event.created);
    out.eventId = toText(event.id);
    out.schemaVersion = versionOfKeys(metadata ?? undefined) || versionOfType(out.type);
    out.correlationId = firstText(metadata, correlationKeys);
    out.causationId = firstText(metadata, causationKeys);
    out.actor = firstText(metadata, actorKeys);
    return null;
  },
  // Of resolved events; an event recorded alone is read by `read`.
  places: {
    type: [['event', 'type']],
    stream: [['event', 'streamId']],
    streamOtherwise: '',
    revision: [['event', 'revision']],
    position: [['event', 'position', 'commit'], ['commitPosition']],
    recordedAt: [['event', 'created']],
    eventId: [['event', 'id']],
    schemaVersion: inMetadata(schemaVersionKeys),
    correlationId: inMetadata(correlationKeys),
    causationId: inMetadata(causationKeys),
    maybeText: [
      ['event', 'metadata'],
      ['event', 'position'],
    ],
    noObject: [['link']],
    parsedTypes: ['$>'],
  },
  bytesMark: 'false', // "isJson": false
  payload(text, line) {
    const event = recordedOf(line);
    const bytes = event.isJson === false ? bytesOf(event.data) : null;
    return bytes === null ? jsonPayload(text) : binary(bytes, 'The event was written as binary (isJson is false).');
  },
};

const recordedOf = (line: JsonObject): JsonObject => {
  const event = line.event;
  return isJsonObject(event) ? event : line;
};

/** Bytes as `{type: 'Buffer', data: […]}`, as base64 text, or as an object from index to byte. */
function bytesOf(data: JsonValue | undefined): Buffer | null {
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  if (!isJsonObject(data)) return null;
  const list = Array.isArray(data.data) ? data.data : Object.values(data);
  return list.every((byte) => typeof byte === 'number') ? Buffer.from(list) : null;
}

export function isKurrent(line: JsonObject): boolean {
  const event = recordedOf(line);
  return (
    'streamId' in event &&
    'revision' in event &&
    'created' in event &&
    'type' in event &&
    ('isJson' in event || 'link' in line)
  );
}
