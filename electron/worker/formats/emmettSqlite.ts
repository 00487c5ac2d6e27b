import { plural } from '../../../shared/format.ts';
import type { Payload } from '../../../shared/model/event.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { IndexBuilder } from '../eventIndex/indexBuilder.ts';
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
  StoredCheckpoint,
  StoredRecord,
  StoreFormat,
  StoreHead,
  StoreReader,
  StoreSource,
} from './format.ts';
import { payloadOfText } from './payloads.ts';
import { withMembers } from './rawJson.ts';
import { versionOfKeys, versionOfType } from './schemaVersion.ts';
import { openSqlite, type SqliteFile, type SqliteRow, type SqliteValue, sqliteText } from './sqlite.ts';
import { probeTables } from './sqliteProbe.ts';
import { scanTable } from './sqliteScan.ts';

// Layout: event-driven-io/emmett src/packages/emmett-sqlite/src/eventStore/schema; seen in 0.38.5, 0.42.4 and
// 0.43.0-beta.39. `message_schema_version` holds the stream's position before the append: it is no schema version.
// `emt_streams.partition` is broken text in all of them: the messages' own column counts.

const needed: Readonly<Record<string, readonly string[]>> = {
  emt_messages: ['stream_id', 'stream_position', 'message_data', 'message_metadata', 'message_type', 'global_position'],
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

class EmmettReader implements StoreReader {
  readonly notes: string[] = [];
  readonly #file: SqliteFile;
  readonly #tables: ReadonlyMap<string, readonly string[]>;
  /** Streams that were archived and then begun again: their archived part is a stream of its own. */
  readonly #begunAgain: ReadonlySet<string>;

  constructor(source: StoreSource, head: StoreHead) {
    this.#file = openSqlite(source);
    this.#tables = head.tables!;
    this.#begunAgain = this.#streamsBegunAgain();
  }

  async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    const { streams, types, schemaVersions } = builder;
    const row = emptyRow();
    const present = columns.map((column) => (this.#has('emt_messages', column) ? column : 'NULL'));
    const scan = { table: 'emt_messages', key: 'global_position', columns: present };
    let commands = 0;
    await scanTable(this.#file, scan, builder, context, (values) => {
      const [position, stream, revision, type, id, metadataText, created, partition, archived, kind] = values;
      if (kind === 'C') {
        commands++;
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
      if (metadata === null) {
        const place = `emt_messages, global_position ${position}`;
        builder.problem({ place, reason: 'Its message_metadata is no JSON object.', ordinal });
      }
    });
    if (commands > 0) {
      this.notes.push(`Left out: ${plural(commands, 'command')} (message_kind C): commands are no events.`);
    }
  }

  scanned(): ScanMemory {
    return { notes: this.notes };
  }

  resume({ notes }: ScanMemory): void {
    this.notes.splice(0, Infinity, ...notes);
  }

  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[] {
    const archived = this.#has('emt_messages', 'is_archived') ? 'is_archived' : '0';
    const query = this.#file.query(
      `SELECT message_data, message_metadata, message_id, ${archived} FROM emt_messages WHERE global_position = ?`,
    );
    return this.#file.together(() =>
      Array.from(ordinals, (ordinal) => recordOf(query.get(index.columns.place.at(ordinal)))),
    );
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    const query = this.#file.query('SELECT message_data FROM emt_messages WHERE global_position = ?');
    return this.#file.together(() =>
      Array.from(ordinals, (ordinal) => {
        const payload = payloadOfValue(query.get(index.columns.place.at(ordinal))?.[0]);
        return payload.kind === 'json' ? payload.text : null;
      }),
    );
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
      rows.push(
        ...this.#file
          .query('SELECT subscription_id, version, partition, last_processed_position FROM emt_subscriptions')
          .all(),
      );
    }
    if (this.#has('emt_processors', 'last_processed_checkpoint')) {
      rows.push(
        ...this.#file
          .query('SELECT processor_id, version, partition, last_processed_checkpoint FROM emt_processors')
          .all(),
      );
    }
    return rows.flatMap(([id, version, partition, at]) => {
      const globalPosition = toPosition(at);
      if (globalPosition < 0n) return [];
      const place = partition === DEFAULT_PARTITION || partition === 'global' ? '' : ` in ${partition}`;
      return [{ consumer: `${id}${version === 1n ? '' : ` v${version}`}${place}`, globalPosition }];
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
      partition === DEFAULT_PARTITION || partition === 'global' || partition == null ? '' : ` in ${partition}`;
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
