import { toPosition } from '../fields.ts';
import { payloadOfColumn, textOf } from '../sqlite/rowValues.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';

// spatie/laravel-event-sourcing database/migrations. Older tables have neither aggregate_version nor event_version:
// the version in the aggregate is then in meta_data, where there is one. Events need no aggregate.

export const spatieSqlite = eventTableFormat({
  id: 'spatie-sqlite',
  name: 'spatie/laravel-event-sourcing SQLite',
  provenBy: 'its specification: a store made in the tables of its migrations',
  world: 'laravel-event-sourcing',
  firstRevision: 1,
  revisionLabel: 'aggregate version',
  globalGapsAreNormal: true,
  layouts: [
    {
      needed: { stored_events: ['id', 'aggregate_uuid', 'event_class', 'event_properties', 'meta_data', 'created_at'] },
      columns: {
        position: 'id',
        stream: 'aggregate_uuid',
        revision: 'aggregate_version',
        type: 'event_class',
        recordedAt: 'created_at',
        schemaVersion: 'event_version',
      },
      payload: 'event_properties',
      metadata: 'meta_data',
      refine({ row, metadata }, out) {
        out.stream ||= '(no aggregate)';
        if (row.aggregate_version == null) out.revision = toPosition(metadata?.['aggregate-root-version']);
        return null;
      },
      places: { usual: {} },
      snapshotTable: 'snapshots',
      snapshots: (side) =>
        side.rows('snapshots', ['aggregate_uuid', 'aggregate_version', 'state'], 'id').map((row) => ({
          streamId: textOf(row.aggregate_uuid),
          streamRevision: textOf(row.aggregate_version),
          schemaVersion: null,
          state: payloadOfColumn(row.state),
        })),
    },
  ],
});
