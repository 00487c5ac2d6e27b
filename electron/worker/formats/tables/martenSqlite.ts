import { isJsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import { toPosition, toText } from '../fields.ts';
import { binary } from '../payloads.ts';
import { versionOfType } from '../schemaVersion.ts';
import { payloadOfColumn, textOf } from '../sqlite/rowValues.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';

// JasperFx/marten src/Marten/Events/Schema (9.29.0). Columns that depend on options: correlation_id, causation_id,
// headers, user_name, bdata, is_skipped, tags. With a partition per tenant seq_id repeats, and so may stream ids.

const DEFAULT_TENANT = '*DEFAULT*';
const inTenant = (stream: string, tenant: string): string =>
  tenant === '' || tenant === DEFAULT_TENANT ? stream : `${stream} in ${tenant}`;

/** The version in the alias of an event's type, or in its class. */
const versionOfBoth = (type: string, dotnetType: string): string =>
  versionOfType(type) || versionOfType(dotnetType.replace(/,.*$/s, ''));

export const martenSqlite = eventTableFormat({
  id: 'marten-sqlite',
  name: 'Marten in SQLite',
  provenBy: 'a store in the table layout of Marten 9.29.0, filled by a generator',
  world: 'Marten',
  firstRevision: 1,
  revisionLabel: 'version',
  globalGapsAreNormal: true,
  layouts: [
    {
      needed: { mt_events: ['seq_id', 'id', 'stream_id', 'version', 'data', 'type', 'timestamp'] },
      columns: {
        position: 'seq_id',
        stream: 'stream_id',
        revision: 'version',
        type: 'type',
        recordedAt: 'timestamp',
        eventId: 'id',
        correlationId: 'correlation_id',
        causationId: 'causation_id',
        actor: 'user_name',
      },
      also: ['tenant_id', 'mt_dotnet_type', 'is_archived'],
      payload: 'data',
      payloadAlso: ['bdata'],
      otherPayload: ({ bdata }) =>
        Buffer.isBuffer(bdata) && bdata.length > 0
          ? binary(bdata, 'Marten stored this event in a binary encoding (column bdata).')
          : null,
      metadata: 'headers',
      refine({ row, tally }, out) {
        out.stream = inTenant(out.stream, textOf(row.tenant_id));
        out.schemaVersion = versionOfBoth(out.type, textOf(row.mt_dotnet_type));
        if (/^(1|t|true)$/i.test(textOf(row.is_archived))) tally('in archived streams (is_archived)');
        return null;
      },
      places: {
        usual: { tenant_id: [DEFAULT_TENANT, '', null], is_archived: [0n, null, 'f', 'false'] },
        version: { beside: 'mt_dotnet_type', of: versionOfBoth },
      },
      // Up to Marten 8: inline projections that were kept with their stream.
      snapshots: (side) =>
        side
          .rows('mt_streams', ['id', 'tenant_id', 'snapshot', 'snapshot_version'], 'id')
          .filter(({ snapshot }) => snapshot != null)
          .map((row) => ({
            streamId: inTenant(textOf(row.id), textOf(row.tenant_id)),
            streamRevision: textOf(row.snapshot_version),
            schemaVersion: null,
            state: payloadOfColumn(row.snapshot),
          })),
      checkpoints: (side) =>
        side.rows('mt_event_progression', ['name', 'last_seq_id'], 'name').flatMap((row) => {
          const globalPosition = toPosition(row.last_seq_id);
          return globalPosition < 0n ? [] : [{ consumer: textOf(row.name), globalPosition }];
        }),
      deadLetters: (side) =>
        side.rows('mt_doc_deadletterevent', ['data'], 'id').map(({ data }) => {
          const parsed = printableJson(textOf(data));
          const letter = isJsonObject(parsed) ? parsed : {};
          const position = toPosition(letter.EventSequence);
          return {
            consumer: [letter.ProjectionName, letter.ShardName].map(toText).filter(Boolean).join(':'),
            globalPosition: position < 0n ? null : position,
            error: [letter.ExceptionType, letter.ExceptionMessage].map(toText).filter(Boolean).join(': '),
          };
        }),
    },
  ],
});
