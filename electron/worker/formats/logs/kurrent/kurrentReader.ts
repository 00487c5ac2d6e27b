import { createHash } from 'node:crypto';
import { formatCount } from '../../../../../shared/format.ts';
import type { Payload } from '../../../../../shared/model/event.ts';
import { NO_POSITION } from '../../../eventIndex/eventIndex.ts';
import type { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import { type EnvelopeRow, emptyRow } from '../../../eventIndex/rows.ts';
import { actorKeys, causationKeys, correlationKeys, firstText, hashOf, orNull } from '../../fields.ts';
import type { ScanContext, StoredCheckpoint, StoredDeadLetter, StoredRecord, StoreSource } from '../../format.ts';
import { binary, payloadOfBytes } from '../../payloads.ts';
import { versionOfKeys } from '../../schemaVersion.ts';
import type { LogCursor } from '../logCursor.ts';
import { LogReader } from '../logReader.ts';
import { idHashAt, LogRows } from '../logRows.ts';
import { jsonOfBytes, objectIn } from '../logTexts.ts';
import type { RecordForm } from '../readRecords.ts';
import { type ChunkChoice, type ChunkFooter, FOOTER, HEADER, readFooter } from './kurrentChunk.ts';
import { KurrentConsumers } from './kurrentConsumers.ts';
import { AROUND, Flag, GuidText, isRecordLength, KurrentRecord, PREPARE, SYSTEM } from './kurrentRecord.ts';

/** From this number on it stands for "the stream is deleted" and counts nothing: of old logs 2^31 - 1, of newer 2^63 - 1. */
const DELETED_STREAM = 2n ** 31n - 1n;
const HASH_BLOCK = 1 << 20;
const UNCOMMITTED = 'events of transactions that were never committed';

/** Reads the chunks of one database, in the order of its transaction log. */
export class KurrentReader extends LogReader {
  readonly #choice: ChunkChoice;
  /** Records from this position on were not written whole; `null` where nobody says so. */
  readonly #writer: bigint | null;
  readonly #record = new KurrentRecord();
  readonly #guid = new GuidText();
  readonly #row = emptyRow();
  /** Events whose transaction is not committed so far, by its position: their number, and what goes into the index. */
  readonly #pending = new Map<bigint, { readonly offset: number; readonly row: EnvelopeRow }[]>();
  #rows: LogRows | null = null;
  #consumers = new KurrentConsumers();
  #footers: (ChunkFooter | null)[] = [];

  constructor(source: StoreSource, choice: ChunkChoice, writer: bigint | null) {
    super(
      source,
      choice.chunks.map(({ file }) => file),
    );
    this.#choice = choice;
    this.#writer = writer;
    this.notes.push(...choice.notes);
    this.#footers = choice.chunks.map(({ file }, number) => {
      const end = this.files.open(number).bytesAt(Math.max(0, file.bytes - FOOTER), FOOTER);
      return readFooter(end, file.bytes);
    });
    if (this.#footers.length === 1 && this.#footers[0] !== null) {
      this.notLive = 'The chunk is completed: nothing is appended to it.';
    }
  }

  protected override async scanAll(builder: IndexBuilder, context: ScanContext): Promise<void> {
    for (const { place, reason } of this.#choice.problems) builder.problem({ place, reason, ordinal: null });
    for (const [number, { file, header }] of this.#choice.chunks.entries()) {
      if (header.transform === 0) {
        await this.scanFile(number, builder, this.form(number, builder), context);
        await this.#verify(number, builder, context);
        continue;
      }
      const reason = `The chunk is transformed by the server (type ${header.transform}): it is encrypted.`;
      builder.problem({ place: file.name, reason, ordinal: null });
    }
    for (const events of this.#pending.values()) for (const _ of events) this.leaveOut(UNCOMMITTED);
    this.#consumers.resolve(builder);
    this.notes.push(...this.#consumers.notes);
  }

  protected override spanOf(number: number): { from: number; to: number } {
    const footer = this.#footers[number];
    const { bytes } = this.files.list[number]!;
    return { from: HEADER, to: footer ? HEADER + footer.dataBytes : bytes };
  }

  protected form(number: number, builder: IndexBuilder): RecordForm {
    const { header } = this.#choice.chunks[number]!;
    const start = BigInt(header.first) * BigInt(header.chunkSize);
    const end = BigInt(header.last + 1) * BigInt(header.chunkSize);
    const { base } = this.files.list[number]!;
    this.#rows = this.#rows?.builder === builder ? this.#rows : new LogRows(builder);
    const rows = this.#rows;
    const isInChunk = (position: bigint, offset: number): boolean =>
      header.isScavenged ? position >= start && position < end : position === start + BigInt(offset - HEADER);

    return {
      unit: 'record',
      measure: (cursor) => {
        if (!cursor.has(4)) return 'The file ends within a record.';
        const length = cursor.view.getInt32(cursor.at, true);
        if (length === 0) return 0;
        if (!isRecordLength(length)) return `No record is ${formatCount(length)} bytes long.`;
        if (!cursor.has(length + AROUND)) return 'The file ends within a record.';
        const behind = cursor.view.getInt32(cursor.at + 4 + length, true);
        if (behind === length) return length + AROUND;
        return `The length before the record is ${formatCount(length)}, behind it ${formatCount(behind)}.`;
      },
      isSure: (cursor) => {
        if (!cursor.has(4 + 10)) return false;
        const length = cursor.view.getInt32(cursor.at, true);
        if (!isRecordLength(length) || cursor.view.getUint8(cursor.at + 4) > SYSTEM) return false;
        const { offset } = cursor;
        if (!isInChunk(cursor.view.getBigInt64(cursor.at + 6, true), offset)) return false;
        return cursor.has(length + AROUND) && cursor.view.getInt32(cursor.at + 4 + length, true) === length;
      },
      take: (cursor, length) => {
        const from = cursor.at + 4;
        const wrong = this.#record.read(cursor.view, from, from + length - AROUND);
        if (wrong !== null) return `The record cannot be read: ${wrong}.`;
        const { position, kind } = this.#record;
        if (this.#writer !== null && position >= this.#writer) {
          this.leaveOut('records behind the position in writer.chk: they were not written whole');
          return null;
        }
        if (!isInChunk(position, cursor.offset))
          return `The record says that it stands at ${position}: that is not here.`;
        if (kind === SYSTEM) this.leaveOut('system records (epochs of the cluster)');
        else if (kind === PREPARE) this.#prepare(cursor, base + cursor.offset + 4, length - AROUND, rows);
        else this.#commit(builder);
        return null;
      },
    };
  }

  #prepare({ bytes, view }: LogCursor, place: number, length: number, rows: LogRows): void {
    const record = this.#record;
    const { flags, typeFrom, typeTo } = record;
    if ((flags & (Flag.data | Flag.streamDelete)) === 0) return; // It begins or ends a transaction.
    if (typeTo - typeFrom === 2 && bytes[typeFrom] === 0x24 && bytes[typeFrom + 1] === 0x3e) {
      this.leaveOut('links to events of other streams (projections write them)');
      this.#consumers.link(bytes, record);
      return;
    }
    const row = this.#row;
    row.stream = rows.stream(bytes, view, record.streamFrom, record.streamTo);
    row.type = rows.type(bytes, view, typeFrom, typeTo);
    row.recordedAt = record.micros;
    row.globalPosition = record.position;
    this.#guid.write(bytes, record.eventIdAt);
    row.eventIdHash = idHashAt(this.#guid.bytes, this.#guid.view, 0, this.#guid.length);
    const metadata = objectIn(bytes, record.metadataFrom, record.metadataTo);
    row.schemaVersion = rows.version(versionOfKeys(metadata ?? undefined), row.type);
    row.correlationIdHash = hashOf(firstText(metadata, correlationKeys));
    row.causationIdHash = hashOf(firstText(metadata, causationKeys));
    row.place = BigInt(place);
    row.placeLength = length;
    if (bytes[record.streamFrom] === 0x24 || (flags & Flag.streamDelete) !== 0) {
      this.#consumers.systemEvent(bytes, record, metadata);
    }
    if ((flags & Flag.committed) !== 0) {
      const number = record.expectedVersion + 1n;
      row.streamRevision = number >= DELETED_STREAM && (flags & Flag.streamDelete) !== 0 ? NO_POSITION : number;
      rows.builder.append(row);
      return;
    }
    const events = this.#pending.get(record.transaction);
    const event = { offset: record.offset, row: { ...row } };
    if (events === undefined) this.#pending.set(record.transaction, [event]);
    else events.push(event);
  }

  /** Puts the events of a transaction into the index: now they have numbers. */
  #commit(builder: IndexBuilder): void {
    const { transaction, firstEventNumber } = this.#record;
    for (const { offset, row } of this.#pending.get(transaction) ?? []) {
      const number = firstEventNumber + BigInt(offset);
      row.streamRevision = number >= DELETED_STREAM ? NO_POSITION : number;
      builder.append(row);
    }
    this.#pending.delete(transaction);
  }

  /** Compares a completed chunk with the MD5 in its footer. */
  async #verify(number: number, builder: IndexBuilder, context: ScanContext): Promise<void> {
    const footer = this.#footers[number];
    if (!footer || /^0+$/.test(footer.md5)) return;
    const { name, bytes, base } = this.files.list[number]!;
    const hash = createHash('md5');
    const block = Buffer.allocUnsafe(HASH_BLOCK);
    const end = bytes - 16;
    for (let at = 0; at < end; at += block.length) {
      const read = this.files.open(number).readInto(block, at, Math.min(block.length, end - at));
      hash.update(block.subarray(0, read));
      await context.breathe({
        phase: 'index',
        done: base + at,
        total: this.files.bytes,
        unit: 'bytes',
        events: builder.length,
      });
      context.signal.throwIfAborted();
    }
    const found = hash.digest('hex');
    if (found === footer.md5) return;
    const reason = `The MD5 of the chunk is ${found}, its footer says ${footer.md5}: it was changed or is damaged.`;
    builder.problem({ place: `${name}, footer`, reason, ordinal: null });
  }

  protected recordAt(place: number, length: number): StoredRecord {
    const { bytes, from, to } = this.files.at(place, length);
    const record = new KurrentRecord();
    const wrong = record.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), from, to);
    if (wrong !== null) throw new Error(`An indexed record cannot be read: ${wrong}.`);
    const { metadataFrom, metadataTo } = record;
    const metadata = objectIn(bytes, metadataFrom, metadataTo);
    return {
      payload: payloadOf(record, bytes.subarray(record.dataFrom, record.dataTo)),
      metadata: jsonOfBytes(bytes.subarray(metadataFrom, metadataTo)),
      eventId: this.#guid.read(bytes, record.eventIdAt),
      correlationId: orNull(firstText(metadata, correlationKeys)),
      causationId: orNull(firstText(metadata, causationKeys)),
      actor: orNull(firstText(metadata, actorKeys)),
    };
  }

  override checkpoints(): StoredCheckpoint[] {
    return this.#consumers.checkpoints;
  }

  override deadLetters(): StoredDeadLetter[] {
    return this.#consumers.deadLetters;
  }

  protected override get memory(): unknown {
    return this.#consumers.toJson();
  }

  protected override set memory(own: unknown) {
    this.#consumers = KurrentConsumers.from(own);
  }
}

function payloadOf({ flags }: KurrentRecord, data: Buffer): Payload {
  if ((flags & Flag.redacted) !== 0) return binary(data, 'The event was redacted: its data was overwritten.');
  if ((flags & Flag.streamDelete) !== 0 && data.length === 0) return { kind: 'json', text: 'null' };
  return (flags & Flag.json) !== 0 ? payloadOfBytes(data) : binary(data, 'The event was written as binary.');
}
