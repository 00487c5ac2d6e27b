import { type JsonObject, type JsonValue, parseJson, setOwn } from '../../../shared/json.ts';
import { placePath, placesIn, timeFormOf } from '../../../shared/mappingText.ts';
import type { Payload } from '../../../shared/model/event.ts';
import { type Mapping, mappingRoles, type Place } from '../../../shared/model/mapping.ts';
import { toText } from '../formats/fields.ts';
import { type EnvelopeRole, jsonPayload, missingType } from '../formats/lines/dialects/dialect.ts';
import { readInteger } from '../formats/lines/dialects/envelopeNumbers.ts';
import { isJson, objectText, textAt, withoutMember } from '../formats/rawJson.ts';
import { versionText } from '../formats/schemaVersion.ts';
import type { EnvelopeColumns, EventTable, NamedRow } from '../formats/sqlite/eventTable.ts';
import { jsonOfValue, textOf } from '../formats/sqlite/rowValues.ts';
import type { FoundTable } from '../formats/sqlite/storeTables.ts';
import type { SqliteValue } from '../formats/sqlite.ts';
import { memberAt, NO_STREAM, shownColumns, shownPaths, textReader, timeReader } from './fieldReaders.ts';

/** A table or view whose names are taken exactly as they stand. */
const exactTable = (name: string, columns: readonly string[]): FoundTable => ({
  name,
  columns,
  column: (wanted) => (columns.includes(wanted) ? wanted : null),
});

/** Roles that a column fills by itself, as the envelope calls them. */
const directRoles = {
  globalPosition: 'position',
  revision: 'revision',
  recordedAt: 'recordedAt',
  stream: 'stream',
  type: 'type',
  eventId: 'eventId',
  schemaVersion: 'schemaVersion',
  correlationId: 'correlationId',
  causationId: 'causationId',
  actor: 'actor',
} as const satisfies Partial<Record<keyof Mapping['fields'], EnvelopeRole>>;

/** The layout of the rows of a table or view whose columns a person has mapped. `table` is where the rows are read. */
export function mappedTable({ fields }: Mapping, table: string, columns: readonly string[]): EventTable {
  const direct: Partial<Record<EnvelopeRole, string>> = {};
  for (const [role, part] of Object.entries(directRoles) as [keyof typeof directRoles, EnvelopeRole][]) {
    const [place, ...others] = placesIn(fields[role]);
    const path = place === undefined || others.length > 0 ? [] : placePath(place);
    if (path.length === 1) direct[part] = path[0]!;
  }
  const payload = fields.payload === undefined ? null : placePath(fields.payload);
  const metadata = fields.metadata === undefined ? null : placePath(fields.metadata);
  const shown = shownColumns({ fields });
  const heads = mappingRoles
    .filter(({ role }) => role !== 'payload' && role !== 'metadata')
    .flatMap(({ role }) => placesIn(fields[role]))
    .map((place) => placePath(place)[0]!);
  const others = columns.filter((column) => !shown.includes(column) && column !== metadata?.[0]);
  const isWhole = payload?.length === 1;

  return {
    needed: {},
    tables: () => [exactTable(table, columns)],
    columns: direct as EnvelopeColumns,
    also: [...new Set(heads)],
    shown,
    payload: isWhole ? payload[0]! : '',
    ...(!isWhole && {
      payloadAlso: payload === null ? others : [payload[0]!],
      otherPayload: (row: NamedRow) => (payload === null ? allOf(row, others) : within(row, payload)),
    }),
    ...(metadata && { metadata: metadata[0]! }),
    ...(metadata &&
      metadata.length > 1 && { cleanMetadata: (text: string) => textAt(text, metadata.slice(1)) ?? 'null' }),
    ...besideOf(
      [payload, metadata].filter((path) => path !== null),
      shownPaths({ fields }),
    ),
    refine: refineBy(fields, direct),
    ...placesOf(fields, direct),
  };
}

/** Where a mapping that names a column for each part of the envelope lets rows be read from their bytes. */
function placesOf(fields: Mapping['fields'], direct: EnvelopeColumns): Pick<EventTable, 'places'> | null {
  const roles = Object.keys(directRoles) as (keyof typeof directRoles)[];
  const form = fields.recordedAt === undefined ? 'auto' : timeFormOf(fields.recordedAt);
  const isInColumns =
    fields.occurredAt === undefined &&
    roles.every((role) => fields[role] === undefined || direct[directRoles[role]] !== undefined) &&
    (fields.metadata === undefined || placePath(fields.metadata).length === 1);
  return isInColumns && form !== 'julian-days' ? { places: { usual: {}, timeForm: form } } : null;
}

