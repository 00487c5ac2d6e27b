import { plural } from '../../../shared/format.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { Payload } from '../../../shared/model/event.ts';
import type { StoredSnapshot } from '../../../shared/model/store.ts';
import { copyByTime } from '../eventIndex/copyByTime.ts';
import { type EventIndex, NO_POSITION } from '../eventIndex/eventIndex.ts';
import { IndexBuilder } from '../eventIndex/indexBuilder.ts';
import { emptyRow } from '../eventIndex/rows.ts';
import { shownMember, toMicros, toPosition } from './fields.ts';
import type {
  ScanContext,
  ScanMemory,
  StoredCheckpoint,
  StoredRecord,
  StoreFormat,
  StoreHead,
  StoreReader,
  StoreSource,
  StoreTraits,
} from './format.ts';
import { payloadOfBytes, payloadOfText } from './payloads.ts';
import { membersOf, memberText, objectText } from './rawJson.ts';
import type { RecordShape } from './recordShape.ts';
import { versionText } from './schemaVersion.ts';
import { KeyedRows } from './sqlite/keyedRows.ts';
import type { RowPlaces } from './sqlite/rowPlaces.ts';
import { shownValue } from './sqlite/rowValues.ts';
import { sideRows } from './sqlite/sideRows.ts';
import { TableTail, whyNotFollowed } from './sqlite/tableTail.ts';
import { openSqlite, type SqliteFile, type SqliteRow, type SqliteValue, sqliteText } from './sqlite.ts';
import { probeTables } from './sqliteProbe.ts';
import { scanTable, type TableScan } from './sqliteScan.ts';

// Layout: pyeventsourcing/eventsourcing eventsourcing/sqlite.py, domain.py, persistence.py; seen in 9.2.9 and 9.3.0dev.

const needed = { stored_events: ['originator_id', 'originator_version', 'topic', 'state'] };

/** Keys of the stored state that the library adds to what the application recorded. */
const envelopeKeys = new Set(['timestamp', 'originator_topic', 'class_version']);

export const pyEventsourcingSqlite: StoreFormat = {
  id: 'py-eventsourcing-sqlite',
  name: 'Python eventsourcing SQLite',
  provenBy: 'stores written by eventsourcing 9.2.9 and 9.3.0dev',
  firstRevision: 1,
  revisionLabel: 'originator version',
  globalGapsAreNormal: false,
  probe: probeTables('the eventsourcing library', needed),
  open: (source, head) => new PyEventsourcingReader(source, head),
};

class PyEventsourcingReader implements StoreReader {
  readonly notes: string[] = [];
  readonly recordShape: RecordShape = {
    name: 'a row of stored_events',
    places: {
      stream: ['originator_id'],
      revision: ['originator_version'],
      type: ['topic'],
      payload: ['state'],
      recordedAt: ['state', 'timestamp'],
    },
  };
  readonly traits: Partial<StoreTraits> = {};
  readonly #file: SqliteFile;
  readonly #tables: ReadonlyMap<string, readonly string[]>;
  /** A bare aggregate recorder's table is WITHOUT ROWID: it has no order across aggregates. */
  /** Events by rowid; `null` for a table without. */
  readonly #byRowId: KeyedRows | null;
  readonly notLive?: string;
  readonly #source: StoreSource;
  #undecoded = 0;
  /** Where the note about those stands; -1 for nowhere. */
  #undecodedNote = -1;
  /** The rowid behind the last row of the scan. */
  #next = 0n;
  #tail: TableTail | null = null;

  constructor(source: StoreSource, head: StoreHead) {
    this.#source = source;
    this.#file = openSqlite(source);
    this.#tables = head.tables!;
    const hasRowId = !this.#file.isWithoutRowId('stored_events');
    this.#byRowId = hasRowId ? new KeyedRows(this.#file, 'stored_events', 'rowid', ['state']) : null;
    const notLive = hasRowId
      ? whyNotFollowed(source)
      : 'Events that come later may belong before others: open the store again to see them.';
    if (notLive !== null) this.notLive = notLive;
    if (!hasRowId) {
      this.notes.push('This store keeps no order across aggregates (WITHOUT ROWID): events are ordered by their time.');
    }
    if (this.#tables.has('tracking')) {
      this.notes.push(
        'Its checkpoints (table tracking) count the notifications of the application that a consumer follows: of another store, if it follows one.',
      );
    }
  }

