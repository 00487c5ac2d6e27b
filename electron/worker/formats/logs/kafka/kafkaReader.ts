import { formatCount } from '../../../../../shared/format.ts';
import { copyByTime } from '../../../eventIndex/copyByTime.ts';
import { NO_POSITION } from '../../../eventIndex/eventIndex.ts';
import { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import { emptyRow } from '../../../eventIndex/rows.ts';
import { ByteTable } from '../../byteTable.ts';
import type { ScanContext, StoredRecord, StoreSource } from '../../format.ts';
import { type HeaderRole, headerRole } from '../../messageHeaders.ts';
import { versionText } from '../../schemaVersion.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { LogCursor } from '../logCursor.ts';
import { changedSince } from '../logFiles.ts';
import { LogReader } from '../logReader.ts';
import { idHashAt, LogRows, nameOf } from '../logRows.ts';
import type { RecordForm } from '../readRecords.ts';
import { BATCH_HEAD, isBatchWhole, KafkaBatch, KafkaRecord, oldMagic } from './kafkaBatch.ts';
import { unpackRecords } from './kafkaCodecs.ts';
import { namesInValue, registrySchema, storedMessage } from './kafkaMessage.ts';
import { KafkaTransactions } from './kafkaTransactions.ts';

/** In the length of a record's place: it stands in a compressed batch, this many unpacked bytes behind its first. */
const PACKED = 0x80000000;
/** Unpacked batches that are kept for those who read the next record of one. */
const KEPT_BATCHES = 16;
const KEPT_BYTES = 64 * 1024 * 1024;
const TRANSACTIONS = 'records of transactions that were aborted: consumers never saw them';

/** A segment with the partition that it belongs to. */
export interface Segment extends SourceFile {
  readonly topic: string;
  /** For a person: `orders-3`. */
  readonly partition: string;
}

/** Reads the segments of one partition; of several, ordered by time. */
export class KafkaReader extends LogReader {
  readonly #segments: readonly Segment[];
  readonly #partitions: readonly string[];
  readonly #severalTopics: boolean;
  readonly #batch = new KafkaBatch();
  readonly #record = new KafkaRecord();
  readonly #row = emptyRow();
  readonly #headers = new HeaderNames();
  readonly #transactions = new Map<string, KafkaTransactions>();
  readonly #unpacked = new Map<number, Buffer>();
  #rows: LogRows | null = null;

  constructor(source: StoreSource, segments: readonly Segment[], notes: readonly string[]) {
    super(source, segments);
    this.#segments = segments;
    this.#partitions = [...new Set(segments.map(({ partition }) => partition))];
    this.#severalTopics = new Set(segments.map(({ topic }) => topic)).size > 1;
    this.notes.push(
      'The message key is taken as the stream; type, id and versions come from the message headers.',
      ...notes,
    );
  }

  protected override async scanAll(builder: IndexBuilder, context: ScanContext): Promise<void> {
    await this.#readTransactions(context);
    if (this.#partitions.length === 1) return super.scanAll(builder, context);
    const target = new IndexBuilder();
    await super.scanAll(target, context);
    for (const problem of target.problems) builder.problem({ ...problem, ordinal: null });
    await copyByTime(target, builder, context);
    const many = formatCount(this.#partitions.length);
    this.notes.push(
      `Offsets count per partition: messages of ${many} partitions are ordered by their time, and have no position.`,
    );
  }

  async #readTransactions(context: ScanContext): Promise<void> {
    for (const [number, { partition }] of this.#segments.entries()) {
      const { bytes, base } = this.files.list[number]!;
      const transactions = this.#transactions.get(partition) ?? new KafkaTransactions();
      this.#transactions.set(partition, transactions);
      await transactions.read(new LogCursor(this.files.open(number), 0, bytes), (offset) =>
        context.breathe({ phase: 'detect', done: base + offset, total: this.files.bytes, unit: 'bytes' }),
      );
      context.signal.throwIfAborted();
    }
    const all = [...this.#transactions.values()];
    if (all.some(({ areThere }) => areThere)) {
      this.notLive = 'Its records belong to transactions: whether they count is known only when these end.';
    }
    const open = all.reduce((sum, transactions) => sum + transactions.open, 0);
    if (open > 0) {
      this.notes.push(
        `${formatCount(open)} transactions have not ended: their records are shown, and may still be aborted.`,
      );
    }
  }

  protected form(number: number, builder: IndexBuilder): RecordForm {
    const batch = this.#batch;
    if (this.#rows?.builder !== builder) this.#rows = new LogRows(builder);
    return {
      unit: 'batch',
      measure: (cursor) => {
        if (!cursor.has(BATCH_HEAD)) return isEmptyRest(cursor) ? 0 : 'The file ends within a batch.';
        const { bytes, view, at } = cursor;
        batch.read(view, at);
        if (batch.baseOffset === 0n && batch.length === 12 && batch.magic === 0) return 0;
        const old = oldMagic(bytes, at);
        if (old === null && !batch.isPlausible) return 'No batch of records begins here.';
        if (!cursor.has(batch.length)) return 'The file ends within a batch.';
        if (old !== null || isBatchWhole(cursor.bytes, cursor.at, batch.length)) return batch.length;
        // Its length is right when a batch, or nothing, follows.
        const { offset, left } = cursor;
        const { length } = batch;
        cursor.at += length;
        const follows = left === length || (cursor.has(BATCH_HEAD) && this.#isHead(cursor));
        cursor.moveTo(offset);
        return follows && cursor.has(length) ? length : 'The CRC-32C of the batch is wrong, and so may be its length.';
      },
      isSure: (cursor) => {
        if (!cursor.has(BATCH_HEAD) || !this.#isHead(cursor)) return false;
        const { length } = batch;
        return cursor.has(length) && isBatchWhole(cursor.bytes, cursor.at, length);
      },
      take: (cursor) => this.#take(cursor, number),
    };
  }

  #isHead({ view, at }: LogCursor): boolean {
    if (view.getInt8(at + 16) !== 2) return false;
    this.#batch.read(view, at);
    return this.#batch.isPlausible;
  }

  #take(cursor: LogCursor, number: number): string | null {
    const batch = this.#batch;
    const { bytes, view, at } = cursor;
    batch.read(view, at);
    const old = oldMagic(bytes, at);
    if (old !== null) return `It is a message of format ${old}, from before Kafka 0.11, which is not read.`;
    const isWhole = isBatchWhole(bytes, at, batch.length);
    const { baseOffset, producerId, count, codec } = batch;
    const last = baseOffset + BigInt(batch.lastOffsetDelta);
    const told = isWhole
      ? ''
      : `The CRC-32C of the batch with the offsets ${baseOffset} to ${last} is wrong: what is shown of it may be damaged.`;
    if (batch.isControl) {
      this.leaveOut('control batches (ends of transactions)');
      return told || null;
    }
    const { partition } = this.#segments[number]!;
    if (batch.isTransactional && this.#transactions.get(partition)?.isAborted(producerId, baseOffset)) {
      for (let i = 0; i < count; i++) this.leaveOut(TRANSACTIONS);
      return told || null;
    }
    const place = this.files.list[number]!.base + cursor.offset;
    let read = 0;
    if (codec === 0) read = this.#takeRecords(bytes, view, at + BATCH_HEAD, at + batch.length, number, place - at);
    else {
      const records = unpackRecords(codec, bytes.subarray(at + BATCH_HEAD, at + batch.length));
      if (typeof records === 'string') {
        return `${formatCount(count)} records with the offsets ${baseOffset} to ${last} are lost: ${records}.`;
      }
      const unpacked = new DataView(records.buffer, records.byteOffset, records.buffer.byteLength - records.byteOffset);
      read = this.#takeRecords(records, unpacked, 0, records.length, number, place);
    }
    if (read === count) return told || null;
    return `${told} Of its ${formatCount(count)} records ${formatCount(count - read)} cannot be read.`.trimStart();
  }

  /** Puts records into the index, up to one that is damaged; how many. `place` is the batch's, or that of byte 0. */
  #takeRecords(bytes: Buffer, view: DataView, from: number, to: number, number: number, place: number): number {
    const { count, codec, baseOffset, baseTimestamp, isAppendTime } = this.#batch;
    const record = this.#record;
    const row = this.#row;
    const isAlone = this.#partitions.length === 1;
    for (let i = 0, at = from; i < count; i++, at = record.end) {
      if (!record.read(bytes, at, to)) return i;
      row.globalPosition = isAlone ? baseOffset + BigInt(record.offsetDelta) : NO_POSITION;
      const millis = isAppendTime ? baseTimestamp : baseTimestamp + record.timestampDelta;
      row.recordedAt = millis < 0 ? Number.NaN : millis * 1000;
      row.stream = this.#streamOf(bytes, view, number);
      row.place = BigInt(codec === 0 ? place + at : place);
      row.placeLength = codec === 0 ? record.end - at : PACKED + at;
      if (!this.#envelope(bytes, view, number)) return i;
      this.#rows!.builder.append(row);
    }
    return count;
  }

  #streamOf(bytes: Buffer, view: DataView, number: number): number {
    const { keyFrom, keyTo } = this.#record;
    const { topic, partition } = this.#segments[number]!;
    const { streams } = this.#rows!.builder;
    if (keyTo <= keyFrom) return streams.intern(partition === '' ? '(no key)' : partition);
    if (!this.#severalTopics) return this.#rows!.stream(bytes, view, keyFrom, keyTo);
    return streams.intern(`${topic}/${nameOf(bytes, keyFrom, keyTo)}`);
  }

  /** What the headers say of the event; `false` where they cannot be read. */
  #envelope(bytes: Buffer, view: DataView, number: number): boolean {
    const record = this.#record;
    const rows = this.#rows!;
    const row = this.#row;
    row.eventIdHash = Number.NaN;
    row.correlationIdHash = Number.NaN;
    row.causationIdHash = Number.NaN;
    let type = -1;
    let version = '';
    for (let i = 0; i < record.headerCount; i++) {
      if (!record.header(bytes)) return false;
      const { headerFrom: from, headerTo: to } = record;
      if (to <= from) continue;
      const role = this.#headers.role(bytes, view, record.nameFrom, record.nameTo);
      if (role === 'type') type = type < 0 ? rows.type(bytes, view, from, to) : type;
      else if (role === 'id') row.eventIdHash = firstOf(row.eventIdHash, bytes, view, from, to);
      else if (role === 'correlation') row.correlationIdHash = firstOf(row.correlationIdHash, bytes, view, from, to);
      else if (role === 'causation') row.causationIdHash = firstOf(row.causationIdHash, bytes, view, from, to);
      else if (role === 'version') version ||= versionText(bytes.toString('utf8', from, to));
    }
    const schema = registrySchema(bytes, record);
    if (schema !== null) version = String(schema);
    if (type < 0) {
      const said = schema === null ? namesInValue(bytes, record) : { type: '', version: '' };
      type = rows.builder.types.intern(said.type || this.#segments[number]!.topic || 'message');
      version ||= said.version;
    }
    row.type = type;
    row.schemaVersion = rows.version(version, type);
    return true;
  }

  protected recordAt(place: number, length: number): StoredRecord {
    const record = new KafkaRecord();
    const partition = this.#partitions.length === 1 ? null : this.#segments[this.files.numberOf(place)]!.partition;
    if (length < PACKED) {
      const { bytes, from, to } = this.files.at(place, length);
      if (!record.read(bytes, from, to)) throw changedSince();
      return storedMessage(bytes, record, partition);
    }
    const records = this.#recordsOf(place);
    if (!record.read(records, length - PACKED, records.length)) throw changedSince();
    return storedMessage(records, record, partition);
  }

  /** The unpacked records of the batch at a place. */
  #recordsOf(place: number): Buffer {
    const kept = this.#unpacked.get(place);
    if (kept !== undefined) return kept;
    const batch = new KafkaBatch();
    const head = this.files.at(place, BATCH_HEAD);
    batch.read(new DataView(head.bytes.buffer, head.bytes.byteOffset, head.bytes.byteLength), head.from);
    if (!batch.isPlausible) throw changedSince();
    const { bytes, from, to } = this.files.at(place, batch.length);
    const records = unpackRecords(batch.codec, bytes.subarray(from + BATCH_HEAD, to));
    if (typeof records === 'string') throw changedSince();
    let held = records.length;
    for (const [other, { length }] of [...this.#unpacked].toReversed()) {
      held += length;
      if (held > KEPT_BYTES || this.#unpacked.size >= KEPT_BATCHES) this.#unpacked.delete(other);
    }
    this.#unpacked.set(place, records);
    return records;
  }
}

const firstOf = (before: number, bytes: Buffer, view: DataView, from: number, to: number): number =>
  Number.isNaN(before) ? idHashAt(bytes, view, from, to) : before;

/** Whether only zeros follow: a segment that was made larger than what is in it. */
function isEmptyRest(cursor: LogCursor): boolean {
  const { left } = cursor;
  return cursor.has(left) && cursor.bytes.subarray(cursor.at, cursor.at + left).every((byte) => byte === 0);
}

/** What headers are for, by the bytes of their names. */
class HeaderNames {
  readonly #names = new ByteTable();
  readonly #roles: (HeaderRole | null)[] = [];

  role(bytes: Buffer, view: DataView, from: number, to: number): HeaderRole | null {
    const known = this.#names.find(view, from, to);
    if (known >= 0) return this.#roles[known]!;
    const role = headerRole(bytes.toString('utf8', from, to));
    this.#names.add(view, from, to, this.#roles.length);
    this.#roles.push(role);
    return role;
  }
}
