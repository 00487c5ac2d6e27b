import type { Micros, Ordinal } from '../../../shared/model/event.ts';
import type { RowProblem } from '../../../shared/model/finding.ts';
import type { ScanContext } from '../formats/format.ts';
import type { Pause } from '../turns/slices.ts';
import { countAtOrBefore } from './bisect.ts';
import {
  allocateColumns,
  arraysOf,
  type Columns,
  columnBytes,
  columnsOf,
  type Growable,
  resizeColumns,
  resized,
} from './columns.ts';
import { type EventIndex, NO_POSITION } from './eventIndex.ts';
import type { IndexParts } from './indexParts.ts';
import type { IntegerColumn } from './integerColumn.ts';
import { type Grouped, Postings } from './postings.ts';
import type { EnvelopeRow, RowBatch } from './rows.ts';
import { StringTable } from './stringTable.ts';

const KEPT_PROBLEMS = 10_000;
/** Largest number of a dictionary's entry that a narrow column holds. */
const MOST_NARROW = 0xffff;

/** Grows an index, by single events or many at once; readable as an `EventIndex` all the while. */
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
  #columns: Growable = allocateColumns(1024);
  #capacity = 1024;
  /** Of its own only once a time is not the latest so far; until then it is the column of times. */
  #ownClock: Float64Array | null = null;
  #streamLengths: Uint32Array = new Uint32Array(256);
  readonly #postings = new Postings();
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
    return this.#ownClock ?? this.#columns.recordedAt;
  }

  get byteLength(): number {
    const dictionaries = this.streams.byteLength + this.types.byteLength + this.schemaVersions.byteLength;
    const clock = this.#ownClock === null ? 0 : this.#length * this.#ownClock.BYTES_PER_ELEMENT;
    return columnBytes(this.#columns, this.#length) + clock + this.#postings.byteLength + dictionaries;
  }

  /**
   * Makes room for about as many events as there will be, with places up to `lastPlace`: growing step by step copies
   * every column again and again, and a column that becomes wide in the middle of a large log keeps everybody waiting.
   */
  expect(events: number, lastPlace = 0): void {
    if (lastPlace >= 2 ** 31) this.#columns.place.widen();
    if (events > this.#capacity) this.#reserve(events);
  }

  /** Adds one event behind the last and answers its ordinal. */
  append(row: EnvelopeRow): Ordinal {
    const i = this.#add(row);
    const c = this.#columns;
    c.globalPosition.setBigInt(i, row.globalPosition);
    c.streamRevision.setBigInt(i, row.streamRevision);
    c.place.setBigInt(i, row.place);
    this.#finish(i + 1);
    return i;
  }

  /** Adds the rows from `from` to `to` of a batch; their places are counted from `origin`, a number of bytes. */
  appendBatch(batch: RowBatch, from: number, to: number, origin: number): void {
    const first = this.#length;
    this.#makeRoom(to - from);
    const c = this.#columns;
    c.globalPosition.setBatch(first, batch.position, from, to);
    c.streamRevision.setBatch(first, batch.revision, from, to);
    c.place.setPlaces(first, batch.place.subarray(from, to), origin);
    if (this.types.size - 1 > MOST_NARROW || this.schemaVersions.size - 1 > MOST_NARROW) this.#widen();
    c.stream.set(batch.stream.subarray(from, to), first);
    c.type.set(batch.type.subarray(from, to), first);
    c.schemaVersion.set(batch.schemaVersion.subarray(from, to), first);
    c.recordedAt.set(batch.recordedAt.subarray(from, to), first);
    c.eventIdHash.set(batch.eventIdHash.subarray(from, to), first);
    c.correlationIdHash.set(batch.correlationIdHash.subarray(from, to), first);
    c.causationIdHash.set(batch.causationIdHash.subarray(from, to), first);
    c.placeLength.set(batch.placeLength.subarray(from, to), first);
    this.#finish(first + to - from, batch);
  }

  /** All but the 64-bit integers of an event behind the last, which does not count yet; its ordinal. */
  #add(row: Omit<EnvelopeRow, 'globalPosition' | 'streamRevision' | 'place'>): Ordinal {
    const i = this.#length;
    this.#makeRoom(1);
    if ((row.type | row.schemaVersion) > MOST_NARROW) this.#widen();
    const c = this.#columns;
    c.stream[i] = row.stream;
    c.type[i] = row.type;
    c.schemaVersion[i] = row.schemaVersion;
    c.recordedAt[i] = row.recordedAt;
    c.eventIdHash[i] = row.eventIdHash;
    c.correlationIdHash[i] = row.correlationIdHash;
    c.causationIdHash[i] = row.causationIdHash;
    c.placeLength[i] = row.placeLength;
    return i;
  }

  /** Makes types and versions four bytes wide. */
  #widen(): void {
    for (const name of ['type', 'schemaVersion'] as const) {
      const column = this.#columns[name];
      if (column instanceof Uint16Array) this.#columns[name] = resized(column, new Uint32Array(column.length));
    }
  }

  /** What follows from the columns of the events up to `end`, the new length, and from what is known of them. */
  #finish(end: number, known: Pick<RowBatch, 'positionsAscend' | 'timesAscend'> = {}): void {
    const first = this.#length;
    if (end === first) return;
    this.#noteTimes(first, end, known.timesAscend === true);
    this.#notePositions(first, end, known.positionsAscend === true);
    const { stream } = this.#columns;
    const streamLengths = this.#roomForStreams();
    for (let i = first; i < end; i++) streamLengths[stream[i]!]!++;
    this.#length = end;
  }

  #noteTimes(first: number, end: number, ascend: boolean): void {
    const { recordedAt } = this.#columns;
    let { firstTime, lastTime } = this;
    // Nothing but the ends of a batch matters that is in order and later than all before.
    let i = ascend && this.#ownClock === null && !(recordedAt[first]! < lastTime) ? end - 1 : first;
    if (i > first && Number.isNaN(firstTime)) firstTime = recordedAt[first]!;
    for (; i < end; i++) {
      const time = recordedAt[i]!;
      // Written so that a NaN on either side gives way to the other.
      if (time >= lastTime || Number.isNaN(lastTime)) {
        lastTime = time;
        if (this.#ownClock !== null) this.#ownClock[i] = time;
      } else {
        this.#ownClock ??= resized(recordedAt, new Float64Array(this.#capacity));
        this.#ownClock[i] = lastTime;
      }
      if (time < firstTime || Number.isNaN(firstTime)) firstTime = time;
    }
    this.firstTime = firstTime;
    this.lastTime = lastTime;
  }

  #notePositions(first: number, end: number, ascend: boolean): void {
    const { globalPosition } = this.#columns;
    const checked = ascend ? Math.min(end, first + 1) : end;
    for (let i = Math.max(1, first); this.#positionsAscend && i < checked; i++) {
      this.#positionsAscend = globalPosition.isLarger(i, i - 1);
    }
  }

  /** Events per stream, with room for all streams that have a number. */
  #roomForStreams(): Uint32Array {
    const { size } = this.streams;
    if (size > this.#streamLengths.length) {
      this.#streamLengths = resized(
        this.#streamLengths,
        new Uint32Array(Math.max(size, this.#streamLengths.length * 2)),
      );
    }
    return this.#streamLengths;
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

  /** Gives back what was reserved in vain: what was there at opening time is in. A live log may still append. */
  freeze(): EventIndex {
    if (this.#capacity > this.#length * 1.25 + 1024) this.#reserve(this.#length);
    this.complete = true;
    return this;
  }

  /** What a frozen index consists of, to be written down: nothing of it changes whatever happens to the log later. */
  async parts(pause: Pause): Promise<IndexParts> {
    const length = this.#length;
    const still = {
      length,
      columns: arraysOf(this.#columns, length),
      clock: this.#ownClock?.subarray(0, length) ?? null,
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
    this.#capacity = parts.length;
    this.#columns = columnsOf(parts.columns);
    this.#ownClock = parts.clock;
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
    return this.#postings.of(stream, this.#now);
  }

  sortByStream(context: ScanContext): Promise<void> {
    return this.#postings.prepare(() => this.#now, context);
  }

  get #now(): Grouped {
    const { stream } = this.#columns;
    return { length: this.#length, groupOf: stream, sizes: this.#streamLengths, groups: this.streams.size };
  }

  ordinalAtTime(time: Micros): Ordinal {
    return countAtOrBefore(this.clock, this.#length, time) - 1;
  }

  ordinalAtPosition(position: bigint): Ordinal {
    const positions = this.#columns.globalPosition;
    if (this.#positionsAscend) return countUpTo(positions, this.#length, position) - 1;
    // Not ascending: the event with the largest position that is not larger, the last one of several.
    let found = -1;
    for (let i = 0; i < this.#length; i++) {
      const at = positions.at(i);
      if (at !== NO_POSITION && at <= position && (found < 0 || !positions.isLarger(found, i))) found = i;
    }
    return found;
  }

  /** Room for so many more events: twice what there is, but a live log grows by eighths. */
  #makeRoom(events: number): void {
    const needed = this.#length + events;
    if (needed <= this.#capacity) return;
    this.#reserve(Math.max(needed, this.complete ? this.#length + (this.#length >>> 3) + 1024 : this.#capacity * 2));
  }

  #reserve(capacity: number): void {
    resizeColumns(this.#columns, capacity);
    if (this.#ownClock !== null) this.#ownClock = resized(this.#ownClock, new Float64Array(capacity));
    this.#capacity = capacity;
  }
}

/** Number of leading entries, of ascending ones, that are at or before `limit`. */
function countUpTo(positions: IntegerColumn, length: number, limit: bigint): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positions.at(middle) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
