import { plural } from '../../../../shared/format.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import { toPosition } from '../fields.ts';
import { versionText } from '../schemaVersion.ts';
import type { EventTable, SideTables } from '../sqlite/eventTable.ts';
import { payloadOfColumn, textOf } from '../sqlite/rowValues.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';

// commanded/eventstore lib/event_store/sql/init.ex and sql/statements. `events` has neither stream nor order: both are
// in `stream_events`, where stream 0 is `$all` and its versions are the global positions. Rows of other streams than
// the original one are links. `data` is JSON or Erlang's external term format.

const ALL = '$all';

interface Home {
  stream: string;
  revision: bigint;
  position: bigint;
}

/** Where each event was appended, and its position in `$all`. */
async function homes(side: SideTables): ReturnType<NonNullable<EventTable['join']>> {
  const names = new Map<string, string>();
  const deleted = new Set<string>();
  await side.walk('streams', ['stream_id', 'stream_uuid', 'deleted_at'], (row) => {
    const name = textOf(row.stream_uuid);
    names.set(textOf(row.stream_id), name);
    if (row.deleted_at != null) deleted.add(name);
  });
  const found = new Map<string, Home>();
  const linking = new Set<string>();
  let links = 0;
  const columns = ['event_id', 'stream_id', 'stream_version', 'original_stream_id', 'original_stream_version'];
  await side.walk('stream_events', columns, (row) => {
    const stream = textOf(row.stream_id);
    const original = textOf(row.original_stream_id);
    if (stream === '0') {
      found.set(textOf(row.event_id), {
        stream: names.get(original) ?? `stream ${original}`,
        revision: toPosition(row.original_stream_version),
        position: toPosition(row.stream_version),
      });
    } else if (stream !== original) {
      links++;
      linking.add(names.get(stream) ?? `stream ${stream}`);
    }
  });
  if (links > 0) {
    const streams = [...linking].slice(0, 5).join(', ');
    side.note(`${plural(links, 'link')} to events in other streams (${streams}) are not counted again.`);
  }
  if (deleted.size > 0) side.note(`Soft-deleted, but still there: ${plural(deleted.size, 'stream')} (deleted_at).`);
  return (row, out) => {
    const home = found.get(textOf(row.event_id));
    if (home !== undefined) Object.assign(out, home);
  };
}

export const commandedSqlite = eventTableFormat({
  id: 'commanded-sqlite',
  name: 'Commanded EventStore in SQLite',
  provenBy: 'a store in the table layout of commanded/eventstore, filled by a generator',
  world: 'Commanded',
  firstRevision: 1,
  revisionLabel: 'stream version',
  globalGapsAreNormal: false,
  layouts: [
    {
      needed: {
        events: ['event_id', 'event_type', 'data', 'created_at'],
        streams: ['stream_id', 'stream_uuid'],
        stream_events: ['event_id', 'stream_id', 'stream_version', 'original_stream_id', 'original_stream_version'],
      },
      columns: {
        type: 'event_type',
        recordedAt: 'created_at',
        eventId: 'event_id',
        correlationId: 'correlation_id',
        causationId: 'causation_id',
      },
      payload: 'data',
      metadata: 'metadata',
      join: homes,
      joinOrders: true,
      snapshotTable: 'snapshots',
      snapshots: (side) =>
        side.rows('snapshots', ['source_uuid', 'source_version', 'data', 'metadata'], 'source_uuid').map((row) => {
          const metadata = printableJson(textOf(row.metadata));
          return {
            streamId: textOf(row.source_uuid),
            streamRevision: textOf(row.source_version),
            schemaVersion: (isJsonObject(metadata) && versionText(metadata.snapshot_module_version)) || null,
            state: payloadOfColumn(row.data),
          };
        }),
      checkpoints: (side) =>
        side
          .rows('subscriptions', ['stream_uuid', 'subscription_name', 'last_seen'], 'subscription_name')
          .flatMap((row) => {
            const consumer = textOf(row.subscription_name);
            const globalPosition = toPosition(row.last_seen);
            if (textOf(row.stream_uuid) === ALL) return globalPosition < 0n ? [] : [{ consumer, globalPosition }];
            side.note(
              `Subscription ${consumer} has seen ${textOf(row.stream_uuid)} up to version ${textOf(row.last_seen)}.`,
            );
            return [];
          }),
    },
  ],
});
