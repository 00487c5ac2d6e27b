import { formatCount, plural } from '../../../shared/format.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../shared/json.ts';
import { placePath, placesIn } from '../../../shared/mappingText.ts';
import type { Payload } from '../../../shared/model/event.ts';
import {
  type FieldError,
  type Mapping,
  type MappingPreview,
  type MappingRole,
  mappingRoles,
  type PreviewRow,
} from '../../../shared/model/mapping.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { microsToIso } from '../../../shared/time.ts';
import { NO_POSITION } from '../eventIndex/eventIndex.ts';
import { shownMember, toObject } from '../formats/fields.ts';
import type { StoreHead, StoreSource } from '../formats/format.ts';
import { emptyEnvelope, type LineEnvelope, type NotAnEvent } from '../formats/lines/dialects/dialect.ts';
import { lineMetadata, linePayload } from '../formats/lines/lineRecord.ts';
import { versionOfType } from '../formats/schemaVersion.ts';
import { metadataOf, payloadOf } from '../formats/sqlite/eventBody.ts';
import type { NamedRow } from '../formats/sqlite/eventTable.ts';
import { readEnvelope } from '../formats/sqlite/rowEnvelope.ts';
import { memberAt, timeReader } from './fieldReaders.ts';
import { type FirstRows, firstRows } from './firstRows.ts';
import { mappedDialect } from './mappedDialect.ts';
import { misfits } from './mappedFormat.ts';
import { mappedTable } from './mappedTable.ts';
import { looksOf } from './places.ts';

/** Characters of a value that a preview shows. */
const SHOWN = 200;

/** What a reader makes of one record. */
interface ReadRecord {
  readonly envelope: LineEnvelope;
  readonly payload: Payload;
  readonly metadata: string | null;
  readonly refused: string | null;
}

/**
 * The first records as they would open by a mapping, with what is wrong with it. Nothing is thrown for a bad mapping.
 */
export function previewOf(mapping: Mapping, store: StoreSource, head: StoreHead, limit: number): MappingPreview {
  let first: FirstRows;
  try {
    first = firstRows(mapping.source, store, head, limit);
  } catch (error) {
    if (!(error instanceof InspectorError) || error.data?.fields === undefined) throw error;
    return { columns: [], places: [], rows: [], errors: error.data.fields, opens: false, more: false };
  }
  const { columns, records, more } = first;
  const wrong = misfits(mapping, head);
  const reads = readerOf(mapping, first);
  const rows = records.map((record, i) => rowOf(mapping, record, reads(i), columns));
  return {
    columns,
    places: looksOf(records, columns).map(({ place }) => place),
    rows,
    errors: [...wrong, ...summaryOf(rows, wrong), ...absentIn(mapping, records, wrong)],
    opens: wrong.length === 0 && (rows.length === 0 || rows.some(({ refused }) => refused === null)),
    more,
  };
}

/** Reads the records by the very functions by which an opened store is read. */
function readerOf(mapping: Mapping, { records, rows, columns }: FirstRows): (i: number) => ReadRecord {
  const { source } = mapping;
  if (rows !== null && source.kind === 'sqlite') {
    const layout = mappedTable(mapping, source.table, columns);
    return (i) => readRow(rows[i]!, layout);
  }
  const dialect = mappedDialect(mapping);
  return (i) => {
    const envelope = emptyEnvelope();
    const refused = dialect.read(records[i]!, envelope);
    const text = stringifyJson(records[i]!);
    return {
      envelope,
      payload: linePayload(dialect, text, records[i]!),
      metadata: lineMetadata(dialect, text),
      refused: whyRefused(refused),
    };
  };
}

function readRow(row: NamedRow, layout: ReturnType<typeof mappedTable>): ReadRecord {
  const envelope = emptyEnvelope();
  const metadata = metadataOf(layout, row);
  const event = { row, metadata: metadata.object, tally: () => {} };
  const refused = readEnvelope(layout, event, envelope, { stream: '', join: null, versionOfType });
  return { envelope, payload: payloadOf(layout, row), metadata: metadata.text, refused: whyRefused(refused) };
}

