import { plural } from '../../../shared/format.ts';
import type { Payload } from '../../../shared/model/event.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import { type EventIndex, NO_POSITION } from '../eventIndex/eventIndex.ts';
import type { IndexBuilder } from '../eventIndex/indexBuilder.ts';
import { bodyOf } from '../eventIndex/readableLog.ts';
import { emptyRow } from '../eventIndex/rows.ts';
import {
  actorKeys,
  causationKeys,
  correlationKeys,
  firstText,
  hashOf,
  orNull,
  toMicros,
  toObject,
  toPosition,
} from './fields.ts';
import type {
  ScanContext,
  ScanMemory,
  Sifted,
  Sought,
  StoredBody,
  StoredCheckpoint,
  StoredRecord,
  StoreFormat,
  StoreHead,
  StoreReader,
  StoreSource,
} from './format.ts';
import type { MemberPath } from './lines/memberPath.ts';
import { payloadOfText } from './payloads.ts';
import { withMembers } from './rawJson.ts';
import type { RecordShape } from './recordShape.ts';
import { schemaVersionKeys, versionOfKeys, versionOfType } from './schemaVersion.ts';
import { KeyedRows } from './sqlite/keyedRows.ts';
import { type RecordView, Serial } from './sqlite/recordView.ts';
import type { RowPlaces } from './sqlite/rowPlaces.ts';
import { shownValue } from './sqlite/rowValues.ts';
import { sideRows } from './sqlite/sideRows.ts';
import { siftRows } from './sqlite/siftRows.ts';
import { TableTail, whyNotFollowed } from './sqlite/tableTail.ts';
import { openSqlite, type SqliteFile, type SqliteRow, type SqliteValue, sqliteText } from './sqlite.ts';
import { probeTables } from './sqliteProbe.ts';
import { scanTable, type TableScan } from './sqliteScan.ts';

// Layout: event-driven-io/emmett src/packages/emmett-sqlite/src/eventStore/schema; seen in 0.38.5, 0.42.4 and
// 0.43.0-beta.39. `message_schema_version` holds the stream's position before the append: it is no schema version.
// `emt_streams.partition` is broken text in all of them: the messages' own column counts.

const needed: Readonly<Record<string, readonly string[]>> = {
  emt_messages: [
    'stream_id',
    'stream_position',
    'message_data',
    'message_metadata',
    'message_type',
    'message_id',
    'global_position',
  ],
  emt_streams: ['stream_id'],
};

export const emmettSqlite: StoreFormat = {
  id: 'emmett-sqlite',
  name: 'Emmett SQLite',
  provenBy: 'stores written by emmett-sqlite 0.38.5, 0.42.4 and 0.43.0-beta.39',
  firstRevision: 1,
  revisionLabel: 'stream position',
  globalGapsAreNormal: false,
  probe: probeTables('Emmett', needed),
  open: (source, head) => new EmmettReader(source, head),
};

const DEFAULT_PARTITION = 'emt:default';
const GLOBAL_PARTITION = 'global';
const columns = [
  'stream_id',
  'stream_position',
  'message_type',
  'message_id',
  'message_metadata',
  'created',
  'partition',
  'is_archived',
  'message_kind',
] as const;

const inMetadata = (keys: readonly string[]): MemberPath[] => keys.map((key) => [key]);

/** What of a message is never written again; archiving a stream does write to its messages. */
const identity = ['stream_id', 'stream_position', 'message_type', 'message_data'];

/** Rows of the usual partitions that are neither archived nor commands. */
const places: RowPlaces = {
  columns: {
    stream: 'stream_id',
    type: 'message_type',
    revision: 'stream_position',
    eventId: 'message_id',
    recordedAt: 'created',
  },
  positionIsKey: true,
  usual: { partition: [DEFAULT_PARTITION, GLOBAL_PARTITION], is_archived: [0n], message_kind: ['E'] },
  json: {
    column: 'message_metadata',
    mayBeNull: false,
    members: {
      schemaVersion: inMetadata(schemaVersionKeys),
      correlationId: inMetadata(correlationKeys),
      causationId: inMetadata(causationKeys),
    },
  },
  versionInType: true,
};

class EmmettReader implements StoreReader {
  readonly notes: string[] = [];
  readonly recordShape: RecordShape = {
    name: 'a row of emt_messages',
    places: {
      stream: ['stream_id'],
      revision: ['stream_position'],
      type: ['message_type'],
      payload: ['message_data'],
      metadata: ['message_metadata'],
      eventId: ['message_id'],
      position: ['global_position'],
      recordedAt: ['created'],
    },
  };
  readonly notLive?: string;
  readonly #source: StoreSource;
  readonly #file: SqliteFile;
  readonly #tables: ReadonlyMap<string, readonly string[]>;
  /** Streams that were archived and then begun again: their archived part is a stream of its own. */
  readonly #begunAgain: ReadonlySet<string>;

