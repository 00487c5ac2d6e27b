import type { JsonObject } from '../../../../../shared/json.ts';
import { toMicros, toPosition, toText } from '../../fields.ts';
import { versionOfType, versionText } from '../../schemaVersion.ts';
import { type LineDialect, missingType } from './dialect.ts';

/** The lines that `documents/eventWriter.ts` makes of a document: our own words, one for each part of the envelope. */
export const converted: LineDialect = {
  id: 'converted',
  name: 'Converted document',
  provenBy: 'the converter that wrote them',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  notes: [],
  payloadKeys: ['data'],
  metadataKeys: ['metadata'],
  envelopeKeys: new Set([
    'stream',
    'type',
    'revision',
    'position',
    'time',
    'id',
    'correlation',
    'causation',
    'version',
    'actor',
  ]),
  read(line: JsonObject, out) {
    out.type = toText(line.type);
    if (out.type === '') return missingType;
    out.stream = toText(line.stream);
    out.revision = toPosition(line.revision);
    out.position = toPosition(line.position);
    out.recordedAt = toMicros(line.time);
    out.eventId = toText(line.id);
    out.schemaVersion = versionText(line.version) || versionOfType(out.type);
    out.correlationId = toText(line.correlation);
    out.causationId = toText(line.causation);
    out.actor = toText(line.actor);
    return null;
  },
  places: {
    type: [['type']],
    stream: [['stream']],
    streamOtherwise: '',
    revision: [['revision']],
    position: [['position']],
    recordedAt: [['time']],
    eventId: [['id']],
    schemaVersion: [['version']],
    correlationId: [['correlation']],
    causationId: [['causation']],
    maybeText: [],
  },
};
