import type { JsonObject, JsonValue } from '../../../../../shared/json.ts';
import { toObject, toText } from '../../fields.ts';
import { type HeaderTexts, headerRole, noHeaders } from '../../messageHeaders.ts';
import { versionOfKeys, versionOfType, versionText } from '../../schemaVersion.ts';
import { type LineDialect, missingType } from './dialect.ts';
import { readTime } from './envelopeNumbers.ts';

// `kcat -J`: edenhill/kcat json.c. Headers are one flat array of name, value, name, value; payloads are JSON in a
// string, or null (a tombstone). Offsets count per partition, so time is the only order across partitions.

export const kcat: LineDialect = {
  id: 'kcat',
  name: 'Kafka messages (kcat -J)',
  provenBy: 'the envelope of kcat json.c',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  orderedByTime: 'Offsets count per partition: messages are ordered by their time (ts).',
  notes: ['The message key is taken as the stream; type, id and versions come from the message headers.'],
  payloadKeys: ['payload', 'value'],
  metadataKeys: [],
  envelopeKeys: new Set(['payload', 'value', 'key', 'ts']),
  read(line, out) {
    const headers = headersOf(line.headers);
    const payload = headers.type === '' ? toObject(line.payload ?? line.value) : null;
    out.type = headers.type || toText(payload?.type ?? payload?.eventType ?? undefined) || toText(line.topic);
    if (out.type === '') return missingType;
    out.stream = toText(line.key) || `${toText(line.topic)}/${toText(line.partition)}`;
    out.recordedAt = readTime(out, 'ts', line.ts);
    out.eventId = headers.id;
    out.schemaVersion = headers.version || versionOfKeys(payload ?? undefined) || versionOfType(out.type);
    out.correlationId = headers.correlation;
    out.causationId = headers.causation;
    out.actor = headers.actor;
    return null;
  },
};

/** Headers as kcat writes them; newer help texts promise an object, which is read as well. */
function headersOf(value: JsonValue | undefined): HeaderTexts {
  const headers = noHeaders();
  const flat = Array.isArray(value) ? value : Object.entries(toObject(value) ?? {}).flat();
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const role = headerRole(toText(flat[i]));
    if (role !== null) headers[role] ||= role === 'version' ? versionText(flat[i + 1]) : toText(flat[i + 1]);
  }
  return headers;
}

export const isKcat = (line: JsonObject): boolean =>
  'topic' in line && 'partition' in line && 'offset' in line && ('payload' in line || 'value' in line);
