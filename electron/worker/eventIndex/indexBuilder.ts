import type { Micros, Ordinal } from '../../../shared/model/event.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { countAtOrBefore } from './bisect.ts';
import { allocateColumns, columnBytes, resizeColumns } from './columns.ts';
import { type Columns, type EventIndex, NO_POSITION } from './eventIndex.ts';
import { StringTable } from './stringTable.ts';

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
  #clock = new Float64Array(1024);
  #streamLengths = new Uint32Array(256);
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
    const strings = [this.streams, this.types, this.schemaVersions];
    // A JavaScript string of the dictionaries costs about two bytes a unit, a header and a map entry.
    const dictionaries = strings.reduce(
      (sum, table) => sum + table.all.reduce((bytes, text) => bytes + 64 + 2 * text.length, 0),
      0,
    );
    return columnBytes(this.#columns) + this.#clock.byteLength + this.#postings.ordinals.byteLength + dictionaries;
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
    this.#reserve(Math.max(1, this.#length));
    this.complete = true;
    return this;
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
