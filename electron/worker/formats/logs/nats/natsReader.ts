import type { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import { emptyRow } from '../../../eventIndex/rows.ts';
import { hashOf } from '../../fields.ts';
import type { ScanContext, StoredCheckpoint, StoredRecord, StoreSource } from '../../format.ts';
import { HeaderRoles } from '../../messageHeaders.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { LogCursor } from '../logCursor.ts';
import { changedSince } from '../logFiles.ts';
import { LogReader } from '../logReader.ts';
import { LogRows } from '../logRows.ts';
import type { RecordForm } from '../readRecords.ts';
import { envelopeOf, NATS_HEAD, NatsChecksum, NatsMessage, storedNats } from './natsMessage.ts';
import type { BlockIndex } from './natsState.ts';

/** Messages that are hopped over between two pauses. */
const STRIDE = 1024;

/** A block of messages. */
export interface Block extends SourceFile {
  /** From its name, `1.blk`; `null` where it has another. */
  readonly number: number | null;
  /** The stream's name, where `meta.inf` says it. */
  readonly stream: string | null;
  readonly firstSequence: bigint;
  readonly isCompressed: boolean;
  readonly index: BlockIndex | null;
}

/** Reads the blocks of one stream in the order of their sequences. */
export class NatsReader extends LogReader {
  readonly #blocks: readonly Block[];
  readonly #checkpoints: readonly StoredCheckpoint[];
  readonly #message = new NatsMessage();
  readonly #row = emptyRow();
  readonly #roles = new HeaderRoles();
  /** Sequences of messages that were removed but still stand in their block. */
  readonly #removed = new Set<number>();
  #rows: LogRows | null = null;

  constructor(source: StoreSource, blocks: readonly Block[], checkpoints: readonly StoredCheckpoint[]) {
    super(source, blocks);
    this.#blocks = blocks;
    this.#checkpoints = checkpoints;
    this.notes.push('The subject is taken as the stream; type, id and versions come from the message headers.');
    if (blocks.some((block) => checksumOf(block) === null)) {
      this.notes.push('Checksums were not compared: their key is the name of the stream, and meta.inf is not there.');
    }
  }

  protected override async scanAll(builder: IndexBuilder, context: ScanContext): Promise<void> {
    await this.#findRemoved(context);
    for (const [number, block] of this.#blocks.entries()) {
      if (!block.isCompressed) await this.scanFile(number, builder, this.form(number, builder), context);
      else
        builder.problem({
          place: block.name,
          reason: 'The block is compressed with S2, which is not read here.',
          ordinal: null,
        });
    }
  }

  /** A message may be removed by one that follows in a later block, and by the index beside its own. */
  async #findRemoved(context: ScanContext): Promise<void> {
    const message = this.#message;
    for (const [number, { index, isCompressed }] of this.#blocks.entries()) {
      for (const sequence of index?.deleted ?? []) this.#removed.add(sequence);
      if (isCompressed) continue;
      const { bytes, base } = this.files.list[number]!;
      const cursor = new LogCursor(this.files.open(number), 0, bytes);
      for (let hops = 1; cursor.has(NATS_HEAD) && message.readHead(cursor.view, cursor.at); hops++) {
        if (message.isTombstone) this.#removed.add(Number(message.sequence));
        cursor.moveTo(cursor.offset + message.length);
        if (hops % STRIDE !== 0) continue;
        await context.breathe({ phase: 'detect', done: base + cursor.offset, total: this.files.bytes, unit: 'bytes' });
        context.signal.throwIfAborted();
      }
    }
  }

  protected form(number: number, builder: IndexBuilder): RecordForm {
    const message = this.#message;
    const block = this.#blocks[number]!;
    const checksum = checksumOf(block);
    const { base } = this.files.list[number]!;
    if (this.#rows?.builder !== builder) this.#rows = new LogRows(builder);
    const rows = this.#rows;
    /** Whether the message that was measured has a checksum that is not its own. */
    let isWrong = false;
    const isHead = ({ view, at }: LogCursor): boolean => message.readHead(view, at);
    /** Erased ones are filled with noise. */
    const isRight = ({ bytes, view, at }: LogCursor): boolean =>
      checksum === null || message.isErased || checksum.isRight(bytes, view, at, message);
    const follows = (cursor: LogCursor): boolean => {
      const { offset, left } = cursor;
      const { length } = message;
      cursor.moveTo(offset + length);
      const does = left === length || (cursor.has(NATS_HEAD) && isHead(cursor));
      cursor.moveTo(offset);
      return cursor.has(length) && isHead(cursor) && does;
    };
    return {
      unit: 'message',
      measure: (cursor) => {
        if (!cursor.has(NATS_HEAD)) return 'The file ends within a message.';
        if (!isHead(cursor)) return 'No message begins here.';
        if (!cursor.has(message.length)) return 'The file ends within a message.';
        isHead(cursor);
        isWrong = !isRight(cursor);
        if (!isWrong || follows(cursor)) return message.length;
        return 'The checksum of the message is wrong, and so may be its length.';
      },
      isSure: (cursor) => {
        if (!cursor.has(NATS_HEAD) || !isHead(cursor) || message.isErased) return false;
        if (!cursor.has(message.length) || !isHead(cursor)) return false;
        return checksum === null ? follows(cursor) : isRight(cursor);
      },
      take: (cursor) => {
        const { bytes, view } = cursor;
        isHead(cursor);
        const { sequence, isErased, isTombstone } = message;
        if (isTombstone) return null;
        const first = block.index?.firstSequence ?? 0;
        if (isErased || this.#removed.has(Number(sequence)) || sequence < first) {
          this.leaveOut('messages that were deleted');
          return null;
        }
        if (!message.readBody(view)) return `The headers of message ${sequence} go on behind its end.`;
        const row = this.#row;
        const { type, id, version, correlation, causation } = envelopeOf(bytes, message, this.#roles, false);
        row.stream = rows.stream(bytes, view, message.subjectFrom, message.subjectTo);
        row.type = builder.types.intern(type || lastToken(builder.streams.text(row.stream)));
        row.schemaVersion = rows.version(version, row.type);
        row.globalPosition = sequence;
        row.recordedAt = Number(message.nanos / 1000n);
        row.eventIdHash = hashOf(id);
        row.correlationIdHash = hashOf(correlation);
        row.causationIdHash = hashOf(causation);
        row.place = BigInt(base + cursor.offset);
        row.placeLength = message.length;
        builder.append(row);
        return isWrong ? `The checksum of message ${sequence} is wrong: what is shown of it may be damaged.` : null;
      },
    };
  }

  protected recordAt(place: number, length: number): StoredRecord {
    const { bytes, from } = this.files.at(place, length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const message = new NatsMessage();
    if (!message.readHead(view, from) || message.length !== length || !message.readBody(view)) throw changedSince();
    return storedNats(bytes, message);
  }

  override checkpoints(): StoredCheckpoint[] {
    return [...this.#checkpoints];
  }
}

const checksumOf = ({ stream, number }: Block): NatsChecksum | null =>
  stream === null || number === null ? null : new NatsChecksum(stream, number);

const lastToken = (subject: string): string => subject.slice(subject.lastIndexOf('.') + 1);