const whyRefused = (refused: NotAnEvent | null): string | null =>
  refused === null ? null : 'problem' in refused ? refused.problem : refused.leftOut;

function rowOf(mapping: Mapping, record: JsonObject, read: ReadRecord, columns: readonly string[]): PreviewRow {
  const values: Partial<Record<MappingRole, string | null>> = {};
  const errors: FieldError[] = [];
  for (const { role } of mappingRoles) {
    const field = mapping.fields[role];
    if (field === undefined) continue;
    const value = readValue(role, mapping, record, read);
    values[role] = value === null ? null : cut(value);
    const place = placesIn(field)[0];
    const stored = place === undefined ? null : (memberAt(record, placePath(place)) ?? null);
    const message = errorOf(role, stored, value, read);
    if (message !== null) errors.push({ field: role, message });
  }
  return { raw: columns.map((column) => rawText(record[column])), values, errors, refused: read.refused };
}

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

function rawText(value: JsonValue | undefined): string {
  if (value == null) return '';
  return cut(typeof value === 'string' ? value : stringifyJson(value));
}

function readValue(
  role: MappingRole,
  { fields }: Mapping,
  record: JsonObject,
  { envelope, payload, metadata }: ReadRecord,
): string | null {
  const number = (value: bigint): string | null => (value === NO_POSITION ? null : String(value));
  switch (role) {
    case 'revision':
      return number(envelope.revision);
    case 'globalPosition':
      return number(envelope.position);
    case 'recordedAt':
      return microsToIso(timeReader([fields.recordedAt])(record));
    case 'occurredAt':
      return microsToIso(timeReader([fields.occurredAt])(record));
    case 'payload':
      return payload.kind === 'binary' ? `${payload.bytes} bytes` : payload.text;
    case 'metadata':
      return metadata;
    default:
      return envelope[role] === '' ? null : envelope[role];
  }
}

/** What is wrong with a role in one record, as a sentence. `stored` is what stands there. */
function errorOf(role: MappingRole, stored: JsonValue, value: string | null, { payload }: ReadRecord): string | null {
  switch (role) {
    case 'type':
      return value === null ? 'It is empty: this is no event.' : null;
    case 'revision':
    case 'globalPosition':
      return value === null && stored !== null ? `It is no whole number: ${shownMember(stored)}.` : null;
    case 'recordedAt':
    case 'occurredAt':
      return value === null && stored !== null ? `It is no time: ${shownMember(stored)}.` : null;
    case 'payload':
      return payload.kind === 'invalid' ? payload.reason : null;
    case 'metadata':
      return stored !== null && !isJsonObject(stored) && toObject(stored) === null
        ? `It is no JSON object: ${shownMember(stored)}.`
        : null;
    default:
      return value === null && stored !== null && stored !== ''
        ? `It is neither text nor a number: ${shownMember(stored)}.`
        : null;
  }
}

/** Of each role what is wrong in the rows, with the first example. */
function summaryOf(rows: readonly PreviewRow[], wrong: readonly FieldError[]): FieldError[] {
  return mappingRoles.flatMap(({ role }) => {
    if (wrong.some(({ field }) => field === role)) return [];
    const found = rows.flatMap(({ errors }) => errors.filter(({ field }) => field === role));
    const [first] = found;
    if (first === undefined) return [];
    const where = found.length === rows.length ? 'all' : formatCount(found.length);
    const message = `${first.message.replace(/\.$/, '')}; so in ${where} of the first ${plural(rows.length, 'record')}.`;
    return [{ field: role, message }];
  });
}

/** Places that none of the records has. */
function absentIn({ fields }: Mapping, records: readonly JsonObject[], wrong: readonly FieldError[]): FieldError[] {
  if (records.length === 0) return [];
  return mappingRoles.flatMap(({ role }) => {
    // A type that is nowhere is said in each row.
    if (role === 'type' || wrong.some(({ field }) => field === role)) return [];
    return placesIn(fields[role])
      .filter((place) => !records.some((record) => memberAt(record, placePath(place)) != null))
      .map((place) => ({ field: role, message: `None of the first records has a value at ${place}.` }));
  });
}