  async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    if (this.#byRowId !== null) {
      this.#next = await scanTable(this.#file, table, builder, context, (row) => this.#appendRow(builder, row));
    } else {
      const unordered = new IndexBuilder();
      await this.#scanByAggregate(unordered, context);
      await copyByTime(unordered, builder, context);
    }
    this.#noteUndecoded();
  }

  async grow(builder: IndexBuilder, context: ScanContext): Promise<number> {
    this.#tail ??= new TableTail(this.#source, this.#file, { ...table, identity }, this.#next);
    const bytes = await this.#tail.read(builder, context, (row) => this.#appendRow(builder, row));
    this.#noteUndecoded();
    return bytes;
  }

  #noteUndecoded(): void {
    if (this.#undecoded === 0) return;
    const events = plural(this.#undecoded, 'event');
    const note = `Encrypted or in an unknown encoding: ${events}, whose time and version cannot be seen.`;
    if (this.#undecodedNote < 0) this.#undecodedNote = this.notes.length;
    this.notes[this.#undecodedNote] = note;
  }

  async #scanByAggregate(builder: IndexBuilder, context: ScanContext): Promise<void> {
    const page = this.#file.query(
      `SELECT ${columns.join(', ')} FROM stored_events WHERE (originator_id, originator_version) > (?, ?)
       ORDER BY originator_id, originator_version LIMIT 2000`,
    );
    let last: SqliteValue[] = ['', -1n];
    for (;;) {
      const rows = page.all(...last);
      if (rows.length === 0) return;
      for (const row of rows) this.#append(builder, NO_POSITION, 0n, row);
      last = rows.at(-1)!.slice(0, 2);
      await context.breathe({ phase: 'index', done: builder.length, unit: 'events', events: builder.length });
      context.signal.throwIfAborted();
    }
  }

  /** A row with its rowid, which is the number of its notification, first. */
  #appendRow(builder: IndexBuilder, [rowId, ...values]: SqliteRow): void {
    this.#append(builder, rowId as bigint, rowId as bigint, values);
  }

  #append(builder: IndexBuilder, position: bigint, place: bigint, values: SqliteRow): void {
    const [originator, version, topic, state] = values;
    const payload = payloadOfState(state);
    const head = payload.kind === 'json' ? objectOf(payload.text) : null;
    const row = emptyRow();
    row.globalPosition = position;
    row.place = place;
    row.stream = builder.streams.intern(sqliteText(originator));
    row.streamRevision = toPosition(version);
    row.type = builder.types.intern(sqliteText(topic));
    row.schemaVersion = builder.schemaVersions.intern(versionText(head?.class_version));
    const stamp = stampOf(head);
    row.recordedAt = toMicros(stamp);
    const ordinal = builder.append(row);
    const problem = (reason: string): void =>
      builder.problem({ place: `stored_events, ${originator} version ${version}`, reason, ordinal });
    if (row.streamRevision === NO_POSITION) {
      problem(`Its originator_version is no whole number: ${shownValue(version)}.`);
    }
    if (Number.isNaN(row.recordedAt) && stamp != null) problem(`Its timestamp is no time: ${shownMember(stamp)}.`);
    if (payload.kind === 'invalid') problem(payload.reason);
    else if (payload.kind === 'binary') this.#undecoded++;
  }

  scanned(): ScanMemory {
    const { notes } = this;
    return { notes, undecoded: this.#undecoded, undecodedNote: this.#undecodedNote, next: String(this.#next) };
  }

  resume({ notes, undecoded, undecodedNote, next }: ScanMemory): void {
    this.notes.splice(0, Infinity, ...notes);
    this.#undecoded = Number(undecoded);
    this.#undecodedNote = Number(undecodedNote);
    this.#next = BigInt(String(next));
  }

  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[] {
    return this.#states(index, ordinals).map((state) => ({
      ...splitState(payloadOfState(state)),
      eventId: null,
      correlationId: null,
      causationId: null,
      actor: null,
    }));
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    return this.#states(index, ordinals).map((state) => {
      const { payload } = splitState(payloadOfState(state));
      return payload.kind === 'json' ? payload.text : null;
    });
  }

  #states(index: EventIndex, ordinals: ArrayLike<number>): (SqliteValue | undefined)[] {
    const c = index.columns;
    if (this.#byRowId !== null) {
      const places = Array.from(ordinals, (ordinal) => c.place.at(ordinal));
      return this.#byRowId.read(places, (row) => row?.[0]);
    }
    const query = this.#file.query(
      'SELECT state FROM stored_events WHERE originator_id = ? AND originator_version = ?',
    );
    const stateAt = (ordinal: number): SqliteValue | undefined =>
      query.get(index.streams.text(c.stream[ordinal]!), c.streamRevision.at(ordinal))?.[0];
    return this.#file.together(() => Array.from(ordinals, stateAt));
  }

  snapshots(): StoredSnapshot[] {
    if (!this.#tables.has('stored_snapshots')) return [];
    const rows = this.#beside(
      'stored_snapshots',
      'SELECT originator_id, originator_version, state FROM stored_snapshots ORDER BY 1, 2',
    );
    return rows.map(([originator, version, stored]) => {
      const payload = payloadOfState(stored);
      const isJson = payload.kind === 'json';
      const text = isJson ? (memberText(payload.text, 'state') ?? payload.text) : '';
      return {
        streamId: sqliteText(originator),
        streamRevision: sqliteText(version),
        schemaVersion: versionText(objectOf(text)?.class_version) || null,
        state: isJson ? { kind: 'json', text } : payload,
      };
    });
  }

  snapshotCount(): number {
    if (!this.#tables.has('stored_snapshots')) return 0;
    return Number(this.#beside('stored_snapshots', 'SELECT count(*) FROM stored_snapshots')[0]?.[0] ?? 0n);
  }

  checkpoints(): StoredCheckpoint[] {
    if (!this.#tables.has('tracking')) return [];
    const sql = 'SELECT application_name, max(notification_id) FROM tracking GROUP BY 1 ORDER BY 1';
    return this.#beside('tracking', sql).map(([name, position]) => ({
      consumer: sqliteText(name),
      globalPosition: toPosition(position),
      ofAnotherStore: true,
    }));
  }

  #beside(table: string, sql: string): SqliteRow[] {
    return sideRows(this.#file, table, sql, (note) => {
      if (!this.notes.includes(note)) this.notes.push(note);
    });
  }

  deadLetters(): [] {
    return [];
  }

  close(): void {
    this.#file.close();
  }
}

