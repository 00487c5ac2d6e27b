import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { causationKeys, correlationKeys } from '../fields.ts';
import { schemaVersionKeys } from '../schemaVersion.ts';
import { quoted, type SqliteFile, type SqliteRow } from '../sqlite.ts';
import { type EventTable, type NamedRow, nameValues, type TablePlaces } from './eventTable.ts';
import { KeyedRows } from './keyedRows.ts';
import type { RowPlaces } from './rowPlaces.ts';
import type { FoundTable } from './storeTables.ts';

/** One table of events: by which key its rows are found, and which columns are read of them. */
export class LocatedEvents {
  /** The stream of its rows, where they do not say it. */
  readonly stream: string;
  /** The file's name of the table. */
  readonly table: string;
  /** A unique integer by which a row is found again: the position where it is a key, else `rowid`. */
  readonly key: string;
  /** Whether the key ascends in the store's order. */
  readonly isOrdered: boolean;
  /** The file's names of the columns that a scan reads, behind the key. */
  readonly scanned: readonly string[];
  /** Its rows with all columns, and with those of the payload. */
  readonly records: KeyedRows;
  readonly payloads: KeyedRows;
  /** Columns that are never written again. */
  readonly identity: readonly string[];
  /** Where the envelopes of most rows stand, by the file's names. */
  readonly places: RowPlaces | undefined;
  /** Documented names of the key and of what is scanned. */
  readonly #scannedNames: readonly string[];
  readonly #allNames: readonly string[];
  readonly #payloadNames: readonly string[];
  /** Names of columns that the record shows elsewhere. */
  readonly #placed: ReadonlySet<string>;

  constructor(file: SqliteFile, layout: EventTable, table: FoundTable, stream: string) {
    const { columns, metadata, payload } = layout;
    this.stream = stream;
    this.table = table.name;
    const position = columns.position === undefined ? null : table.column(columns.position);
    const isKey = position !== null && integerKey(file, table.name) === position;
    const hasRowId = !file.isWithoutRowId(table.name);
    if (!hasRowId && (position === null || layout.joinOrders || !holdsIntegers(file, table.name, position))) {
      throw new InspectorError(
        'unreadable',
        `The table ${table.name} has no key by which its rows can be found again.`,
      );
    }
    const byPosition = position !== null && !layout.joinOrders && (isKey || !hasRowId);
    this.key = byPosition ? position : 'rowid';
    this.isOrdered = byPosition || (position === null && !layout.joinOrders);
    const keyName = byPosition ? columns.position! : 'rowid';

    const there = (names: readonly (string | undefined)[]): string[] =>
      [...new Set(names)].filter((name) => name !== undefined).filter((name) => table.column(name) !== null);
    const found = (names: readonly string[]): string[] => names.map((name) => table.column(name)!);
    const envelope = there([...Object.values(columns), metadata, ...(layout.also ?? [])]);
    const names = envelope.filter((name) => name !== keyName);
    this.#scannedNames = [keyName, ...names];
    this.scanned = found(names);
    this.#payloadNames = there([payload, ...(layout.payloadAlso ?? [])]);
    this.payloads = new KeyedRows(file, table.name, this.key, found(this.#payloadNames));
    const documented = new Map([...envelope, ...this.#payloadNames].map((name) => [table.column(name)!, name]));
    this.records = new KeyedRows(file, table.name, this.key, table.columns);
    this.#allNames = table.columns.map((column) => documented.get(column) ?? column);
    this.#placed = new Set([
      ...there(Object.values(columns)),
      ...there([metadata, payload, ...(layout.payloadAlso ?? []), ...(layout.shown ?? [])]),
    ]);
    this.places = layout.places && placesOf(layout, layout.places, table, byPosition);
    this.identity = found(there([columns.stream, columns.type, payload]));
  }

  /** A row of a scan, key first. */
  scannedRow(values: SqliteRow): NamedRow {
    return nameValues(this.#scannedNames, values);
  }

  wholeRow(values: SqliteRow): NamedRow {
    return nameValues(this.#allNames, values);
  }

  payloadRow(values: SqliteRow): NamedRow {
    return nameValues(this.#payloadNames, values);
  }

  /** Names of the columns that hold something which is shown nowhere else. */
  further(row: NamedRow): string[] {
    return this.#allNames.filter((name) => row[name] != null && !this.#placed.has(name));
  }
}

function placesOf(
  { columns, metadata }: EventTable,
  { members, usual, version, ...places }: TablePlaces,
  table: FoundTable,
  positionIsKey: boolean,
): RowPlaces {
  const named = <Value>(byName: Readonly<Record<string, Value>>, nameOf: (name: string, value: Value) => string) =>
    Object.entries(byName).flatMap(([name, value]) => {
      const column = table.column(nameOf(name, value));
      return column === null ? [] : [{ name, value, column }];
    });
  const { position, actor, ...others } = columns;
  const found = named(positionIsKey ? others : { ...others, ...(position && { position }) }, (_, column) => column);
  const json = metadata === undefined ? null : table.column(metadata);
  return {
    ...places,
    columns: Object.fromEntries(found.map(({ name, column }) => [name, column])),
    positionIsKey,
    usual: Object.fromEntries(named(usual, (name) => name).map(({ column, value }) => [column, value])),
    ...(json !== null && { json: { column: json, mayBeNull: true, members: { ...usualMembers, ...members } } }),
    ...(version && { version: { ...version, beside: table.column(version.beside) ?? version.beside } }),
    versionInType: true,
  };
}

/** Where \`readEnvelope\` looks for what no column holds. */
const usualMembers = {
  schemaVersion: schemaVersionKeys.map((key) => [key]),
  correlationId: correlationKeys.map((key) => [key]),
  causationId: causationKeys.map((key) => [key]),
};

/** Whether the largest value of a column is an integer, as texts would be larger than any. */
function holdsIntegers(file: SqliteFile, table: string, column: string): boolean {
  const largest = file.query(`SELECT max(${quoted(column)}) FROM ${quoted(table)}`).get()?.[0];
  return largest === null || typeof largest === 'bigint';
}

/** The column that is the whole key of a table and an integer: it is unique, and rows are found by it at once. */
function integerKey(file: SqliteFile, table: string): string | null {
  const keys = file.query(`SELECT name, upper(type) FROM pragma_table_info(${sqlText(table)}) WHERE pk > 0`).all() as [
    string,
    string,
  ][];
  return keys.length === 1 && keys[0]![1] === 'INTEGER' ? keys[0]![0] : null;
}

const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
