import { isJsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import { NO_POSITION } from '../../eventIndex/eventIndex.ts';
import { causationKeys, toPosition, toText } from '../fields.ts';
import { payloadOfColumn, textOf } from '../sqlite/rowValues.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';

// prooph/pdo-event-store scripts/ and src/PersistenceStrategy. Each stream has a table, `_` and the SHA-1 of its name,
// that `event_streams` lists; one stream may hold many aggregates, which the metadata name.

const eventColumns = ['no', 'event_id', 'event_name', 'payload', 'metadata', 'created_at'];

export const proophSqlite = eventTableFormat({
  id: 'prooph-sqlite',
  name: 'Prooph event store in SQLite',
  provenBy: 'its specification: a store made in the tables of prooph/pdo-event-store',
  world: 'the Prooph event store',
  firstRevision: 1,
  revisionLabel: 'aggregate version',
  globalGapsAreNormal: true,
  layouts: [
    {
      needed: { event_streams: ['real_stream_name', 'stream_name'] },
      tables: (tables) => tables.withColumns(eventColumns),
      streams: (side) =>
        new Map(
          side
            .rows('event_streams', ['stream_name', 'real_stream_name'])
            .map((row) => [textOf(row.stream_name).trim(), textOf(row.real_stream_name)]),
        ),
      columns: { position: 'no', type: 'event_name', recordedAt: 'created_at', eventId: 'event_id' },
      payload: 'payload',
      metadata: 'metadata',
      refine({ metadata }, out) {
        const aggregate = toText(metadata?._aggregate_id);
        if (aggregate === '') out.revision = out.position;
        else {
          out.stream = aggregate;
          out.revision = toPosition(metadata?._aggregate_version);
        }
        out.causationId ||= toText(metadata?._causation_id);
        return null;
      },
      places: {
        usual: {},
        members: {
          stream: [['_aggregate_id']],
          revision: [['_aggregate_version']],
          causationId: [...causationKeys, '_causation_id'].map((key) => [key]),
        },
      },
      // A projection reads several streams, each up to a position of its own: the first of them is no one's position in
      // a store with several tables, and shown by stream.
      checkpoints: (side) =>
        side.rows('projections', ['name', 'position'], 'name').flatMap((row) => {
          const positions = printableJson(textOf(row.position));
          return Object.entries(isJsonObject(positions) ? positions : {}).flatMap(([stream, at]) => {
            const globalPosition = toPosition(at);
            return globalPosition === NO_POSITION
              ? []
              : [{ consumer: `${textOf(row.name)}[${stream}]`, globalPosition }];
          });
        }),
      snapshotTable: 'snapshots',
      snapshots: (side) =>
        side.rows('snapshots', ['aggregate_id', 'last_version', 'aggregate_root'], 'aggregate_id').map((row) => ({
          streamId: textOf(row.aggregate_id),
          streamRevision: textOf(row.last_version),
          schemaVersion: null,
          state: payloadOfColumn(row.aggregate_root),
        })),
    },
  ],
});
