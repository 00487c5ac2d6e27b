import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../shared/json.ts';
import { toObject, toPosition, toText } from '../../fields.ts';
import { type LineDialect, missingType, type NotAnEvent } from './dialect.ts';
import { readTime } from './envelopeNumbers.ts';

// Change events of a Debezium connector, alone or as `{schema, payload}`: before, after, source, op, ts_ms. The row's
// key is in the Kafka message's key, which the line does not have: the column `id`, else the first one, stands for it.

const deleted: NotAnEvent = { leftOut: 'deletes (op d): they carry no new content' };
const tombstone: NotAnEvent = { leftOut: 'null lines (tombstones behind deletes)' };
const other: NotAnEvent = { leftOut: 'truncations and connector messages (op t, m)' };

export const debezium: LineDialect = {
  id: 'debezium',
  name: 'Debezium change events',
  provenBy: 'the envelope of Debezium 2.7 for PostgreSQL',
  firstRevision: 1,
  revisionLabel: 'row version',
  globalGapsAreNormal: true,
  notes: [
    'Rows are streams (table and column id), changes are events named table:operation; a row column "version" is shown as the revision.',
  ],
  wrapper: 'payload',
  payloadKeys: ['after'],
  metadataKeys: ['source'],
  envelopeKeys: new Set(['after', 'source', 'schema']),
  read(line, out) {
    const change = changeOf(line);
    const after = toObject(change.after);
    const operation = toText(change.op);
    if (operation === 'd') return deleted;
    if (after === null) return operation === '' ? missingType : other;
    const table = toText(toObject(change.source)?.table) || 'table';
    const key = toText(after.id ?? Object.values(after)[0]);
    out.type = `${table}:${operation}`;
    out.stream = key === '' || key.startsWith(`${table}-`) ? key || table : `${table}-${key}`;
    // A column of the application's, which may mean anything: it stays in the payload.
    out.revision = toPosition(after.version);
    out.recordedAt = readTime(out, change.ts_us == null ? 'ts_ms' : 'ts_us', change.ts_us ?? change.ts_ms);
    return null;
  },
  nonObject: (value: JsonValue) => (value === null ? tombstone : null),
};

function changeOf(line: JsonObject): JsonObject {
  const payload = line.payload;
  return isJsonObject(payload) && 'op' in payload ? payload : line;
}

export function isDebezium(line: JsonObject): boolean {
  const change = changeOf(line);
  return 'op' in change && 'after' in change && isJsonObject(change.source);
}
