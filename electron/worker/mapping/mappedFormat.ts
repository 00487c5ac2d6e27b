import { createHash } from 'node:crypto';
import { badMapping, placePath, placesIn } from '../../../shared/mappingText.ts';
import { type FieldError, type Mapping, mappingRoles } from '../../../shared/model/mapping.ts';
import type { StoreFormat, StoreHead } from '../formats/format.ts';
import { csvPieces } from '../formats/lines/csvPieces.ts';
import type { LineDialect } from '../formats/lines/dialects/dialect.ts';
import { JsonLinesReader, type Pieces } from '../formats/lines/jsonLinesReader.ts';
import { valuePieces } from '../formats/lines/jsonValues.ts';
import { mappedDialect } from './mappedDialect.ts';
import { columnsOf, openMappedTable } from './mappedTableReader.ts';
import { MAPPED, mappedTraits } from './mappedTraits.ts';
import { type TextRecords, textRecords } from './textRecords.ts';

/** A store format that reads by one mapping: nothing is detected but whether the mapping fits. */
export function mappedFormat(mapping: Mapping): StoreFormat {
  const { source } = mapping;
  return {
    id: MAPPED,
    ...mappedTraits(mapping),
    variant: createHash('sha256').update(JSON.stringify(mapping)).digest('hex').slice(0, 16),
    probe(head) {
      const [error] = misfits(mapping, head);
      return error === undefined ? { match: true } : { match: false, reason: error.message };
    },
    partShape(head) {
      // What is around an array that is a member cannot be joined.
      if (source.kind === 'sqlite' || (source.kind === 'json-array' && source.path)) return null;
      const key = `${MAPPED} ${JSON.stringify(mapping)}`;
      if (source.kind !== 'csv') return { key, header: null };
      const header = headerOf(head, mapping);
      return header?.includes('\n') ? null : { key: `${key} ${header}`, header };
    },
    open(given, head, context) {
      const errors = misfits(mapping, head);
      if (errors.length > 0) throw badMapping(errors);
      if (source.kind === 'sqlite') return openMappedTable(mapping, source.table, given, head, context);
      const dialect = mappedDialect(mapping);
      const pieces = piecesOf(textRecords(source, head) as TextRecords, dialect);
      return new JsonLinesReader(given, head, dialect, pieces === null ? {} : { pieces });
    },
  };
}

/** Why a mapping cannot read this content, field by field; empty where it can. */
export function misfits({ source, fields }: Mapping, head: StoreHead): FieldError[] {
  if (source.kind === 'sqlite') {
    if (head.tables === null) return [{ field: 'kind', message: 'It is not a SQLite file.' }];
    const columns = columnsOf(head, source.table);
    if (columns === null) return [{ field: 'table', message: `It has no table or view ${source.table}.` }];
    return missingColumns(fields, columns, (column) => `The table ${source.table} has no column ${column}.`);
  }
  const found = textRecords(source, head);
  if ('message' in found) return [found];
  if (found.columns !== null) {
    return missingColumns(fields, found.columns, (column) => `There is no column ${column}.`);
  }
  const needed = placesIn(fields.type).map((place) => placePath(place)[0]!);
  const missing = needed.filter((name) => !found.records.some((record) => Object.hasOwn(record, name)));
  return missing.map((name) => ({ field: 'type', message: `None of the first records has a member ${name}.` }));
}

function missingColumns(
  fields: Mapping['fields'],
  columns: readonly string[],
  message: (column: string) => string,
): FieldError[] {
  return mappingRoles.flatMap(({ role }) =>
    placesIn(fields[role])
      .map((place) => placePath(place)[0]!)
      .filter((column) => !columns.includes(column))
      .map((column) => ({ field: role, message: message(column) })),
  );
}

/** How records are cut from the file; `null` for lines. */
function piecesOf(found: TextRecords, dialect: LineDialect): Pieces | null {
  if (found.form !== null) return csvPieces(found.form, dialect);
  const { text, from, depth } = found;
  if (from === null) return null;
  if (depth === null) return valuePieces(text, from, null);
  return depth === 0 ? valuePieces(text, from, 'own') : valuePieces(text, from, 'member', depth);
}

/** The first line of CSV that names its columns. */
function headerOf(head: StoreHead, { source }: Mapping): string | null {
  const found = textRecords(source, head);
  if ('message' in found || found.form === null || found.form.from === 0) return null;
  return Buffer.from(head.bytes.subarray(0, found.form.from)).toString().trim();
}