const columns = ['originator_id', 'originator_version', 'topic', 'state'] as const;

const places: RowPlaces = {
  columns: { stream: 'originator_id', type: 'topic', revision: 'originator_version' },
  positionIsKey: true,
  usual: {},
  json: {
    column: 'state',
    mayBeNull: false,
    members: { schemaVersion: [['class_version']], recordedAt: [['timestamp', '_data_'], ['timestamp']] },
  },
  versionInType: false,
};

const table: TableScan = { table: 'stored_events', key: 'rowid', columns, places };
const identity = ['originator_id', 'originator_version', 'topic', 'state'];

const payloadOfState = (state: SqliteValue | undefined): Payload =>
  Buffer.isBuffer(state) ? payloadOfBytes(state) : payloadOfText(sqliteText(state));

/** The object of JSON text; `null` for what is none, or too deep to look into. */
function objectOf(text: string): JsonObject | null {
  const value = printableJson(text);
  return isJsonObject(value) ? value : null;
}

/** The time that the payload names: `{"_type_":"datetime_iso","_data_":"…"}`, or what a custom transcoding writes. */
function stampOf(state: JsonObject | null): JsonValue | undefined {
  const stamp = state?.timestamp;
  return isJsonObject(stamp) ? (stamp._data_ ?? stamp) : stamp;
}

/** What the application recorded, apart from what the library put beside it. */
function splitState(payload: Payload): { payload: Payload; metadata: string | null } {
  if (payload.kind !== 'json') return { payload, metadata: null };
  const { text } = payload;
  const members = membersOf(text);
  const own = members.filter(({ key }) => !envelopeKeys.has(key));
  if (own.length === members.length) return { payload, metadata: null };
  const cut = (kept: typeof members): string =>
    objectText(kept.map(({ key, start, end }) => [key, text.slice(start, end)]));
  return {
    payload: { kind: 'json', text: cut(own) },
    metadata: cut(members.filter(({ key }) => envelopeKeys.has(key))),
  };
}
