import type { Payload } from '../../../../shared/model/event.ts';
import { toPosition } from '../fields.ts';
import type { StoredCheckpoint } from '../format.ts';
import { versionOfType } from '../schemaVersion.ts';
import type { EventTable, NamedRow, SideTables } from '../sqlite/eventTable.ts';
import { payloadOfColumn, textOf } from '../sqlite/rowValues.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';
import { type PersistentMessage, readPersistentMessage } from './persistentMessage.ts';

// apache/pekko-persistence-jdbc core/src/main/resources/schema, the same in akka-persistence-jdbc. `event_journal` since
// 5.0; before that `journal`, whose `message` wraps the event. The type is the serializer's manifest: with Jackson a class,
// and `#n` behind it when it was migrated.

const isTrue = (row: NamedRow): boolean => /^(1|t|true)$/i.test(textOf(row.deleted));
const deletedNote = 'marked as deleted (deleted): the library no longer replays them';

/** The type of an event whose serializer needs no manifest. */
const unnamed = (serializer: string): string => `(serializer ${serializer})`;

/** Tags by the event's position, or by its stream and revision: the key of the table has changed over time. */
function tagsOf(side: SideTables): NonNullable<ReturnType<NonNullable<EventTable['beside']>>> {
  const tags = new Map<string, string[]>();
  const inStream = (row: NamedRow): string => `${textOf(row.persistence_id)} ${textOf(row.sequence_number)}`;
  for (const row of side.rows('event_tag', ['event_id', 'persistence_id', 'sequence_number', 'tag'])) {
    const key = row.event_id == null ? inStream(row) : textOf(row.event_id);
    tags.set(key, [...(tags.get(key) ?? []), textOf(row.tag)]);
  }
  return (row) => {
    const found = tags.get(textOf(row.ordering)) ?? tags.get(inStream(row));
    return found === undefined ? [] : [['tags', JSON.stringify(found)]];
  };
}

/** Projections keep positions of other kinds as well: those are no numbers. */
const checkpoints = (side: SideTables): StoredCheckpoint[] =>
  ['pekko_projection_offset_store', 'akka_projection_offset_store', 'offset_store'].flatMap((table) =>
    side
      .rows(table, ['projection_name', 'projection_key', 'current_offset'], 'projection_name, projection_key')
      .flatMap((row) => {
        const consumer = `${textOf(row.projection_name)}[${textOf(row.projection_key)}]`;
        const globalPosition = toPosition(row.current_offset);
        if (globalPosition >= 0n) return [{ consumer, globalPosition }];
        side.note(`Projection ${consumer} is at ${textOf(row.current_offset)}, which is no position in this store.`);
        return [];
      }),
  );

const current: EventTable = {
  needed: {
    event_journal: [
      'ordering',
      'persistence_id',
      'sequence_number',
      'write_timestamp',
      'event_ser_id',
      'event_payload',
    ],
  },
  columns: {
    position: 'ordering',
    stream: 'persistence_id',
    revision: 'sequence_number',
    type: 'event_ser_manifest',
    recordedAt: 'write_timestamp',
  },
  also: ['deleted', 'event_ser_id', 'adapter_manifest'],
  payload: 'event_payload',
  refine({ row, tally }, out) {
    out.type ||= textOf(row.adapter_manifest) || unnamed(textOf(row.event_ser_id));
    if (typeof row.write_timestamp === 'bigint') out.recordedAt = Number(row.write_timestamp) * 1000;
    if (isTrue(row)) tally(deletedNote);
    return null;
  },
  places: { usual: { deleted: [0n, null] }, timeForm: 'milliseconds' },
  beside: tagsOf,
  snapshotTable: 'snapshot',
  snapshots: (side) => {
    const columns = ['persistence_id', 'sequence_number', 'snapshot_ser_manifest', 'snapshot_payload'];
    return side.rows('snapshot', columns, 'persistence_id, sequence_number').map((row) => ({
      streamId: textOf(row.persistence_id),
      streamRevision: textOf(row.sequence_number),
      schemaVersion: versionOfType(textOf(row.snapshot_ser_manifest)) || null,
      state: payloadOfColumn(row.snapshot_payload),
    }));
  },
  checkpoints,
};

const messageOf = ({ message }: NamedRow): PersistentMessage | null =>
  Buffer.isBuffer(message) ? readPersistentMessage(message) : null;

const legacy: EventTable = {
  needed: { journal: ['ordering', 'persistence_id', 'sequence_number', 'message'] },
  columns: { position: 'ordering', stream: 'persistence_id', revision: 'sequence_number' },
  also: ['deleted', 'message'],
  payload: 'message',
  otherPayload: (row): Payload | null => {
    const message = messageOf(row);
    return message && payloadOfColumn(message.payload);
  },
  refine({ row, tally }, out) {
    const message = messageOf(row);
    if (message === null) return { problem: 'Its message is no PersistentMessage of Akka or Pekko.' };
    out.type = message.manifest || unnamed(String(message.serializerId));
    if (message.timestampMs > 0) out.recordedAt = message.timestampMs * 1000;
    if (isTrue(row)) tally(deletedNote);
    return null;
  },
  snapshotTable: 'snapshot',
  // A snapshot is wrapped in a format of its own, which is not read.
  snapshots: (side) =>
    side
      .rows('snapshot', ['persistence_id', 'sequence_number', 'snapshot'], 'persistence_id, sequence_number')
      .map((row) => ({
        streamId: textOf(row.persistence_id),
        streamRevision: textOf(row.sequence_number),
        schemaVersion: null,
        state: payloadOfColumn(row.snapshot),
      })),
  checkpoints,
};

export const pekkoSqlite = eventTableFormat({
  id: 'pekko-sqlite',
  name: 'Akka and Pekko Persistence JDBC in SQLite',
  provenBy:
    'a store in the tables of pekko-persistence-jdbc, filled by a generator; legacy journals by their specification',
  world: 'Pekko Persistence JDBC',
  firstRevision: 1,
  revisionLabel: 'sequence number',
  globalGapsAreNormal: true,
  layouts: [current, legacy],
});
