import type { JsonObject } from '../../../../../shared/json.ts';
import { actorKeys, firstText, toPosition, toText } from '../../fields.ts';
import { binary, payloadOfBytes } from '../../payloads.ts';
import { versionOfType, versionText } from '../../schemaVersion.ts';
import { jsonPayload, type LineDialect, missingType } from './dialect.ts';
import { readTime } from './envelopeNumbers.ts';

// CloudEvents 1.0, structured JSON. Extensions are lower case: correlationid, causationid, sequence, dataversion.

const envelopeKeys = new Set([
  'id',
  'type',
  'subject',
  'time',
  'data',
  'data_base64',
  'correlationid',
  'causationid',
  'sequence',
]);

export const cloudEvents: LineDialect = {
  id: 'cloudevents',
  name: 'CloudEvents JSON Lines',
  provenBy: 'events written by the CloudEvents JavaScript SDK',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  notes: [
    'CloudEvents number nothing inside a stream: subject (else source) is taken as the stream, sequence as position.',
  ],
  payloadKeys: ['data', 'data_base64'],
  metadataKeys: [],
  envelopeKeys,
  read(line, out) {
    out.type = toText(line.type);
    if (out.type === '') return missingType;
    out.stream = toText(line.subject) || toText(line.source);
    out.position = toPosition(line.sequence);
    out.recordedAt = readTime(out, 'time', line.time);
    out.eventId = toText(line.id);
    out.schemaVersion =
      versionOfSchemaUri(toText(line.dataschema)) ||
      versionText(line.dataversion ?? line.schemaversion) ||
      versionOfType(out.type);
    out.correlationId = toText(line.correlationid) || traceIdOf(toText(line.traceparent));
    out.causationId = toText(line.causationid);
    out.actor = firstText(line, actorKeys);
    return null;
  },
  shape: {
    stream: ['subject'],
    type: ['type'],
    position: ['sequence'],
    recordedAt: ['time'],
    eventId: ['id'],
    schemaVersion: ['dataversion'],
    payload: ['data'],
  },
  recodes: true,
  payload(text, line) {
    const encoded = line.data_base64;
    if (line.data !== undefined || typeof encoded !== 'string') return jsonPayload(text);
    const bytes = Buffer.from(encoded, 'base64');
    const payload = payloadOfBytes(bytes);
    const note = `The event carries bytes (${toText(line.datacontenttype) || 'no content type given'}).`;
    return payload.kind === 'json' ? payload : binary(bytes, note);
  },
};

/** `…/OrderPlaced/2.json` and `…/order-placed-v2` name version 2; without such a number '' is answered. */
function versionOfSchemaUri(uri: string): string {
  const last =
    uri
      .replace(/[?#].*$/, '')
      .split('/')
      .findLast((part) => part !== '') ?? '';
  const name = last.replace(/\.(json|avsc|proto|xsd|schema)$/i, '');
  if (/^[vV]?\d+(\.\d+)*$/.test(name)) return name.replace(/^[vV]/, '');
  return /[.\-_:]?[vV](\d+(?:\.\d+)*)$/.exec(name)?.[1] ?? '';
}

/** W3C trace context: `00-<trace id>-<span id>-<flags>`. */
const traceIdOf = (traceparent: string): string => /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent)?.[1] ?? '';

export const isCloudEvent = (line: JsonObject): boolean =>
  'specversion' in line && 'type' in line && 'source' in line && 'id' in line;
