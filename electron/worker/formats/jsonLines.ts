import { isUtf8 } from 'node:buffer';
import { formatCount, plural } from '../../../shared/format.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../../shared/json.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { copyByTime } from '../eventIndex/copyByTime.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { IndexBuilder } from '../eventIndex/indexBuilder.ts';
import { type EnvelopeRow, emptyRow } from '../eventIndex/rows.ts';
import { hashOf, orNull } from './fields.ts';
import type {
  PartShape,
  ProbeResult,
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
import {
  type EnvelopePlaces,
  emptyEnvelope,
  type LineDialect,
  type LineEnvelope,
  type NotAnEvent,
  notAnObject,
} from './lines/dialect.ts';
import { dialectOf } from './lines/dialects.ts';
import { LineFile, type LinePlace } from './lines/lineFile.ts';
import { lineMetadata, linePayload } from './lines/lineRecord.ts';
import { LineTail } from './lines/lineTail.ts';
import type { LineText } from './lines/lineText.ts';
import type { RangeScanOptions } from './lines/rangeScans.ts';
import { sampleOf } from './lines/sample.ts';
import { scanLines } from './lines/scanLines.ts';
import { type Part, placeOfLine } from './source/partPlaces.ts';

// One format with a table of dialects: a line's envelope tells the world it comes from. Three pieces that know nothing
// of each other: LineFile splits bytes into lines, LineText turns a line into JSON, a LineDialect reads the envelope.
// Where the dialect can say in which members its envelope stands, most lines are read by LineScanner without being parsed;
// what it leaves unread is parsed, and both ways leave the same index.

export const jsonLines: StoreFormat = {
  id: 'json-lines',
  name: 'JSON Lines',
  provenBy: 'exports of message-db, Marten, KurrentDB, CloudEvents, Kafka (kcat), Debezium and Commanded',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  probe,
  partShape,
  open: (source, head) => new JsonLinesReader(source, head),
};

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  if (head.tables !== null) return no('It is a SQLite file, not text.');
  const { objects, lines, readable, firstError } = sampleOf(head);
  if (lines === 0) return no('It has no line with anything in it.');
  const first = firstByte(head.bytes);
  if (objects.length === 0 && first === 0x5b) return no('It is one JSON array; this format has one object per line.');
  if (readable === 0 && first === 0x7b) {
    return no('It begins like a JSON object that goes over several lines; this format has one object per line.');
  }
  if (readable === 0 && head.bytes.includes(0)) return no('It holds NUL bytes: it is binary, not text.');
  if (readable * 2 < lines) return no(`Its lines are no JSON: ${firstError ?? 'the first one cannot be read'}.`);
  if (objects.length === 0) return no('Its lines are JSON, but no objects.');
  const dialect = dialectOf(objects);
  return typeof dialect === 'string' ? no(dialect) : { match: true };
}

/** Parts of one export speak one dialect; where it is mapped by names, with the same names. */
function partShape(head: StoreHead): PartShape | null {
  const dialect = dialectOf(sampleOf(head).objects);
  if (typeof dialect === 'string') return null;
  const { stream, type } = dialect.places ?? {};
  return { key: JSON.stringify([jsonLines.id, dialect.name, stream, type]), header: null };
}

const firstByte = (bytes: Uint8Array): number => bytes.find((byte) => byte > 0x20) ?? 0;

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

/** How the work is divided; the result is always the same. */
export type ScanSettings = Omit<RangeScanOptions, 'refuseTelling'>;

/** Reads lines of one dialect: that of the head, or the one given. */
export class JsonLinesReader implements StoreReader {
  readonly notes: string[];
  readonly traits: Partial<StoreTraits>;
  readonly #file: LineFile;
  readonly #text: LineText;
  readonly #dialect: LineDialect;
  readonly #envelope: LineEnvelope = emptyEnvelope();
  readonly #leftOut = new Map<string, number>();
  readonly #checkpoints = new Map<string, StoredCheckpoint>();
  readonly #path: string;
  readonly #parts: readonly Part[] | undefined;
  readonly notLive?: string;
  #tail: LineTail | null = null;
  readonly #scanning: ScanSettings;
  #roomMade = false;

