import { isUtf8 } from 'node:buffer';
import { formatCount, plural } from '../../../../shared/format.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import type { BitSet } from '../../eventIndex/bitSet.ts';
import { copyByTime } from '../../eventIndex/copyByTime.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type { VisitPayload } from '../../eventIndex/payloadBytes.ts';
import { type EnvelopeRow, emptyRow } from '../../eventIndex/rows.ts';
import { hashOf } from '../fields.ts';
import type {
  ScanContext,
  ScanMemory,
  Sifted,
  Sought,
  StoredBody,
  StoredCheckpoint,
  StoredRecord,
  StoreHead,
  StoreReader,
  StoreSource,
  StoreTraits,
} from '../format.ts';
import { type RecordShape, shapeOfLines } from '../recordShape.ts';
import { type Part, placeIn } from '../source/partPlaces.ts';
import {
  type EnvelopePlaces,
  emptyEnvelope,
  type LineDialect,
  type LineEnvelope,
  type NotAnEvent,
  notAnObject,
} from './dialects/dialect.ts';
import { dialectOf } from './dialects/dialects.ts';
import { LineFile, type LinePlace } from './lineFile.ts';
import { LineRecords } from './lineRecords.ts';
import { LineTail } from './lineTail.ts';
import type { LineText } from './lineText.ts';
import { sampleOf } from './sample.ts';
import type { RangeScanOptions } from './scan/rangeScans.ts';
import { scanLines } from './scan/scanLines.ts';
import { type PieceScanOptions, pieceScan } from './scan/scanPieces.ts';
import { type PiecesPlace, scanRanges } from './scan/scanRanges.ts';
import { sieveQuestion } from './sift/sieveQuestion.ts';
import { siftLines } from './sift/siftLines.ts';

/** Events for which room is made from the first lines alone; a file may go on otherwise than it begins. */
const MOST_EXPECTED = 24_000_000;

interface JsonLinesMemory extends ScanMemory {
  readonly form: LineText['form'];
  /** Consumer and position, in the order in which they were first seen. */
  readonly checkpoints: readonly (readonly [string, string])[];
  readonly leftOut: readonly (readonly [string, number])[];
  /** Where what is appended begins: bytes and lines that were read. */
  readonly readTo: number;
  readonly lines: number;
}

/** How a file is read that is no list of lines, or by more threads or fewer. */
export interface ReaderSettings extends Omit<RangeScanOptions, 'refuseTelling'> {
  /** What its records are where they may go over several lines. */
  readonly pieces?: Pieces;
}

/** Records that may go over several lines: values of JSON, or comma-separated values. */
export interface Pieces extends Pick<PieceScanOptions, 'kind' | 'columns'>, PiecesPlace {
  readonly text: LineText;
}

/** Reads the records of one dialect: that of the head's lines, or the one given. */
export class JsonLinesReader implements StoreReader {
  readonly notes: string[];
  readonly traits: Partial<StoreTraits>;
  readonly #file: LineFile;
  readonly #records: LineRecords;
  readonly #text: LineText;
  readonly #dialect: LineDialect;
  readonly #envelope: LineEnvelope = emptyEnvelope();
  readonly #leftOut = new Map<string, number>();
  readonly #checkpoints = new Map<string, StoredCheckpoint>();
  readonly #path: string;
  readonly #parts: readonly Part[] | undefined;
  readonly notLive?: string;
  #tail: LineTail | null = null;
  readonly #settings: ReaderSettings;
  #roomMade = false;

