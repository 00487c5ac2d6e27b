import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import { toPosition, toText } from '../fields.ts';
import type { StoredCheckpoint, StoredDeadLetter } from '../format.ts';
import type { EventTable, SideTables } from '../sqlite/eventTable.ts';
import { payloadOfColumn, textOf } from '../sqlite/rowValues.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';
import type { SqliteValue } from '../sqlite.ts';

// AxonFramework/AxonFramework tag axon-4.9.4 (eventhandling, eventsourcing/eventstore/jpa and jdbc); 5.x
// eventsourcing/…/jpa/AggregateEventEntry.java. JDBC names the same tables in camel case. `traceId` names the whole flow,
// `correlationId` the message that caused this one: of a root that is itself.

/** How far a token has read: the lowest position where it holds several; `null` where none is to be found. */
function positionOf(token: SqliteValue | undefined): bigint | null {
  const text = textOf(token);
  const value = printableJson(text);
  if (isJsonObject(value)) return positionOfToken(value);
  const xml = /<(?:index|globalIndex)>(-?\d{1,19})</.exec(text);
  return xml === null ? null : positive(toPosition(xml[1]));
}

function positionOfToken(token: JsonObject): bigint | null {
  const own = positive(toPosition(token.index ?? token.globalIndex));
  if (own !== null) return own;
  const wrapped = [token.currentToken, token.lowerSegmentToken, token.upperSegmentToken, token.delegate]
    .filter(isJsonObject)
    .map(positionOfToken)
    .filter((position) => position !== null);
  return wrapped.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null;
}

const positive = (position: bigint): bigint | null => (position < 0n ? null : position);

function checkpoints(side: SideTables): StoredCheckpoint[] {
  const columns = ['processor_name', 'segment', 'token', 'token_type'];
  return side.rows('token_entry', columns, 'processor_name, segment').flatMap((row) => {
    const consumer = `${textOf(row.processor_name)}[${textOf(row.segment)}]`;
    // A processor that has not begun has no token.
    if (row.token == null) return [];
    const globalPosition = positionOf(row.token);
    if (globalPosition !== null) return [{ consumer, globalPosition }];
    side.note(`The token of ${consumer} tells no position: ${textOf(row.token_type) || 'of unknown type'}.`);
    return [];
  });
}

function deadLetters(side: SideTables): StoredDeadLetter[] {
  const columns = ['processing_group', 'cause_type', 'cause_message', 'token'];
  return side.rows('dead_letter_entry', columns, 'processing_group, enqueued_at').map((row) => ({
    consumer: textOf(row.processing_group),
    globalPosition: positionOf(row.token),
    error: [row.cause_type, row.cause_message].map(textOf).filter(Boolean).join(': '),
  }));
}

function snapshots(side: SideTables): StoredSnapshot[] {
  const columns = ['aggregate_identifier', 'sequence_number', 'payload_revision', 'payload'];
  return side.rows('snapshot_event_entry', columns, 'aggregate_identifier, sequence_number').map((row) => ({
    streamId: textOf(row.aggregate_identifier),
    streamRevision: textOf(row.sequence_number),
    schemaVersion: textOf(row.payload_revision) || null,
    state: payloadOfColumn(row.payload),
  }));
}

const shared = {
  payload: 'payload',
  snapshotTable: 'snapshot_event_entry',
  snapshots,
  checkpoints,
  deadLetters,
  refine({ metadata }, out) {
    out.stream ||= '(no aggregate)';
    out.correlationId = toText(metadata?.traceId);
    const cause = toText(metadata?.correlationId);
    out.causationId = cause === out.eventId ? '' : cause;
    return null;
  },
  places: {
    usual: {},
    ownCauseIsNone: true,
    members: { correlationId: [['traceId']], causationId: [['correlationId']] },
  },
} satisfies Partial<EventTable>;

const version5: EventTable = {
  ...shared,
  needed: {
    aggregate_event_entry: [
      'global_index',
      'aggregate_identifier',
      'aggregate_sequence_number',
      'type',
      'version',
      'payload',
    ],
  },
  columns: {
    position: 'global_index',
    stream: 'aggregate_identifier',
    revision: 'aggregate_sequence_number',
    type: 'type',
    schemaVersion: 'version',
    recordedAt: 'timestamp',
    eventId: 'identifier',
  },
  metadata: 'metadata',
};

const version4: EventTable = {
  ...shared,
  needed: {
    domain_event_entry: [
      'global_index',
      'aggregate_identifier',
      'sequence_number',
      'payload_type',
      'payload_revision',
      'payload',
    ],
  },
  columns: {
    position: 'global_index',
    stream: 'aggregate_identifier',
    revision: 'sequence_number',
    type: 'payload_type',
    schemaVersion: 'payload_revision',
    recordedAt: 'time_stamp',
    eventId: 'event_identifier',
  },
  metadata: 'meta_data',
};

export const axonSqlite = eventTableFormat({
  id: 'axon-sqlite',
  name: 'Axon Framework JPA and JDBC in SQLite',
  provenBy:
    'a store in the JPA tables of Axon Framework 4.9.4, filled by a generator; tables of JDBC and 5.x by their specification',
  world: 'Axon Framework',
  firstRevision: 0,
  revisionLabel: 'sequence number',
  globalGapsAreNormal: true,
  layouts: [version5, version4],
});
