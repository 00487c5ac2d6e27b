import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import { actorKeys, firstText, toObject, toPosition } from '../fields.ts';
import { memberText } from '../rawJson.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';

// message-db/message-db database/. Consumers write how far they are as `Recorded` messages into
// `<category>:position-<consumer>`, entities their snapshots (Eventide) into `<category>:snapshot-<id>`.

const correlations = ['correlationStreamName', 'correlationId'] as const;
const causes = ['causationMessageId', 'causationId', 'causation_id'] as const;

const objectOf = (payload: Payload): JsonObject => {
  const value = payload.kind === 'json' ? printableJson(payload.text) : null;
  return isJsonObject(value) ? value : {};
};

export const messageDbSqlite = eventTableFormat({
  id: 'message-db-sqlite',
  name: 'message-db in SQLite',
  provenBy: 'rows written by message-db 1.3.0, brought from PostgreSQL',
  world: 'message-db',
  firstRevision: 0,
  revisionLabel: 'position',
  globalGapsAreNormal: true,
  layouts: [
    {
      needed: { messages: ['global_position', 'position', 'stream_name', 'type', 'data', 'metadata', 'time', 'id'] },
      columns: {
        position: 'global_position',
        stream: 'stream_name',
        revision: 'position',
        type: 'type',
        recordedAt: 'time',
        eventId: 'id',
      },
      payload: 'data',
      metadata: 'metadata',
      refine({ metadata }, out) {
        out.correlationId = firstText(metadata, correlations);
        out.causationId = firstText(metadata, causes);
        out.actor ||= firstText(toObject(metadata?.properties), actorKeys);
        return null;
      },
      places: {
        usual: {},
        // Positions and snapshots are kept.
        parsedTypes: ['Recorded'],
        members: {
          correlationId: correlations.map((key) => [key]),
          causationId: causes.map((key) => [key]),
        },
      },
      keeps: ({ stream, type }) => (type === 'Recorded' && /:(?:position|snapshot)-/.test(stream) ? stream : null),
      checkpoints: (side) =>
        side.kept().flatMap(([consumer, payload]) => {
          const globalPosition = toPosition(objectOf(payload).position);
          return !consumer.includes(':position-') || globalPosition < 0n ? [] : [{ consumer, globalPosition }];
        }),
      snapshots: (side) =>
        side.kept().flatMap(([stream, payload]) => {
          const version = toPosition(objectOf(payload).entityVersion);
          if (!stream.includes(':snapshot-') || payload.kind !== 'json' || version < 0n) return [];
          return [
            {
              streamId: stream.replace(':snapshot-', '-'),
              streamRevision: String(version),
              schemaVersion: null,
              state: { kind: 'json', text: memberText(payload.text, 'entityData') ?? 'null' },
            },
          ];
        }),
    },
  ],
});