  readonly #table: TableScan;
  /** Rows as `recordOf` takes them, and their payloads alone. */
  readonly #records: KeyedRows;
  readonly #payloads: KeyedRows;
  #commands = 0;
  /** The key behind the last row of the scan. */
  #next = 0n;
  #tail: TableTail | null = null;

  constructor(source: StoreSource, head: StoreHead) {
    this.#source = source;
    this.#file = openSqlite(source);
    this.#tables = head.tables!;
    const present = columns.map((column) => (this.#has('emt_messages', column) ? column : null));
    this.#table = { table: 'emt_messages', key: 'global_position', columns: present, places };
    const archived = this.#has('emt_messages', 'is_archived') ? ['is_archived'] : [];
    const keyed = (...names: string[]): KeyedRows =>
      new KeyedRows(this.#file, 'emt_messages', 'global_position', names);
    this.#records = keyed('message_data', 'message_metadata', 'message_id', ...archived);
    this.#payloads = keyed('message_data');
    const notLive = whyNotFollowed(source);
    if (notLive !== null) this.notLive = notLive;
    this.#begunAgain = this.#streamsBegunAgain();
  }

  async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    this.#next = await scanTable(this.#file, this.#table, builder, context, this.#appendTo(builder));
    this.#noteCommands();
  }

  async grow(builder: IndexBuilder, context: ScanContext): Promise<number> {
    this.#tail ??= new TableTail(this.#source, this.#file, { ...this.#table, identity }, this.#next);
    const append = this.#appendTo(builder);
    const bytes = await this.#tail.read(builder, context, (row) => {
      this.#mustNotBeginAgain(row);
      append(row);
    });
    this.#noteCommands();
    return bytes;
  }

  /** The format's own way to read a row of `columns`, key first. */
  #appendTo(builder: IndexBuilder): (row: SqliteRow) => void {
    const { streams, types, schemaVersions } = builder;
    const row = emptyRow();
    return (values) => {
      const [position, stream, revision, type, id, metadataText, created, partition, archived, kind] = values;
      if (kind === 'C') {
        this.#commands++;
        return;
      }
      const typeName = String(type);
      const metadata = toObject(sqliteText(metadataText));
      row.globalPosition = position as bigint;
      row.place = position as bigint;
      row.stream = streams.intern(this.#streamId(String(stream), partition, archived));
      row.streamRevision = toPosition(revision);
      row.type = types.intern(typeName);
      row.schemaVersion = schemaVersions.intern(versionOfKeys(metadata ?? undefined) || versionOfType(typeName));
      row.recordedAt = toMicros(sqliteText(created));
      row.eventIdHash = hashOf(sqliteText(id));
      row.correlationIdHash = hashOf(firstText(metadata, correlationKeys));
      row.causationIdHash = hashOf(firstText(metadata, causationKeys));
      const ordinal = builder.append(row);
      const problem = (reason: string): void =>
        builder.problem({ place: `emt_messages, global_position ${position}`, reason, ordinal });
      if (metadata === null) problem('Its message_metadata is no JSON object.');
      if (row.streamRevision === NO_POSITION)
        problem(`Its stream_position is no whole number: ${shownValue(revision)}.`);
      if (Number.isNaN(row.recordedAt) && created !== null) problem(`Its created is no time: ${shownValue(created)}.`);
    };
  }

  #noteCommands(): void {
    if (this.#commands === 0) return;
    this.notes.splice(
      0,
      Infinity,
      `Left out: ${plural(this.#commands, 'command')} (message_kind C): commands are no events.`,
    );
  }

  /** The archived part of a stream gets another name once the stream is begun again: the index cannot take that back. */
  #mustNotBeginAgain([, stream, revision, , , , , , archived]: SqliteRow): void {
    if (revision !== 1n || archived !== 0n || !this.#has('emt_streams', 'is_archived')) return;
    const name = String(stream);
    if (this.#begunAgain.has(name)) return;
    const archivedBefore = this.#file.query('SELECT 1 FROM emt_streams WHERE stream_id = ? AND is_archived = 1');
    if (archivedBefore.get(name) === undefined) return;
    throw new InspectorError('unreadable', `The archived stream ${name} was begun again.`, {
      advice: 'Open it again to see both parts.',
    });
  }

  scanned(): ScanMemory {
    return { notes: this.notes, commands: this.#commands, next: String(this.#next) };
  }

  resume({ notes, commands, next }: ScanMemory): void {
    this.notes.splice(0, Infinity, ...notes);
    this.#commands = Number(commands);
    this.#next = BigInt(String(next));
  }

  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[] {
    return this.#records.read(placesOf(index, ordinals), recordOf);
  }

  readBodies(index: EventIndex, ordinals: ArrayLike<number>): StoredBody[] {
    return this.#records.read(placesOf(index, ordinals), bodyOfRow);
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    return this.#payloads.read(placesOf(index, ordinals), (row) => {
      const payload = payloadOfValue(row?.[0]);
      return payload.kind === 'json' ? payload.text : null;
    });
  }