  constructor(source: StoreSource, head: StoreHead, dialect?: LineDialect, settings: ReaderSettings = {}) {
    this.#settings = settings;
    const sample = dialect && settings.pieces ? null : sampleOf(head);
    // `probe` has answered a dialect for this head.
    this.#dialect = dialect ?? (dialectOf(sample!.objects) as LineDialect);
    this.#text = settings.pieces?.text ?? sample!.text;
    this.#file = new LineFile(source.readPath);
    this.#records = new LineRecords(this.#file, this.#text, this.#dialect);
    this.#path = source.path;
    this.#parts = source.parts;
    const notLive = whyNotLive(this.#dialect, settings);
    if (notLive !== null) this.notLive = notLive;
    const { name, provenBy, firstRevision, revisionLabel, globalGapsAreNormal } = this.#dialect;
    this.traits = { name, provenBy, firstRevision, revisionLabel, globalGapsAreNormal };
    this.notes = [...this.#dialect.notes];
  }

  get recordShape(): RecordShape | null {
    return shapeOfLines(this.#dialect);
  }

  async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    const inOrder = this.#dialect.orderedByTime === undefined;
    const target = inOrder ? builder : new IndexBuilder();
    const { pieces } = this.#settings;
    if (pieces) await this.#scanPieces(pieces, target, context);
    else {
      if (this.#dialect.places !== undefined) await this.#scanBytes(this.#dialect.places, target, context);
      await this.#parseRest(target, context);
    }
    context.signal.throwIfAborted();
    if (!inOrder) {
      await copyByTime(target, builder, context);
      this.notes.push(this.#dialect.orderedByTime!);
    }
    this.#noteLeftOut();
    if (this.#text.isCopy) {
      this.notes.push('The lines are PostgreSQL COPY text: every backslash in them is written twice.');
    }
  }

  /** Reads envelopes from bytes, and parses the lines that the scanner leaves; up to a line that shows COPY text. */
  #scanBytes(places: EnvelopePlaces, builder: IndexBuilder, context: ScanContext): Promise<void> {
    const row = emptyRow();
    return scanLines(this.#file, places, builder, {
      ...this.#settings,
      pool: context.scanThreads,
      refuseTelling: () => this.#text.isUndecided,
      onUnread: (line) => {
        this.#parseLine(line, isUtf8(line.buffer), row, builder);
        return this.#text.isCopy;
      },
      onTooLong: (line) => builder.problem(this.#tooLong(line)),
      pause: (done) => this.#pause(done, builder, context),
    });
  }

  /** Reads records that go over several lines: from bytes, and by parsing those that the scanner leaves. */
  async #scanPieces(pieces: Pieces, builder: IndexBuilder, context: ScanContext): Promise<void> {
    const row = emptyRow();
    const cutOff = (reason: string, at: Pick<LinePlace, 'number' | 'offset'>): void =>
      builder.problem({ place: this.#placeOf(at), reason, ordinal: null });
    const scan = pieceScan(this.#file, this.#dialect.places ?? noPlaces, builder, {
      ...pieces,
      onUnread: (piece) => this.#parseLine(piece, isUtf8(piece.buffer), row, builder),
      onCutOff: (piece) => cutOff(`The file ends, or goes on for more than 512 MB, within this ${this.#unit}.`, piece),
      pause: (done) => this.#pause(done, builder, context),
    });
    await scanRanges(this.#file, pieces, this.#parts, scan, (reason, offset) =>
      cutOff(reason, { number: this.#file.lines + 1, offset }),
    );
  }

  /** Parses all lines that have not been read so far. */
  async #parseRest(builder: IndexBuilder, context: ScanContext): Promise<void> {
    const row = emptyRow();
    let allUtf8 = true;
    await this.#file.eachLine(
      (buffer, from, to) => {
        allUtf8 = isUtf8(buffer.subarray(from, to));
      },
      (line) => this.#parseLine(line, allUtf8, row, builder),
      (line) => builder.problem(this.#tooLong(line)),
      (done) => this.#pause(done, builder, context),
    );
  }

  /** Gives way, and makes room the first time for as many events as the file has if it goes on as it begins. */
  #pause(done: number, builder: IndexBuilder, context: ScanContext): Promise<void> | undefined {
    const total = this.#file.bytes;
    if (!this.#roomMade) {
      const events = Math.ceil(((builder.length * total) / done) * 1.03);
      builder.expect(Math.min(MOST_EXPECTED, events), total);
    }
    this.#roomMade = true;
    return context.breathe({ phase: 'index', done, total, unit: 'bytes', events: builder.length });
  }

  async grow(builder: IndexBuilder, context: ScanContext): Promise<number> {
    this.#tail ??= new LineTail(this.#file, this.#path);
    const row = emptyRow();
    try {
      return await this.#tail.read(
        {
          onLine: (line) => this.#parseLine(line, isUtf8(line.buffer.subarray(line.from, line.to)), row, builder),
          wasEvent: ({ offset }) => builder.length > 0 && builder.columns.place.number(builder.length - 1) >= offset,
          takeBack: (half) => this.#takeBack(half, builder),
        },
        () => context.breathe({ phase: 'index', done: builder.length, unit: 'events' }),
      );
    } finally {
      this.#noteLeftOut();
    }
  }

  /** Undoes what was noted about a line that was not whole when it was read. */
  #takeBack(half: LinePlace, builder: IndexBuilder): void {
    const counted = new Map(this.#leftOut);
    let isProblem = false;
    this.#parse(half.buffer.toString('utf8', half.from, half.to), () => {
      isProblem = true;
    });
    const leftOut = [...this.#leftOut].find(([what, count]) => counted.get(what) !== count);
    // Reading it once more has counted it a second time.
    if (leftOut) this.#leftOut.set(leftOut[0], leftOut[1] - 2);
    if (isProblem) builder.takeBackProblem(this.#placeOf(half));
  }

  #noteLeftOut(): void {
    const others = this.notes.filter((note) => !note.startsWith(LEFT_OUT));
    const counts = [...this.#leftOut].filter(([, count]) => count > 0);
    const leftOut = counts.map(([what, count]) => `${LEFT_OUT}${formatCount(count)} ${what}.`);
    this.notes.splice(0, this.notes.length, ...others, ...leftOut);
  }

  #parseLine(line: LinePlace, allUtf8: boolean, row: EnvelopeRow, builder: IndexBuilder): void {
    const { buffer, from, to } = line;
    const object = this.#parse(buffer.toString('utf8', from, to), (reason) =>
      builder.problem({ place: this.#placeOf(line), reason, ordinal: null }),
    );
    if (object === null) return;
    const envelope = this.#envelope;
    row.streamRevision = envelope.revision;
    row.globalPosition = envelope.position;
    row.stream = builder.streams.intern(envelope.stream);
    row.type = builder.types.intern(envelope.type);
    row.schemaVersion = builder.schemaVersions.intern(envelope.schemaVersion);
    row.recordedAt = envelope.recordedAt;
    row.eventIdHash = hashOf(envelope.eventId);
    row.correlationIdHash = hashOf(envelope.correlationId);
    row.causationIdHash = hashOf(envelope.causationId);
    row.place = BigInt(line.offset);
    row.placeLength = to - from;
    const ordinal = builder.append(row);
    if (envelope.unread !== '') builder.problem({ place: this.#placeOf(line), reason: envelope.unread, ordinal });
    if (!allUtf8 && !isUtf8(buffer.subarray(from, to))) {
      const reason = 'It holds bytes that are not UTF-8; they are shown as \uFFFD.';
      builder.problem({ place: this.#placeOf(line), reason, ordinal });
    }
    const checkpoint = this.#dialect.checkpoint?.(object, envelope);
    if (checkpoint) this.#checkpoints.set(checkpoint.consumer, checkpoint);
  }

  /** The line's object, with its envelope in `#envelope`; `null` when it is no event, which is counted or reported. */
  #parse(text: string, report: (reason: string) => void): JsonObject | null {
    let no: NotAnEvent | null;
    try {
      const value = this.#text.parse(text);
      if (isJsonObject(value)) {
        no = this.#dialect.read(value, Object.assign(this.#envelope, nothing));
        if (no === null) return value;
      } else no = this.#dialect.nonObject?.(value) ?? notAnObject;
    } catch (error) {
      no = { problem: whyNot(text, error as Error) };
    }
    if ('problem' in no) report(no.problem);
    else this.#leftOut.set(no.leftOut, (this.#leftOut.get(no.leftOut) ?? 0) + 1);
    return null;
  }

  scanned(): ScanMemory {
    const checkpoints = this.checkpoints().map(({ consumer, globalPosition }) => [consumer, String(globalPosition)]);
    const { readTo, lines } = this.#file;
    return { notes: this.notes, form: this.#text.form, checkpoints, leftOut: [...this.#leftOut], readTo, lines };
  }

  resume(scanned: ScanMemory): void {
    const { notes, form, checkpoints, leftOut, readTo, lines } = scanned as JsonLinesMemory;
    this.#file.readTo = readTo;
    this.#file.lines = lines;
    for (const [what, count] of leftOut) this.#leftOut.set(what, count);
    this.notes.splice(0, Infinity, ...notes);
    this.#text.form = form;
    for (const [consumer, position] of checkpoints) {
      this.#checkpoints.set(consumer, { consumer, globalPosition: BigInt(position) });
    }
  }

  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[] {
    return Array.from(ordinals, (ordinal) => this.#records.record(index, ordinal));
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    return Array.from(ordinals, (ordinal) => this.#records.payload(index, ordinal));
  }

  visitPayloads(index: EventIndex, ordinals: ArrayLike<number>, visit: VisitPayload): void {
    for (let at = 0; at < ordinals.length; at++) this.#records.visitPayload(index, ordinals[at]!, at, visit);
  }

  readBodies(index: EventIndex, ordinals: ArrayLike<number>): StoredBody[] {
    return Array.from(ordinals, (ordinal) => this.#records.body(index, ordinal));
  }

  sift(index: EventIndex, sought: Sought, within: BitSet, context: ScanContext): Promise<Sifted> | null {
    if (!this.#text.bytesAreJson) return null;
    const question = sieveQuestion(this.#dialect, sought);
    const lines = { file: this.#file, text: this.#text, index };
    const sifted = question && siftLines(question, sought, lines, within, context);
    const { bytesMark } = this.#dialect;
    if (sifted === null || bytesMark === undefined) return sifted;
    const mark: Sought = { kind: 'mention', parts: [bytesMark] };
    const asBytes = sieveQuestion(this.#dialect, mark)!;
    return sifted.then(async ({ matched, unsure }) => {
      const marked = await siftLines(asBytes, mark, lines, within.andNot(matched), context);
      return { matched, unsure: unsure.or(marked.unsure) };
    });
  }

  snapshots(): StoredSnapshot[] {
    return [];
  }

  snapshotCount(): number {
    return 0;
  }

  checkpoints(): StoredCheckpoint[] {
    return [...this.#checkpoints.values()];
  }

  deadLetters(): [] {
    return [];
  }

  close(): void {
    this.#file.close();
  }

  /** What problems call a record. */
  get #unit(): string {
    return this.#settings.pieces ? (this.#settings.pieces.kind === 'values' ? 'value' : 'record') : 'line';
  }

  #placeOf({ number, offset }: Pick<LinePlace, 'number' | 'offset'>): string {
    return placeIn({ unit: this.#unit, number, offset }, this.#parts);
  }

  #tooLong(line: Pick<LinePlace, 'number' | 'offset'>): RowProblem {
    return { place: this.#placeOf(line), reason: 'The line is longer than 512 MB.', ordinal: null };
  }
}

/** For dialects that have to parse every record: nothing is found in any of them. */
const noPlaces: EnvelopePlaces = {
  type: [],
  stream: [],
  schemaVersion: [],
  eventId: [],
  correlationId: [],
  causationId: [],
  revision: [],
  position: [],
  recordedAt: [],
  streamOtherwise: '',
  maybeText: [],
};

const nothing = emptyEnvelope();
const LEFT_OUT = 'Left out: ';

function whyNotLive(dialect: LineDialect, { pieces }: ReaderSettings): string | null {
  if (pieces) return 'Only files with a record on each line are followed: what is appended is not seen.';
  if (dialect.orderedByTime !== undefined) return 'Its lines are put in order by time: what is appended is not seen.';
  return null;
}

function whyNot(text: string, error: Error): string {
  if (error instanceof RangeError) return error.message;
  const zeros = text.split('\0').length - 1;
  if (zeros > 0) return `It holds ${plural(zeros, 'NUL byte')} and is no JSON.`;
  return `It is no JSON: ${error.message}.`;
}
