import type { JsonObject } from '../../../../../shared/json.ts';
import { actorKeys, firstText, toObject, toText } from '../../fields.ts';
import { binary } from '../../payloads.ts';
import { versionOfType } from '../../schemaVersion.ts';
import { jsonPayload, type LineDialect, missingType } from './dialect.ts';
import { readInteger, readTime } from './envelopeNumbers.ts';

// Rows of mt_events: JasperFx/marten src/Marten/Events/Schema (9.29.0). The schema version is the suffix `_vN` of the
// type, or stands in the .NET type: `OrderPlacedV2, Orders`.

const envelopeKeys = new Set([
  'seq_id',
  'id',
  'stream_id',
  'version',
  'data',
  'bdata',
  'type',
  'timestamp',
  'correlation_id',
  'causation_id',
  'user_name',
  'headers',
]);

export const marten: LineDialect = {
  id: 'marten',
  name: 'Marten JSON Lines',
  provenBy: 'rows in the table layout of Marten 9.29.0',
  firstRevision: 1,
  revisionLabel: 'version',
  globalGapsAreNormal: true,
  notes: [],
  payloadKeys: ['bdata', 'data'],
  metadataKeys: ['headers'],
  envelopeKeys,
  read(line, out) {
    out.type = toText(line.type);
    if (out.type === '') return missingType;
    const headers = toObject(line.headers);
    out.stream = toText(line.stream_id);
    out.revision = readInteger(out, 'version', line.version);
    out.position = readInteger(out, 'seq_id', line.seq_id);
    out.recordedAt = readTime(out, 'timestamp', line.timestamp);
    out.eventId = toText(line.id);
    out.schemaVersion = versionOfType(out.type) || versionOfType(toText(line.mt_dotnet_type).replace(/,.*$/s, ''));
    out.correlationId = toText(line.correlation_id);
    out.causationId = toText(line.causation_id);
    out.actor = toText(line.user_name) || firstText(headers, actorKeys);
    return null;
  },
  bytesMark: 'bdata',
  shape: {
    stream: ['stream_id'],
    type: ['type'],
    revision: ['version'],
    position: ['seq_id'],
    recordedAt: ['timestamp'],
    eventId: ['id'],
    payload: ['data'],
    metadata: ['headers'],
  },
  payload(text, line) {
    const bytes = line.bdata;
    if (typeof bytes !== 'string') return jsonPayload(text);
    const decoded = bytes.startsWith('\\x') ? Buffer.from(bytes.slice(2), 'hex') : Buffer.from(bytes, 'base64');
    return binary(decoded, 'Marten stored this event in a binary encoding (column bdata).');
  },
};

export const isMarten = (line: JsonObject): boolean =>
  'seq_id' in line && 'stream_id' in line && 'version' in line && ('mt_dotnet_type' in line || 'tenant_id' in line);
