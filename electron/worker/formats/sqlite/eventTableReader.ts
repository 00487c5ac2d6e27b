import { plural } from '../../../../shared/format.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import type { BitSet } from '../../eventIndex/bitSet.ts';
import { copyByPosition, copyByTime } from '../../eventIndex/copyByTime.ts';
import { type EventIndex, NO_POSITION } from '../../eventIndex/eventIndex.ts';
import { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import { emptyRow } from '../../eventIndex/rows.ts';
import { hashOf, orNull } from '../fields.ts';
import type {
  ScanContext,
  ScanMemory,
  Sifted,
  Sought,
  StoredCheckpoint,
  StoredDeadLetter,
  StoredRecord,
  StoreReader,
  StoreSource,
} from '../format.ts';
import { emptyEnvelope, type LineEnvelope, type NotAnEvent } from '../lines/dialects/dialect.ts';
import { withMembers } from '../rawJson.ts';
import { type RecordShape, shapeOfTable } from '../recordShape.ts';
import { versionOfType } from '../schemaVersion.ts';
import { openSqlite, type SqliteFile, type SqliteRow } from '../sqlite.ts';
import { scanTable } from '../sqliteScan.ts';
import { metadataOf, payloadOf } from './eventBody.ts';
import type { EventTable, NamedRow } from './eventTable.ts';
import type { KeyedRows } from './keyedRows.ts';
import { LocatedEvents } from './locatedEvents.ts';
import { readEnvelope } from './rowEnvelope.ts';
import { jsonOfValue } from './rowValues.ts';
import { SideTableReader } from './sideTables.ts';
import { siftRows } from './siftRows.ts';
import type { StoreTables } from './storeTables.ts';
import { TableTail, whyNotFollowed } from './tableTail.ts';

/** Bits of a place that count within one of several tables. */
const TABLE_BITS = 48n;
const nothing = (): void => {};

/** Reads a store whose events are rows of a table, as its layout says. */
export class EventTableReader implements StoreReader {
  readonly notes: string[] = [];
  readonly notLive?: string;
  readonly #source: StoreSource;
  readonly #file: SqliteFile;
  readonly #layout: EventTable;
  readonly #side: SideTableReader;
  readonly #events: readonly LocatedEvents[];
  readonly #said = new Set<string>();
  readonly #tallies = new Map<string, number>();
  /** Places of the last events of the names that the layout keeps. */
  readonly #kept = new Map<string, bigint>();
  readonly #versions = new Map<string, string>();
  readonly #out = emptyEnvelope();
  #beside: ((row: NamedRow) => (readonly [name: string, text: string])[]) | null = null;
  #join: ((row: NamedRow, out: LineEnvelope) => void) | null = null;
  /** The key behind the last row of the scan. */
  #next = 0n;
  #tail: TableTail | null = null;

  constructor(source: StoreSource, layout: EventTable, tables: StoreTables) {
    this.#source = source;
    this.#layout = layout;
    this.#file = openSqlite(source);
    this.#side = new SideTableReader(
      this.#file,
      tables,
      (note) => this.say(note),
      () => [...this.#kept].map(([name, place]) => [name, this.#payloadAt(place)] as const),
    );
    const found = layout.tables?.(tables) ?? [tables.table(Object.keys(layout.needed)[0]!)!];
    const streams = layout.streams?.(this.#side);
    this.#events = found.map((table) => new LocatedEvents(this.#file, layout, table, streams?.get(table.name) ?? ''));
    const notLive = this.#isOrdered
      ? whyNotFollowed(source)
      : layout.join !== undefined
        ? 'Events and their streams are in different tables: open the store again to see what was appended.'
        : 'Events that come later may belong before others: open the store again to see them.';
    if (notLive !== null) this.notLive = notLive;
    if (found.length > 1) {
      this.say(`It keeps events in ${found.length} tables without an order across them: they are ordered by time.`);
    }
  }

  /** Whether the rows of one table stand in the store's order and hold all that is to be known. */
  get #isOrdered(): boolean {
    return this.#events.length === 1 && this.#events[0]!.isOrdered && this.#layout.join === undefined;
  }

  get recordShape(): RecordShape {
    return shapeOfTable(this.#layout);
  }

  async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    this.#side.scan = { builder, context };
    this.#join = (await this.#layout.join?.(this.#side)) ?? null;
    this.#side.scan = null;
    const several = this.#events.length > 1;
    if (!several && this.#events[0]!.isOrdered) this.#next = await this.#scanTable(0, builder, context);
    else {
      const unordered = new IndexBuilder();
      for (let i = 0; i < this.#events.length; i++) await this.#scanTable(i, unordered, context);
      if (several) await copyByTime(unordered, builder, context, true);
      else await copyByPosition(unordered, builder, context);
    }
    this.#join = null;
    this.#tellTallies();
  }

  async grow(builder: IndexBuilder, context: ScanContext): Promise<number> {
    const events = this.#events[0]!;
    this.#tail ??= new TableTail(
      this.#source,
      this.#file,
      { table: events.table, key: events.key, columns: events.scanned, identity: events.identity },
      this.#next,
    );
    const bytes = await this.#tail.read(builder, context, (row) => this.#append(0, builder, row));
    this.#tellTallies();
    return bytes;
  }

  #scanTable(which: number, builder: IndexBuilder, context: ScanContext): Promise<bigint> {
    const { table, key, scanned, places } = this.#events[which]!;
    // A place says which of several tables it is in, and their positions are no one's.
    const scan = { table, key, columns: scanned, ...(places && this.#events.length === 1 && { places }) };
    return scanTable(this.#file, scan, builder, context, (row) => this.#append(which, builder, row));
  }

  #append(which: number, builder: IndexBuilder, values: SqliteRow): void {
    const events = this.#events[which]!;
    const key = values[0] as bigint;
    const named = events.scannedRow(values);
    const metadata = metadataOf(this.#layout, named);
    const problem = (reason: string, ordinal: number | null): void =>
      builder.problem({ place: `${events.table}, ${events.key} ${key}`, reason, ordinal });
    const out = this.#out;
    const refused = this.#read(named, metadata.object, events.stream, this.#count);
    if (refused !== null) {
      if ('problem' in refused) problem(metadata.problem ?? refused.problem, null);
      else this.#count(refused.leftOut);
      return;
    }
    const row = emptyRow();
    row.globalPosition = this.#events.length > 1 ? NO_POSITION : out.position;
    row.place = this.#events.length > 1 ? (BigInt(which) << TABLE_BITS) | key : key;
    row.stream = builder.streams.intern(out.stream);
    row.streamRevision = out.revision;
    row.type = builder.types.intern(out.type);
    row.schemaVersion = builder.schemaVersions.intern(out.schemaVersion);
    row.recordedAt = out.recordedAt;
    row.eventIdHash = hashOf(out.eventId);
    row.correlationIdHash = hashOf(out.correlationId);
    row.causationIdHash = hashOf(out.causationId);
    const ordinal = builder.append(row);
    if (out.stream === '') problem('It names no stream.', ordinal);
    if (out.unread !== '') problem(out.unread, ordinal);
    if (metadata.problem !== null) problem(metadata.problem, ordinal);
    if (metadata.isForeign) this.#count(`with a ${this.#layout.metadata} that is not JSON: shown as it is`);
    const name = this.#layout.keeps?.(out);
    if (name != null) this.#kept.set(name, row.place);
  }

  #read(row: NamedRow, metadata: JsonObject | null, stream: string, tally: (text: string) => void): NotAnEvent | null {
    return readEnvelope(this.#layout, { row, metadata, tally }, this.#out, {
      stream,
      join: this.#join,
      versionOfType: (type) => this.#versionOfType(type),
    });
  }

  #versionOfType(type: string): string {
    const known = this.#versions.get(type);
    if (known !== undefined) return known;
    const version = versionOfType(type);
    this.#versions.set(type, version);
    return version;
  }

  scanned(): ScanMemory {
    return {
      notes: [...this.#said],
      tallies: [...this.#tallies],
      kept: [...this.#kept].map(([name, place]) => [name, String(place)]),
      next: String(this.#next),
    };
  }

  resume({ notes, tallies, kept, next }: ScanMemory): void {
    for (const note of notes) this.#said.add(note);
    for (const [text, count] of tallies as [string, number][]) this.#tallies.set(text, count);
    for (const [name, place] of kept as [string, string][]) this.#kept.set(name, BigInt(place));
    this.#next = BigInt(String(next));
    this.#tellTallies();
  }

  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[] {
    return this.#each(
      index,
      ordinals,
      (events) => events.records,
      (events, values) => this.#record(events, values),
    );
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    return this.#each(
      index,
      ordinals,
      (events) => events.payloads,
      (events, values) => {
        const payload = values === undefined ? null : payloadOf(this.#layout, events.payloadRow(values));
        return payload?.kind === 'json' ? payload.text : null;
      },
    );
  }

  /** Values of payloads that are shown as they stand in their column. A text may also stand in what a record adds. */
  sift(index: EventIndex, sought: Sought, within: BitSet, context: ScanContext): Promise<Sifted> | null {
    const { decode, otherPayload, unwrap } = this.#layout;
    if (sought.kind !== 'value' || this.#events.length > 1) return null;
    if (decode !== undefined || otherPayload !== undefined || unwrap !== undefined) return null;
    return siftRows({ index, rows: this.#events[0]!.payloads, texts: 0, isShown: () => true }, sought, within, context);
  }

  #each<T>(
    index: EventIndex,
    ordinals: ArrayLike<number>,
    rowsOf: (events: LocatedEvents) => KeyedRows,
    make: (events: LocatedEvents, values: SqliteRow | undefined) => T,
  ): T[] {
    const places = Array.from(ordinals, (ordinal) => index.columns.place.at(ordinal));
    const [first] = this.#events;
    if (this.#events.length === 1) return rowsOf(first!).read(places, (values) => make(first!, values));
    const found: T[] = [];
    for (const [which, events] of this.#events.entries()) {
      const own = places.flatMap((place, i) => (Number(place >> TABLE_BITS) === which ? [i] : []));
      const keys = own.map((i) => BigInt.asUintN(Number(TABLE_BITS), places[i]!));
      for (const [n, one] of rowsOf(events)
        .read(keys, (values) => make(events, values))
        .entries()) {
        found[own[n]!] = one;
      }
    }
    return found;
  }

  #payloadAt(place: bigint): Payload {
    const [events] = this.#events;
    const [payload] = events!.payloads.read([place], (values) =>
      values === undefined ? gone : payloadOf(this.#layout, events!.payloadRow(values)),
    );
    return payload!;
  }

  #record(events: LocatedEvents, values: SqliteRow | undefined): StoredRecord {
    if (values === undefined) return { payload: gone, metadata: null, ...noIds };
    const row = events.wholeRow(values);
    const metadata = metadataOf(this.#layout, row);
    this.#read(row, metadata.object, events.stream, nothing);
    const { eventId, correlationId, causationId, actor } = this.#out;
    const further = events.further(row).map((name) => [name, jsonOfValue(row[name]!)] as const);
    this.#beside ??= this.#layout.beside?.(this.#side) ?? (() => []);
    further.push(...this.#beside(row));
    const own = this.#layout.metadata;
    if (metadata.isLost && own !== undefined && this.#layout.unwrap === undefined) {
      further.unshift([own, jsonOfValue(row[own]!)]);
    }
    return {
      payload: payloadOf(this.#layout, row),
      metadata: metadata.text === null && further.length === 0 ? null : withMembers(metadata.text ?? '{}', further),
      eventId: orNull(eventId),
      correlationId: orNull(correlationId),
      causationId: orNull(causationId),
      actor: orNull(actor),
    };
  }

  snapshots(): StoredSnapshot[] {
    return this.#layout.snapshots?.(this.#side) ?? [];
  }

  snapshotCount(): number {
    const { snapshotTable } = this.#layout;
    return snapshotTable === undefined ? this.snapshots().length : this.#side.count(snapshotTable);
  }

  checkpoints(): StoredCheckpoint[] {
    return this.#layout.checkpoints?.(this.#side) ?? [];
  }

  deadLetters(): StoredDeadLetter[] {
    return this.#layout.deadLetters?.(this.#side) ?? [];
  }

  close(): void {
    this.#file.close();
  }

  readonly #count = (text: string): void => void this.#tallies.set(text, (this.#tallies.get(text) ?? 0) + 1);

  /** Adds a sentence for the person. */
  protected say(note: string): void {
    this.#said.add(note);
    this.#tellTallies();
  }

  #tellTallies(): void {
    const counted = [...this.#tallies].map(([text, count]) => `${plural(count, 'event')} ${text}.`);
    this.notes.splice(0, Infinity, ...this.#said, ...counted);
  }
}

const gone: Payload = {
  kind: 'invalid',
  text: '',
  reason: 'Its row is no longer there, or stands in a damaged part of the file.',
};
const noIds = { eventId: null, correlationId: null, causationId: null, actor: null } as const;