/** Fills in what takes more than a column, in the words of the dialect for lines. */
function refineBy(fields: Mapping['fields'], direct: EnvelopeColumns): NonNullable<EventTable['refine']> {
  const type = direct.type === undefined ? textReader(fields.type) : null;
  const stream = direct.stream === undefined ? textReader(fields.stream) : null;
  const isPlainTime =
    fields.occurredAt === undefined && (fields.recordedAt === undefined || timeFormOf(fields.recordedAt) === 'auto');
  const time =
    isPlainTime && (direct.recordedAt !== undefined || fields.recordedAt === undefined)
      ? null
      : timeReader([fields.recordedAt, fields.occurredAt]);
  const nested = (place: Place | undefined): ((row: JsonObject) => JsonValue | undefined) | null => {
    if (place === undefined) return null;
    const path = placePath(place);
    return path.length === 1 ? null : (row) => memberAt(row, path);
  };
  const position = nested(fields.globalPosition);
  const revision = nested(fields.revision);
  const schemaVersion = nested(fields.schemaVersion);
  const texts = (['eventId', 'correlationId', 'causationId', 'actor'] as const).flatMap((role) => {
    const read = nested(fields[role]);
    return read === null ? [] : [{ role, read }];
  });
  const isPlain = [type, stream, time, position, revision, schemaVersion].every((read) => read === null);
  // Columns that are looked into here: those of composed texts and of times, and those that hold something deeper.
  const whole = [type && fields.type, stream && fields.stream, ...(time ? [fields.recordedAt, fields.occurredAt] : [])];
  const deeper = Object.keys(directRoles)
    .flatMap((role) => placesIn(fields[role as keyof typeof directRoles]))
    .filter((place) => placePath(place).length > 1);
  const looked = [
    ...new Set(
      [...whole.flatMap((field) => placesIn(field ?? undefined)), ...deeper].map((place) => placePath(place)[0]!),
    ),
  ];
  return ({ row }, out) => {
    if (!isPlain || texts.length > 0) {
      const record = jsonRow(row, looked);
      if (type !== null) out.type = type(record);
      if (stream !== null) out.stream = stream(record);
      if (time !== null) out.recordedAt = time(record, out);
      if (position !== null) out.position = readInteger(out, fields.globalPosition!, position(record));
      if (revision !== null) out.revision = readInteger(out, fields.revision!, revision(record));
      if (schemaVersion !== null) out.schemaVersion = versionText(schemaVersion(record));
      for (const { role, read } of texts) out[role] = toText(read(record)) || out[role];
    }
    out.stream ||= NO_STREAM;
    return out.type === '' ? missingType : null;
  };
}

/** A row as a record of JSON: all of its columns, or those with these names. */
export function jsonRow(row: NamedRow, names: readonly string[] = Object.keys(row)): JsonObject {
  const record: JsonObject = {};
  for (const name of names) setOwn(record, name, jsonValue(row[name]));
  return record;
}

/** A value as JSON has it: bytes as their text, 64-bit numbers with all digits. */
function jsonValue(value: SqliteValue | undefined): JsonValue {
  if (value == null || typeof value === 'string' || typeof value === 'number') return value ?? null;
  if (typeof value !== 'bigint') return textOf(value);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : parseJson(String(value));
}

/** The columns as one object; of text that is JSON, the JSON. */
function allOf(row: NamedRow, columns: readonly string[]): Payload {
  const members = columns
    .filter((column) => row[column] !== undefined)
    .map((column) => [column, jsonText(row[column]!)]);
  return { kind: 'json', text: objectText(members as [string, string][]) };
}

/** The JSON text of a value; an object or array in a text is itself. */
function jsonText(value: SqliteValue): string {
  const text = value === null || typeof value === 'bigint' || typeof value === 'number' ? '' : textOf(value);
  return /^\s*[[{]/.test(text) && isJson(text) ? text : jsonOfValue(value);
}

function within(row: NamedRow, [column, ...path]: readonly string[]): Payload {
  const value = row[column!];
  return jsonPayload((value == null ? undefined : textAt(jsonText(value), path)) ?? 'null');
}

/** What is left of columns that hold payload or metadata somewhere inside. */
function besideOf(
  parts: readonly (readonly string[])[],
  shown: readonly (readonly string[])[],
): Pick<EventTable, 'beside'> | null {
  const holders = [...new Set(parts.filter((path) => path.length > 1).map(([column]) => column!))];
  const paths = [...parts, ...shown];
  if (holders.length === 0) return null;
  return {
    beside: () => (row) =>
      holders.flatMap((column): [string, string][] => {
        let text = row[column] == null ? null : jsonText(row[column]);
        for (const [head, ...path] of paths) {
          if (text === null || head !== column) continue;
          text = path.length === 0 ? null : withoutMember(text, path);
        }
        return text === null ? [] : [[column, text]];
      }),
  };
}
