import type { JsonObject } from '../../../../shared/json.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import type { StoredCheckpoint, StoredDeadLetter } from '../format.ts';
import type { EnvelopeRole, LineEnvelope, NotAnEvent } from '../lines/dialects/dialect.ts';
import type { SqliteRow, SqliteValue } from '../sqlite.ts';
import type { RowPlaces } from './rowPlaces.ts';
import type { FoundTable, NeededTables, StoreTables } from './storeTables.ts';

/** A row by the documented names of its columns; one that the table has not, or that was not asked for, is undefined. */
export type NamedRow = Readonly<Record<string, SqliteValue | undefined>>;

/** Columns of the table of events that hold a part of the envelope as it is. */
export type EnvelopeColumns = { readonly [Role in EnvelopeRole]?: string };

/** What can be read beside the events. What cannot be read of them is noted with the store, and is none. */
export interface SideTables {
  has(table: string): boolean;
  /** All rows of a small table, in the order of the columns of `by`; none where the table is not there. */
  rows(table: string, columns: readonly string[], by?: string): NamedRow[];
  count(table: string): number;
  /** Hands over every row of a large table, in slices; only while the events are scanned. */
  walk(table: string, columns: readonly string[], onRow: (row: NamedRow) => void): Promise<void>;
  /** The last event of each name that `keeps` gave, as its payload. */
  kept(): (readonly [name: string, payload: Payload])[];
  /** A sentence for the person. */
  note(text: string): void;
}

/** What is known of the row that becomes an event. */
export interface EventRow {
  readonly row: NamedRow;
  readonly metadata: JsonObject | null;
  /** Counts events to which a sentence applies: `are marked as deleted`. Only while they are scanned. */
  tally(text: string): void;
}

/** `RowPlaces` of a table of events, without what its columns say already. */
export interface TablePlaces extends Omit<RowPlaces, 'columns' | 'positionIsKey' | 'json' | 'versionInType'> {
  /** Members of the metadata, where they are others than in most stores. */
  readonly members?: NonNullable<RowPlaces['json']>['members'];
}

/** How a store that keeps its events in a table lays them out. */
export interface EventTable {
  /** What must be there; the first is the table of events unless `tables` finds others. */
  readonly needed: NeededTables;
  /** The tables of events, where a store has several or names them itself; without one of them it is no such store. */
  readonly tables?: (tables: StoreTables) => readonly FoundTable[];
  /** The stream of a table whose rows do not say it, by the table's name. */
  readonly streams?: (side: SideTables) => ReadonlyMap<string, string>;
  readonly columns: EnvelopeColumns;
  /** Further columns that `refine` looks at. */
  readonly also?: readonly string[];
  /** Those of `also` that the envelope shows as they are: they need not be among the metadata. */
  readonly shown?: readonly string[];
  readonly payload: string;
  /** A payload that stands elsewhere, in `payloadAlso`; `null` where it stands in its column. */
  readonly otherPayload?: (row: NamedRow) => Payload | null;
  readonly payloadAlso?: readonly string[];
  /** A column with a JSON object. Every column that has no place here is added to it, so that nothing is lost. */
  readonly metadata?: string;
  /** What the columns hold where that is not JSON as it stands. */
  readonly decode?: (value: SqliteValue | undefined) => Payload;
  /** Members of the payload's column that hold payload and metadata. */
  readonly unwrap?: { readonly payload: string; readonly metadata: string };
  /** Takes out of the metadata what is not the application's. */
  readonly cleanMetadata?: (text: string) => string;
  /** What takes more than looking it up. */
  readonly refine?: (event: EventRow, out: LineEnvelope) => NotAnEvent | null;
  /** Where streams, revisions or positions stand in another table: what fills them in, made before the scan. */
  readonly join?: (side: SideTables) => Promise<(row: NamedRow, out: LineEnvelope) => void>;
  /** Whether the join tells the position: else it is the events' own. */
  readonly joinOrders?: true;
  /** What stands beside a record in another table, as names and JSON texts; made when the first record is read. */
  readonly beside?: (side: SideTables) => (row: NamedRow) => (readonly [name: string, text: string])[];
  /** Events of which the last one of each name is read for checkpoints and snapshots. */
  readonly keeps?: (envelope: LineEnvelope) => string | null;
  /**
   * Where all of this finds the envelope of most rows: a row that is as said here is read from its bytes instead. Names
   * are the documented ones; a schema version that stands nowhere else is looked for in the metadata and in the type.
   */
  readonly places?: TablePlaces;
  readonly snapshots?: (side: SideTables) => StoredSnapshot[];
  readonly snapshotTable?: string;
  readonly checkpoints?: (side: SideTables) => StoredCheckpoint[];
  readonly deadLetters?: (side: SideTables) => StoredDeadLetter[];
}

/** Puts the values of a row under the names of its columns. */
export function nameValues(names: readonly string[], values: SqliteRow): NamedRow {
  const row: Record<string, SqliteValue | undefined> = {};
  for (let i = 0; i < names.length; i++) row[names[i]!] = values[i];
  return row;
}
