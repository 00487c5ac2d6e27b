import type { Micros, Ordinal } from '../../../shared/model/event.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { countAtOrBefore } from './bisect.ts';
import { allocateColumns, columnBytes, mapColumns, resizeColumns } from './columns.ts';
import { type Columns, type EventIndex, NO_POSITION } from './eventIndex.ts';
import type { IndexParts } from './indexParts.ts';
import { type Pause, StringTable } from './stringTable.ts';

/** Which of an integer's two halves comes first in memory. */
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;
/** The low half of `NO_POSITION` is 0. */
const NO_POSITION_HIGH = -(2 ** 31);

const KEPT_PROBLEMS = 10_000;

/** The envelope of one event on its way into the columns. Readers fill one and the same object again and again. */
export interface EnvelopeRow {
  globalPosition: bigint;
  stream: number;
  streamRevision: bigint;
  type: number;
  schemaVersion: number;
  recordedAt: Micros;
  eventIdHash: number;
  correlationIdHash: number;
  causationIdHash: number;
  place: bigint;
  placeLength: number;
}

/** A row with nothing recorded. */
export const emptyScannedRow = (): ScannedRow => ({
  positionLow: 0,
  positionHigh: NO_POSITION_HIGH,
  revisionLow: 0,
  revisionHigh: NO_POSITION_HIGH,
  stream: 0,
  type: 0,
  schemaVersion: 0,
  recordedAt: Number.NaN,
  eventIdHash: Number.NaN,
  correlationIdHash: Number.NaN,
  causationIdHash: Number.NaN,
  place: 0,
  placeLength: 0,
});

/** A row with nothing recorded. */
export const emptyRow = (): EnvelopeRow => ({
  globalPosition: NO_POSITION,
  stream: 0,
  streamRevision: NO_POSITION,
  type: 0,
  schemaVersion: 0,
  recordedAt: Number.NaN,
  eventIdHash: Number.NaN,
  correlationIdHash: Number.NaN,
  causationIdHash: Number.NaN,
  place: 0n,
  placeLength: 0,
});

/** The same with 64-bit integers as two signed halves and a place below 2^53: nothing is allocated per event. */
export interface ScannedRow {
  positionLow: number;
  positionHigh: number;
  revisionLow: number;
  revisionHigh: number;
  stream: number;
  type: number;
  schemaVersion: number;
  recordedAt: Micros;
  eventIdHash: number;
  correlationIdHash: number;
  causationIdHash: number;
  place: number;
  placeLength: number;
}

/** Postings of all streams in one array: those of stream `s` are `ordinals[starts[s] .. starts[s + 1])`. */
interface Postings {
  readonly builtFor: number;
  readonly starts: Uint32Array;
  readonly ordinals: Uint32Array;
}

/** Grows an index event by event; readable as an `EventIndex` all the while. */
export class IndexBuilder implements EventIndex {
  readonly streams = new StringTable();
  readonly types = new StringTable();
  readonly schemaVersions = new StringTable();
  readonly problems: RowProblem[] = [];
  problemCount = 0;
  firstTime: Micros = Number.NaN;
  lastTime: Micros = Number.NaN;
  complete = false;

  #length = 0;
  #columns = allocateColumns(1024);
  #halves = halvesOf(this.#columns);
  #clock: Float64Array = new Float64Array(1024);
  #streamLengths: Uint32Array = new Uint32Array(256);
  #postings: Postings = { builtFor: 0, starts: new Uint32Array(1), ordinals: new Uint32Array(0) };
  #positionsAscend = true;

  constructor() {
    this.schemaVersions.intern('');
  }

  get length(): number {
    return this.#length;
  }

  get columns(): Columns {
    return this.#columns;
  }

  get clock(): Float64Array {
    return this.#clock;
  }

