import { statSync } from 'node:fs';
import { formatCount } from '../../../../shared/format.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type {
  ScanContext,
  ScanMemory,
  StoredCheckpoint,
  StoredDeadLetter,
  StoredRecord,
  StoreReader,
  StoreSource,
} from '../format.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { LogCursor } from './logCursor.ts';
import { LogFiles } from './logFiles.ts';
import { type RecordForm, readRecords } from './readRecords.ts';

/** Bytes at the front, and before the end of what was read, that are compared again before more is read. */
const COMPARED = 4096;

/** What a scan of a log leaves behind beside its index. */
interface LogMemory extends ScanMemory {
  readonly leftOut: readonly (readonly [string, number])[];
  /** Behind the last record of the last file. */
  readonly readTo: number;
  /** What the format keeps. */
  readonly own: unknown;
}

/** Where the last record of a file ended that could not be read whole: it may still be written. */
interface Torn {
  readonly place: string;
}

/** Reads a log that lies in one or several binary files: what is the same for all of them. */
export abstract class LogReader implements StoreReader {
  readonly notes: string[] = [];
  notLive?: string;
  protected readonly files: LogFiles;
  readonly #leftOut = new Map<string, number>();
  readonly #source: StoreSource;
  #readTo = 0;
  #torn: Torn | null = null;
  #seen: { readonly size: number; readonly modified: number } | null = null;
  #head: Buffer | null = null;
  #end: Buffer = Buffer.alloc(0);

  constructor(source: StoreSource, files: readonly SourceFile[]) {
    this.#source = source;
    this.files = new LogFiles(files);
  }