  sift(index: EventIndex, sought: Sought, within: BitSet, context: ScanContext): Promise<Sifted> | null {
    const hasArchived = this.#has('emt_messages', 'is_archived');
    // An archived one shows that it is.
    const isShown = ({ serials }: RecordView): boolean => !hasArchived || serials[ARCHIVED] === Serial.zero;
    return siftRows({ index, rows: this.#records, texts: ARCHIVED, isShown }, sought, within, context);
  }

  snapshots(): [] {
    return [];
  }

  snapshotCount(): number {
    return 0;
  }

  /** Up to 0.41 in emt_subscriptions; from 0.42 in emt_processors, as zero-padded decimal text. */
  checkpoints(): StoredCheckpoint[] {
    const rows: SqliteRow[] = [];
    if (this.#has('emt_subscriptions', 'last_processed_position')) {
      rows.push(...this.#positions('emt_subscriptions', 'subscription_id', 'last_processed_position'));
    }
    if (this.#has('emt_processors', 'last_processed_checkpoint')) {
      rows.push(...this.#positions('emt_processors', 'processor_id', 'last_processed_checkpoint'));
    }
    return rows.flatMap(([id, version, partition, at]) => {
      const globalPosition = toPosition(at);
      if (globalPosition < 0n) return [];
      const place = partition === DEFAULT_PARTITION || partition === GLOBAL_PARTITION ? '' : ` in ${partition}`;
      return [{ consumer: `${id}${version === 1n ? '' : ` v${version}`}${place}`, globalPosition }];
    });
  }

  #positions(table: string, id: string, position: string): SqliteRow[] {
    return sideRows(this.#file, table, `SELECT ${id}, version, partition, ${position} FROM ${table}`, (note) => {
      if (!this.notes.includes(note)) this.notes.push(note);
    });
  }

  deadLetters(): [] {
    return [];
  }

  close(): void {
    this.#file.close();
  }

  #has(table: string, column: string): boolean {
    return this.#tables.get(table)?.includes(column) ?? false;
  }

  /** A stream is its id within a partition; the name carries what is not the usual. */
  #streamId(stream: string, partition: SqliteValue | undefined, archived: SqliteValue | undefined): string {
    const place =
      partition === DEFAULT_PARTITION || partition === GLOBAL_PARTITION || partition == null ? '' : ` in ${partition}`;
    const part = archived === 1n && this.#begunAgain.has(stream) ? ' (archived)' : '';
    return `${stream}${place}${part}`;
  }

  /** From the small table: the messages themselves are too many to be asked before the first of them is shown. */
  #streamsBegunAgain(): ReadonlySet<string> {
    if (!this.#has('emt_streams', 'is_archived')) return new Set();
    const rows = this.#rowsOrNone(
      `SELECT stream_id FROM emt_streams WHERE is_archived = 1
       INTERSECT SELECT stream_id FROM emt_streams WHERE is_archived = 0`,
    );
    return new Set(rows.map(([stream]) => String(stream)));
  }

  /** Questions beside the scan: on a damaged file they have no answer, and the scan reports the damage. */
  #rowsOrNone(sql: string): SqliteRow[] {
    try {
      return this.#file.query(sql).all();
    } catch {
      return [];
    }
  }
}

/** Where `is_archived` stands in what `recordOf` takes: behind the texts. */
const ARCHIVED = 3;

const placesOf = ({ columns }: EventIndex, ordinals: ArrayLike<number>): bigint[] =>
  Array.from(ordinals, (ordinal) => columns.place.at(ordinal));

const payloadOfValue = (value: SqliteValue | undefined): Payload => payloadOfText(sqliteText(value));

function recordOf(row: SqliteRow | undefined): StoredRecord {
  const [data, metadataText, id, archived] = row ?? [];
  const text = sqliteText(metadataText);
  const metadata = toObject(text);
  return {
    payload: payloadOfValue(data),
    metadata: archived === 1n && metadata !== null ? withMembers(text, [['is_archived', 'true']]) : orNull(text),
    eventId: orNull(sqliteText(id)),
    correlationId: orNull(firstText(metadata, correlationKeys)),
    causationId: orNull(firstText(metadata, causationKeys)),
    actor: orNull(firstText(metadata, actorKeys)),
  };
}

/** What projections see of it, without a look into the metadata where nothing is added to them. */
function bodyOfRow(row: SqliteRow | undefined): StoredBody {
  const [data, metadata, id, archived] = row ?? [];
  if (archived === 1n) return bodyOf(recordOf(row));
  const payload = payloadOfValue(data);
  return {
    payload: payload.kind === 'json' ? payload.text : null,
    metadata: orNull(sqliteText(metadata)),
    eventId: orNull(sqliteText(id)),
  };
}
