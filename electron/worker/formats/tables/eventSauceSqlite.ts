import { toMicros, toPosition, toText } from '../fields.ts';
import type { EventTable } from '../sqlite/eventTable.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';

// EventSaucePHP/MessageRepository: the table, whose name an application chooses, has ids (16 bytes or text) and version,
// mostly with an `id` that counts; all else is in the headers, beside the event's own payload. Older tables have type, time and version as columns.

const shared = {
  needed: {},
  payload: 'payload',
  metadata: 'payload',
  unwrap: { payload: 'payload', metadata: 'headers' },
  refine({ row, metadata }, out) {
    out.type ||= toText(metadata?.__event_type);
    out.stream = toText(metadata?.__aggregate_root_id) || out.stream || '(no aggregate)';
    out.eventId = toText(metadata?.__event_id) || out.eventId;
    if ((row.version ?? row.aggregate_root_version) == null)
      out.revision = toPosition(metadata?.__aggregate_root_version);
    if (row.time_of_recording == null) out.recordedAt = toMicros(metadata?.__time_of_recording);
    out.correlationId ||= toText(metadata?.__correlation_id);
    out.causationId ||= toText(metadata?.__causation_id);
    return null;
  },
} satisfies Partial<EventTable>;

const ids = { stream: 'aggregate_root_id', eventId: 'event_id' };

export const eventSauceSqlite = eventTableFormat({
  id: 'eventsauce-sqlite',
  name: 'EventSauce SQLite',
  provenBy: 'its specification: a store made in its documented table',
  world: 'EventSauce',
  firstRevision: 1,
  revisionLabel: 'version',
  globalGapsAreNormal: true,
  layouts: [
    {
      ...shared,
      tables: (tables) => tables.withColumns(['event_id', 'aggregate_root_id', 'version', 'payload']),
      columns: { ...ids, position: 'id', revision: 'version' },
    },
    {
      ...shared,
      tables: (tables) =>
        tables.withColumns(['event_id', 'event_type', 'aggregate_root_id', 'time_of_recording', 'payload']),
      columns: { ...ids, revision: 'aggregate_root_version', type: 'event_type', recordedAt: 'time_of_recording' },
    },
  ],
});