  get byteLength(): number {
    const dictionaries = this.streams.byteLength + this.types.byteLength + this.schemaVersions.byteLength;
    const clock = this.#clock === this.#columns.recordedAt ? 0 : this.#clock.byteLength;
    return columnBytes(this.#columns) + clock + this.#postings.ordinals.byteLength + dictionaries;
  }

  /** Makes room for about as many events as there will be: growing step by step copies every column again and again. */
  expect(events: number): void {
    if (events > this.#clock.length) this.#reserve(events);
  }

  /** Adds one event behind the last and answers its ordinal. */
  append(row: EnvelopeRow): Ordinal {
    const i = this.#length;
    // A live log grows by eighths: twice the memory for one more event would be too dear.
    if (i === this.#clock.length) this.#reserve(this.complete ? i + Math.max(1024, i >>> 3) : i * 2);
    const c = this.#columns;
    c.globalPosition[i] = row.globalPosition;
    c.stream[i] = row.stream;
    c.streamRevision[i] = row.streamRevision;
    c.type[i] = row.type;
    c.schemaVersion[i] = row.schemaVersion;
    c.recordedAt[i] = row.recordedAt;
    c.eventIdHash[i] = row.eventIdHash;
    c.correlationIdHash[i] = row.correlationIdHash;
    c.causationIdHash[i] = row.causationIdHash;
    c.place[i] = row.place;
    c.placeLength[i] = row.placeLength;

    if (i > 0 && row.globalPosition <= c.globalPosition[i - 1]!) this.#positionsAscend = false;
    this.#finish(i, row.stream, row.recordedAt);
    return i;
  }

  /** As `append`, from halves. */
  appendScanned(row: ScannedRow): Ordinal {
    const i = this.#length;
    if (i === this.#clock.length) this.#reserve(i * 2);
    const c = this.#columns;
    const { globalPosition, streamRevision, place } = this.#halves;
    const low = i * 2 + LOW;
    const high = i * 2 + HIGH;
    globalPosition[low] = row.positionLow;
    globalPosition[high] = row.positionHigh;
    streamRevision[low] = row.revisionLow;
    streamRevision[high] = row.revisionHigh;
    place[low] = row.place;
    place[high] = row.place / 2 ** 32;
    c.stream[i] = row.stream;
    c.type[i] = row.type;
    c.schemaVersion[i] = row.schemaVersion;
    c.recordedAt[i] = row.recordedAt;
    c.eventIdHash[i] = row.eventIdHash;
    c.correlationIdHash[i] = row.correlationIdHash;
    c.causationIdHash[i] = row.causationIdHash;
    c.placeLength[i] = row.placeLength;
    if (i > 0) {
      const before = globalPosition[high - 2]!;
      const ascends =
        row.positionHigh > before ||
        (row.positionHigh === before && row.positionLow >>> 0 > globalPosition[low - 2]! >>> 0);
      if (!ascends) this.#positionsAscend = false;
    }
    this.#finish(i, row.stream, row.recordedAt);
    return i;
  }

  /** What follows from the columns of event `i`, the last. */
  #finish(i: Ordinal, stream: number, recordedAt: Micros): void {
    const before = i === 0 ? Number.NaN : this.#clock[i - 1]!;
    // Written so that a NaN on either side gives way to the other.
    this.#clock[i] = recordedAt <= before || Number.isNaN(recordedAt) ? before : recordedAt;
    if (!Number.isNaN(recordedAt)) {
      if (!(this.firstTime <= recordedAt)) this.firstTime = recordedAt;
      if (!(this.lastTime >= recordedAt)) this.lastTime = recordedAt;
    }
    if (stream >= this.#streamLengths.length) {
      const longer = new Uint32Array(Math.max(stream + 1, this.#streamLengths.length * 2));
      longer.set(this.#streamLengths);
      this.#streamLengths = longer;
    }
    this.#streamLengths[stream]!++;
    this.#length = i + 1;
  }

  /** Notes something that could not be read; the first 10,000 are kept, all are counted. */
  problem(problem: RowProblem): void {
    this.problemCount++;
    if (this.problems.length < KEPT_PROBLEMS) this.problems.push(problem);
  }

  /** Takes back the last problem if it is the one at `place`: what was half written has become whole. */
  takeBackProblem(place: string): void {
    const last = this.problems.at(-1);
    if (this.problemCount > this.problems.length) this.problemCount--;
    else if (last?.place === place) {
      this.problems.pop();
      this.problemCount--;
    }
  }

  /** Trims the columns to size: what was there at opening time is in. A live log may still append. */
  freeze(): EventIndex {
    const capacity = Math.max(1, this.#length);
    if (this.#columns.recordedAt.length !== capacity) this.#reserve(capacity);
    // Where times ascend, as they mostly do, the clock is the column of times.
    if (sameTimes(this.#clock, this.#columns.recordedAt, this.#length)) this.#clock = this.#columns.recordedAt;
    this.complete = true;
    return this;
  }

  /** What a frozen index consists of, to be written down: nothing of it changes whatever happens to the log later. */
  async parts(pause: Pause): Promise<IndexParts> {
    const length = this.#length;
    const still = {
      length,
      columns: mapColumns(this.#columns, (column) => column.subarray(0, length)),
      clock: this.#clock.subarray(0, length),
      streamLengths: this.#streamLengths.slice(0, this.streams.size),
      problems: this.problems.slice(),
      problemCount: this.problemCount,
      firstTime: this.firstTime,
      lastTime: this.lastTime,
      positionsAscend: this.#positionsAscend,
    };
    const streams = await this.streams.join(pause);
    const types = await this.types.join(pause);
    return { ...still, streams, types, schemaVersions: await this.schemaVersions.join(pause) };
  }

  /** Becomes the index that `parts` answered, in place of everything that is there. Freeze it then. */
  adopt(parts: IndexParts): void {
    this.#length = parts.length;
    this.#columns = { ...parts.columns };
    this.#halves = halvesOf(this.#columns);
    this.#clock = parts.clock;
    this.#streamLengths = parts.streamLengths;
    this.streams.adopt(parts.streams);
    this.types.adopt(parts.types);
    this.schemaVersions.adopt(parts.schemaVersions);
    this.problems.splice(0, Infinity, ...parts.problems);
    this.problemCount = parts.problemCount;
    this.firstTime = parts.firstTime;
    this.lastTime = parts.lastTime;
    this.#positionsAscend = parts.positionsAscend;
  }

  streamLength(stream: number): number {
    return this.#streamLengths[stream] ?? 0;
  }

  ordinalsOfStream(stream: number): Uint32Array {
    if (this.#postings.builtFor !== this.#length) this.#postings = this.#buildPostings();
    const { starts, ordinals } = this.#postings;
    return ordinals.subarray(starts[stream] ?? 0, starts[stream + 1] ?? 0);
  }

  ordinalAtTime(time: Micros): Ordinal {
    return countAtOrBefore(this.#clock, this.#length, time) - 1;
  }

  ordinalAtPosition(position: bigint): Ordinal {
    const positions = this.#columns.globalPosition;
    if (this.#positionsAscend) return countAtOrBefore(positions, this.#length, position) - 1;
    // Not ascending: the event with the largest position that is not larger, the last one of several.
    let found = -1;
    for (let i = 0; i < this.#length; i++) {
      const at = positions[i]!;
      if (at !== NO_POSITION && at <= position && (found < 0 || at >= positions[found]!)) found = i;
    }
    return found;
  }

  #reserve(capacity: number): void {
    this.#columns = resizeColumns(this.#columns, capacity);
    this.#halves = halvesOf(this.#columns);
    const clock = new Float64Array(capacity);
    clock.set(this.#clock.subarray(0, Math.min(capacity, this.#clock.length)));
    this.#clock = clock;
  }

  /** Counting sort by stream: keeps ordinals ascending within each stream. */
  #buildPostings(): Postings {
    const length = this.#length;
    const streams = this.streams.size;
    const starts = new Uint32Array(streams + 1);
    for (let s = 0; s < streams; s++) starts[s + 1] = starts[s]! + this.streamLength(s);
    const next = starts.slice();
    const ordinals = new Uint32Array(length);
    const column = this.#columns.stream;
    for (let i = 0; i < length; i++) {
      const stream = column[i]!;
      ordinals[next[stream]!] = i;
      next[stream]!++;
    }
    return { builtFor: length, starts, ordinals };
  }
}

const halves = ({ buffer, byteOffset, length }: BigInt64Array): Int32Array =>
  new Int32Array(buffer, byteOffset, 2 * length);

/** The 64-bit columns seen as signed halves. */
const halvesOf = ({ globalPosition, streamRevision, place }: Columns) => ({
  globalPosition: halves(globalPosition),
  streamRevision: halves(streamRevision),
  place: halves(place),
});

/** Splits a signed 64-bit integer. */
export function setHalves(out: { low: number; high: number }, value: bigint): void {
  out.low = Number(BigInt.asIntN(32, value));
  out.high = Number(BigInt.asIntN(32, value >> 32n));
}

/** Whether the clock says nothing but the times; NaN equals NaN here. */
function sameTimes(clock: Float64Array, times: Float64Array, length: number): boolean {
  if (clock === times) return true;
  for (let i = 0; i < length; i++) {
    const a = clock[i]!;
    const b = times[i]!;
    if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) return false;
  }
  return true;
}
