import type { Micros, Ordinal } from '../../../shared/model/event.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { countAtOrBefore } from './bisect.ts';
import { allocateColumns, columnBytes, mapColumns, resizeColumns } from './columns.ts';
import { type Columns, type EventIndex, NO_POSITION } from './eventIndex.ts';
import type { IndexParts } from './indexParts.ts';
import { type Pause, StringTable } from './stringTable.ts';

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

  /** Adds one event behind the last and answers its ordinal. */
  append(row: EnvelopeRow): Ordinal {
    const i = this.#length;
    if (i === this.#clock.length) this.#reserve(i * 2);
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

    const before = i === 0 ? Number.NaN : this.#clock[i - 1]!;
    // Written so that a NaN on either side gives way to the other.
    this.#clock[i] = row.recordedAt <= before || Number.isNaN(row.recordedAt) ? before : row.recordedAt;
    if (!Number.isNaN(row.recordedAt)) {
      if (!(this.firstTime <= row.recordedAt)) this.firstTime = row.recordedAt;
      if (!(this.lastTime >= row.recordedAt)) this.lastTime = row.recordedAt;
    }
    if (i > 0 && row.globalPosition <= c.globalPosition[i - 1]!) this.#positionsAscend = false;
    if (row.stream >= this.#streamLengths.length) {
      const longer = new Uint32Array(Math.max(row.stream + 1, this.#streamLengths.length * 2));
      longer.set(this.#streamLengths);
      this.#streamLengths = longer;
    }
    this.#streamLengths[row.stream]!++;
    this.#length = i + 1;
    return i;
  }

  /** Notes something that could not be read; the first 10,000 are kept, all are counted. */
  problem(problem: RowProblem): void {
    this.problemCount++;
    if (this.problems.length < KEPT_PROBLEMS) this.problems.push(problem);
  }

  /** Trims the columns to size; nobody writes them again. */
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