  constructor(source: StoreSource, head: StoreHead, dialect?: LineDialect, scanning: ScanSettings = {}) {
    this.#scanning = scanning;
    const { objects, text } = sampleOf(head);
    // `probe` has answered a dialect for this head.
    this.#dialect = dialect ?? (dialectOf(objects) as LineDialect);
    this.#text = text;
    this.#file = new LineFile(source.readPath);
    this.#path = source.path;
    this.#parts = source.parts;
    if (this.#dialect.orderedByTime !== undefined) {
      this.notLive = 'Its lines are put in order by time: what is appended is not seen.';
    }
    const { name, provenBy, firstRevision, revisionLabel, globalGapsAreNormal } = this.#dialect;
    this.traits = { name, provenBy, firstRevision, revisionLabel, globalGapsAreNormal };
    this.notes = [...this.#dialect.notes];
  }

  async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    const inOrder = this.#dialect.orderedByTime === undefined;
    const target = inOrder ? builder : new IndexBuilder();
    if (this.#dialect.places !== undefined) await this.#scanBytes(this.#dialect.places, target, context);
    await this.#parseRest(target, context);
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
      ...this.#scanning,
      refuseTelling: () => this.#text.isUndecided,
      onUnread: (line) => {
        this.#parseLine(line, isUtf8(line.buffer), row, builder);
        return this.#text.isCopy;
      },
      onTooLong: (line) => builder.problem(this.#tooLong(line)),
      pause: (done) => this.#pause(done, builder, context),
    });
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
    if (!this.#roomMade) builder.expect(Math.min(MOST_EXPECTED, Math.ceil(((builder.length * total) / done) * 1.03)));
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
    if (isProblem) builder.takeBackProblem(placeOfLine(half, this.#parts));
  }

  #tooLong(line: Pick<LinePlace, 'number' | 'offset'>): RowProblem {
    return { place: placeOfLine(line, this.#parts), reason: 'The line is longer than 512 MB.', ordinal: null };
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
      builder.problem({ place: placeOfLine(line, this.#parts), reason, ordinal: null }),
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
    if (!allUtf8 && !isUtf8(buffer.subarray(from, to))) {
      const reason = 'It holds bytes that are not UTF-8; they are shown as \uFFFD.';
      builder.problem({ place: placeOfLine(line, this.#parts), reason, ordinal });
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
    return Array.from(ordinals, (ordinal) => {
      const text = this.#textOf(index, ordinal);
      const line = lineAsIndexed(text);
      const envelope = emptyEnvelope();
      this.#dialect.read(line, envelope);
      return {
        payload: linePayload(this.#dialect, text, line),
        metadata: lineMetadata(this.#dialect, text),
        eventId: orNull(envelope.eventId),
        correlationId: orNull(envelope.correlationId),
        causationId: orNull(envelope.causationId),
        actor: orNull(envelope.actor),
      };
    });
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    return Array.from(ordinals, (ordinal) => {
      const payload = linePayload(this.#dialect, this.#textOf(index, ordinal), null);
      return payload.kind === 'json' ? payload.text : null;
    });
  }

  #textOf(index: EventIndex, ordinal: number): string {
    const { place, placeLength } = index.columns;
    return this.#text.toJson(this.#file.textAt(place.number(ordinal), placeLength[ordinal]!));
  }

  snapshots(): [] {
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
}

/** The object of a line that was one when it was indexed. Throws `unreadable` where it no longer is. */
function lineAsIndexed(text: string): JsonObject {
  try {
    const line = parseJson(text);
    if (isJsonObject(line)) return line;
  } catch {
    // Told below.
  }
  throw new InspectorError('unreadable', 'The file was changed after it was opened: this event is not where it was.', {
    advice: 'Open the store again.',
  });
}

const nothing = emptyEnvelope();
const LEFT_OUT = 'Left out: ';

function whyNot(text: string, error: Error): string {
  const zeros = text.split('\0').length - 1;
  if (zeros > 0) return `It holds ${plural(zeros, 'NUL byte')} and is no JSON.`;
  return `It is no JSON: ${error.message}.`;
}