  async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    await this.scanAll(builder, context);
    context.signal.throwIfAborted();
    this.#noteLeftOut();
  }

  /** Reads all files into the builder. */
  protected async scanAll(builder: IndexBuilder, context: ScanContext): Promise<void> {
    for (let number = 0; number < this.files.list.length; number++) {
      await this.scanFile(number, builder, this.form(number, builder), context);
    }
  }

  /** How the records of a file are read into the builder. */
  protected abstract form(file: number, builder: IndexBuilder): RecordForm;

  /** The event at a place. */
  protected abstract recordAt(place: number, length: number): StoredRecord;

  /** Where the records of a file begin and end. */
  protected spanOf(file: number): { readonly from: number; readonly to: number } {
    return { from: 0, to: this.files.list[file]!.bytes };
  }

  /** What the format keeps of a scan, and takes back, as a plain JSON value. */
  protected get memory(): unknown {
    return null;
  }
  protected set memory(_own: unknown) {}

  /** Reads the records of a file from its first on. */
  protected async scanFile(file: number, builder: IndexBuilder, form: RecordForm, context: ScanContext): Promise<void> {
    const { from, to } = this.spanOf(file);
    this.#readTo = await this.#read(file, { from, to, looksBehindEnd: true }, builder, form, context);
  }

  async #read(
    number: number,
    { from, to, looksBehindEnd }: { from: number; to: number; looksBehindEnd: boolean },
    builder: IndexBuilder,
    form: RecordForm,
    context: ScanContext,
  ): Promise<number> {
    const { base } = this.files.list[number]!;
    const cursor = new LogCursor(this.files.open(number), from, to);
    this.#torn = null;
    const readTo = await readRecords(cursor, form, {
      looksBehindEnd,
      problem: (offset, reason) => {
        const place = this.placeOf(number, offset);
        this.#torn = { place };
        builder.problem({ place, reason, ordinal: null });
      },
      pause: (offset) =>
        context.breathe({
          phase: 'index',
          done: base + offset,
          total: this.files.bytes,
          unit: 'bytes',
          events: builder.length,
        }),
    });
    context.signal.throwIfAborted();
    return readTo;
  }

  /** A byte of a file for a person. */
  protected placeOf(file: number, offset: number): string {
    const { list } = this.files;
    const byte = `byte ${formatCount(offset)}`;
    return list.length === 1 ? byte : `${list[file]!.name}, ${byte}`;
  }

  /** Counts what is no event, in the words of the note that says so. */
  protected leaveOut(what: string): void {
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + 1);
  }

  #noteLeftOut(): void {
    const others = this.notes.filter((note) => !note.startsWith(LEFT_OUT));
    const leftOut = [...this.#leftOut].map(([what, count]) => `${LEFT_OUT}${formatCount(count)} ${what}.`);
    this.notes.splice(0, Infinity, ...others, ...leftOut);
  }

  /** Reads what was appended to a log that lies in one file. */
  async grow(builder: IndexBuilder, context: ScanContext): Promise<number> {
    const file = this.files.open(0);
    const { size, mtimeMs: modified, ino } = statOf(this.#source.path);
    if (ino !== file.stats().ino) throw changed('Another file has taken its place');
    if (size < this.#readTo) throw changed('It has become shorter than what was read of it');
    if (this.#head === null) {
      this.#head = file.bytesAt(0, Math.min(COMPARED, this.#readTo));
      this.#end = this.#bytesBefore(this.#readTo);
    }
    if (this.#seen?.size === size && this.#seen.modified === modified) return size;
    if (!this.#stands(0, this.#head) || !this.#stands(this.#readTo - this.#end.length, this.#end)) {
      const error = changed('What was read of it has been rewritten');
      file.refuse(error);
      throw error;
    }
    this.#seen = { size, modified };
    if (this.#torn !== null) builder.takeBackProblem(this.#torn.place);
    const span = { from: this.#readTo, to: size, looksBehindEnd: false };
    this.#readTo = await this.#read(0, span, builder, this.form(0, builder), context);
    this.#end = this.#bytesBefore(this.#readTo);
    this.#noteLeftOut();
    return size;
  }

  #stands(offset: number, bytes: Buffer): boolean {
    return this.files.open(0).bytesAt(offset, bytes.length).equals(bytes);
  }

  #bytesBefore(at: number): Buffer {
    const length = Math.min(COMPARED, at);
    return this.files.open(0).bytesAt(at - length, length);
  }

  scanned(): ScanMemory {
    const leftOut = [...this.#leftOut];
    const memory: LogMemory = { notes: this.notes, leftOut, readTo: this.#readTo, own: this.memory };
    return { ...memory };
  }

  resume(scanned: ScanMemory): void {
    const { notes, leftOut, readTo, own } = scanned as LogMemory;
    this.notes.splice(0, Infinity, ...notes);
    for (const [what, count] of leftOut) this.#leftOut.set(what, count);
    this.#readTo = readTo;
    this.memory = own;
  }

  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[] {
    const { place, placeLength } = index.columns;
    return Array.from(ordinals, (ordinal) => this.recordAt(place.number(ordinal), placeLength[ordinal]!));
  }

  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[] {
    const { place, placeLength } = index.columns;
    return Array.from(ordinals, (ordinal) => this.payloadAt(place.number(ordinal), placeLength[ordinal]!));
  }

  /** The JSON text of the payload at a place; `null` where it is not JSON. */
  protected payloadAt(place: number, length: number): string | null {
    const { payload } = this.recordAt(place, length);
    return payload.kind === 'json' ? payload.text : null;
  }

  snapshots(): StoredSnapshot[] {
    return [];
  }

  snapshotCount(): number {
    return 0;
  }

  checkpoints(): StoredCheckpoint[] {
    return [];
  }

  deadLetters(): StoredDeadLetter[] {
    return [];
  }

  close(): void {
    this.files.close();
  }
}

const LEFT_OUT = 'Left out: ';

const changed = (what: string): InspectorError =>
  new InspectorError('unreadable', `${what}.`, { advice: 'Open it again to see what it holds now.' });

function statOf(path: string): { size: number; mtimeMs: number; ino: number } {
  try {
    return statSync(path);
  } catch {
    throw changed('It was moved or removed');
  }
}
