import { crc32 } from 'node:zlib';
import { formatCount } from '../../../../../shared/format.ts';
import type { StoredSnapshot } from '../../../../../shared/model/store.ts';
import { NO_POSITION } from '../../../eventIndex/eventIndex.ts';
import type { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import { emptyRow } from '../../../eventIndex/rows.ts';
import { hashOf } from '../../fields.ts';
import type { ScanContext, StoredRecord, StoreSource } from '../../format.ts';
import { payloadOfBytes } from '../../payloads.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { LogCursor } from '../logCursor.ts';
import { changedSince } from '../logFiles.ts';
import { LogReader } from '../logReader.ts';
import { idHashAt, LogRows } from '../logRows.ts';
import type { RecordForm } from '../readRecords.ts';
import { AxonEvent, metadataOf, referencesOf, storedEvent } from './axonEvent.ts';

/** Bytes before the first transaction: a version and flags. */
export const SEGMENT_HEAD = 5;
/** Bytes of a transaction before its events: their size, a version, and how many there are; behind them a CRC-32. */
export const TRANSACTION_HEAD = 7;
const CRC = 4;
/** A size that says that nothing follows; older servers leave zeros. */
const END = -1;
const NO_AGGREGATE = '(no aggregate)';

export interface AxonSegment extends SourceFile {
  /** Global token of its first event, from its name; `null` where that is another. */
  readonly first: bigint | null;
  readonly isSnapshots: boolean;
}

/** Reads the segments of one context. */
export class AxonReader extends LogReader {
  readonly #segments: readonly AxonSegment[];
  readonly #event = new AxonEvent();
  readonly #row = emptyRow();
  /** Token of the next event. */
  #next = 0n;
  #snapshots = 0;
  #rows: LogRows | null = null;

  constructor(source: StoreSource, segments: readonly AxonSegment[]) {
    super(source, segments);
    this.#segments = segments;
    if (segments.some(({ first, isSnapshots }) => first === null && !isSnapshots)) {
      this.notes.push('Tokens are counted from 0: the name of the file does not say the first one.');
    }
  }

  protected override async scanAll(builder: IndexBuilder, context: ScanContext): Promise<void> {
    for (const [number, { name, first, isSnapshots }] of this.#segments.entries()) {
      if (!isSnapshots) {
        const expected = this.#next;
        this.#next = first ?? (number === 0 ? 0n : expected);
        if (number > 0 && this.#next > expected) {
          const reason = `The ${formatCount(Number(this.#next - expected))} events before it, from token ${expected} on, are missing.`;
          builder.problem({ place: name, reason, ordinal: null });
        }
      }
      await this.scanFile(number, builder, this.form(number, builder), context);
    }
  }

  protected override spanOf(file: number): { from: number; to: number } {
    return { from: SEGMENT_HEAD, to: this.files.list[file]!.bytes };
  }

  protected form(number: number, builder: IndexBuilder): RecordForm {
    const { base } = this.files.list[number]!;
    const { isSnapshots } = this.#segments[number]!;
    if (this.#rows?.builder !== builder) this.#rows = new LogRows(builder);
    const rows = this.#rows;
    return {
      unit: 'transaction',
      measure: (cursor) => measure(cursor),
      skipEndMark: (cursor) => {
        if (cursor.has(4) && cursor.view.getInt32(cursor.at) === END) cursor.at += 4;
      },
      isSure: (cursor) => {
        const length = measure(cursor);
        return typeof length === 'number' && length > 0;
      },
      take: (cursor, length) => {
        const from = this.#next;
        const events = eventsIn(cursor.bytes, cursor.at, length);
        for (const [at, end] of events.places) {
          if (isSnapshots) this.#snapshots++;
          else if (!this.#append(cursor, at, end, base + cursor.offset - cursor.at, rows)) {
            events.problem ??= `Event ${this.#next} cannot be read.`;
          }
          if (!isSnapshots) this.#next++;
        }
        return events.problem === null ? null : `${events.problem} The transaction begins at token ${from}.`;
      },
    };
  }

  /** `origin` is the place of the block's first byte. */
  #append({ bytes, view }: LogCursor, from: number, to: number, origin: number, rows: LogRows): boolean {
    const event = this.#event;
    if (!event.read(bytes, from, to)) return false;
    const { builder } = rows;
    const row = this.#row;
    const { streamFrom, streamTo } = event;
    const hasAggregate = streamTo > streamFrom;
    row.stream = hasAggregate ? rows.stream(bytes, view, streamFrom, streamTo) : builder.streams.intern(NO_AGGREGATE);
    row.type = rows.type(bytes, view, event.typeFrom, event.typeTo);
    row.schemaVersion = rows.version(bytes.toString('utf8', event.revisionFrom, event.revisionTo), row.type);
    row.streamRevision = hasAggregate ? event.sequence : NO_POSITION;
    row.globalPosition = this.#next;
    row.recordedAt = event.millis === 0n ? Number.NaN : Number(event.millis) * 1000;
    row.eventIdHash = idHashAt(bytes, view, event.idFrom, event.idTo);
    if (event.metadata.length > 0) {
      const id = bytes.toString('utf8', event.idFrom, event.idTo);
      const { correlation, causation } = referencesOf(metadataOf(bytes, event), id);
      row.correlationIdHash = hashOf(correlation);
      row.causationIdHash = hashOf(causation);
    } else {
      row.correlationIdHash = Number.NaN;
      row.causationIdHash = Number.NaN;
    }
    row.place = BigInt(origin + from);
    row.placeLength = to - from;
    builder.append(row);
    return true;
  }

  protected recordAt(place: number, length: number): StoredRecord {
    const { bytes, from, to } = this.files.at(place, length);
    const event = new AxonEvent();
    if (!event.read(bytes, from, to)) throw changedSince();
    return storedEvent(bytes, event);
  }

  override snapshotCount(): number {
    return this.#snapshots;
  }

  override snapshots(): StoredSnapshot[] {
    return this.#segments.flatMap(({ isSnapshots, bytes }, number) =>
      isSnapshots ? snapshotsIn(new LogCursor(this.files.open(number), SEGMENT_HEAD, bytes)) : [],
    );
  }

  protected override get memory(): unknown {
    return { next: String(this.#next), snapshots: this.#snapshots };
  }

  protected override set memory(own: unknown) {
    const { next, snapshots } = own as { readonly next: string; readonly snapshots: number };
    this.#next = BigInt(next);
    this.#snapshots = snapshots;
  }
}

/** Bytes of the transaction at a cursor; 0 in unwritten space; a sentence where none can be read. */
function measure(cursor: LogCursor): number | string {
  if (!cursor.has(4)) return cursor.has(cursor.left) && isZero(cursor) ? 0 : 'The file ends within a transaction.';
  const size = cursor.view.getInt32(cursor.at);
  if (size === 0 || size === END) return 0;
  if (size < 0) return `No transaction is ${formatCount(size)} bytes long.`;
  const length = TRANSACTION_HEAD + size + CRC;
  if (!cursor.has(length)) return 'The file ends within a transaction.';
  const { bytes, view, at } = cursor;
  if (view.getInt16(at + 5) <= 0) return 'A transaction without events stands here.';
  const events = bytes.subarray(at + TRANSACTION_HEAD, at + TRANSACTION_HEAD + size);
  if (crc32(events) === view.getUint32(at + length - CRC)) return length;
  return 'The CRC-32 of the transaction is wrong: its events are not shown.';
}

const isZero = ({ bytes, at, left }: LogCursor): boolean => bytes.subarray(at, at + left).every((byte) => byte === 0);

/** Where the events of a transaction stand, up to one that is damaged. */
function eventsIn(bytes: Buffer, at: number, length: number): { places: [number, number][]; problem: string | null } {
  const count = bytes.readInt16BE(at + 5);
  const end = at + length - CRC;
  const places: [number, number][] = [];
  for (let i = 0, from = at + TRANSACTION_HEAD; i < count; i++) {
    const size = from + 4 <= end ? bytes.readInt32BE(from) : -1;
    if (size <= 0 || from + 4 + size > end) {
      return {
        places,
        problem: `Of the ${formatCount(count)} events of a transaction ${formatCount(count - i)} cannot be read.`,
      };
    }
    places.push([from + 4, from + 4 + size]);
    from += 4 + size;
  }
  return { places, problem: null };
}

function snapshotsIn(cursor: LogCursor): StoredSnapshot[] {
  const snapshots: StoredSnapshot[] = [];
  const event = new AxonEvent();
  for (let length = measure(cursor); typeof length === 'number' && length > 0; length = measure(cursor)) {
    const { bytes } = cursor;
    for (const [from, to] of eventsIn(bytes, cursor.at, length).places) {
      if (!event.read(bytes, from, to)) continue;
      snapshots.push({
        streamId: bytes.toString('utf8', event.streamFrom, event.streamTo),
        streamRevision: String(event.sequence),
        schemaVersion: bytes.toString('utf8', event.revisionFrom, event.revisionTo) || null,
        state: payloadOfBytes(bytes.subarray(event.dataFrom, event.dataTo)),
      });
    }
    cursor.moveTo(cursor.offset + length);
  }
  return snapshots;
}
