import type { Payload } from '../../../shared/model/event.ts';
import type { FormatRejection, StoredSnapshot } from '../../../shared/model/store.ts';
import type { Progress } from '../../../shared/protocol/requests.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { IndexBuilder } from '../eventIndex/indexBuilder.ts';
import type { VisitPayload } from '../eventIndex/payloadBytes.ts';
import type { CopyStamp } from './copySqlite.ts';
import type { ScanThreads } from './lines/threads/scanThreads.ts';
import type { RecordShape } from './recordShape.ts';
import type { Part } from './source/partPlaces.ts';
import type { SourceFile } from './source/sourceFile.ts';

/** What `probe` may look at: a bounded head of the content, never the file's name. */
export interface StoreHead {
  /** At most 256 KiB from the start, decompressed if the file is gzip, as UTF-8 if it was UTF-16. */
  readonly bytes: Uint8Array;
  /** Whether `bytes` is the whole content. */
  readonly whole: boolean;
  /** For a SQLite file: table name -> its column names. `null` for anything else. */
  readonly tables: ReadonlyMap<string, readonly string[]> | null;
  /** For a SQLite file: view name -> its column names. No format looks for its events in one by itself. */
  readonly views?: ReadonlyMap<string, readonly string[]>;
  /** For a folder, asked of formats with `opensFolders` alone: name below it (`a/b`) -> bytes. `bytes` is empty then. */
  readonly files?: ReadonlyMap<string, number>;
  /** With `files`: the first bytes, at most 4 KiB each, of at most 256 of them that are not empty. */
  readonly starts?: ReadonlyMap<string, Buffer>;
}

/** What all parts of one export have in common. */
export interface PartShape {
  /** Equal for files that are parts of one. */
  readonly key: string;
  /** The first line, where each part begins with it; `null` where parts have no header. */
  readonly header: string | null;
}

export type ProbeResult =
  | { readonly match: true }
  /** Why not, as a sentence for a person: `It has no table emt_messages.` */
  | { readonly match: false; readonly reason: string };

/** The place of an opened source, prepared so that nothing beside the original is ever touched. */
export interface StoreSource {
  /** Absolute path of what the person named. */
  readonly path: string;
  /** File name without folder. */
  readonly name: string;
  /** Path to read from: the same, or a private copy (WAL-mode SQLite, unpacked, UTF-16, joined) that `dispose` removes. */
  readonly readPath: string;
  readonly bytes: number;
  /** Where `readPath` is a copy of a SQLite file with its `-wal`: how these looked when they were copied. */
  readonly copied?: CopyStamp;
  /** Time of the file's last change when it was opened, in epoch milliseconds. */
  readonly modifiedMs: number;
  /** Sentences about how the file was read: unpacked, copied, its text encoding. */
  readonly notes: readonly string[];
  /** What lies on disk: one file, or all files of the folder, sorted by name. */
  readonly originals: readonly SourceFile[];
  /** For a folder that one format opens as a whole: its files. */
  readonly files?: readonly SourceFile[];
  /** Set where `readPath` is a SQLite file of the person's own, or a copy of one: not one that we made of something else. */
  readonly isDatabase?: true;
  /** Set where `readPath` was joined from several files: where each of them stands in it. */
  readonly parts?: readonly Part[];
  /** Why what is appended cannot be seen, as a sentence; absent where it can. */
  readonly notLive?: string;
  dispose(): void;
}

export interface ScanContext {
  readonly signal: AbortSignal;
  /** Await it in every loop: about every 5 ms it lets messages in, reports and throws when cancelled. */
  breathe(progress: Progress): Promise<void> | undefined;
  /** Only of work that nobody waits for, which rests while others work: the same context, ending by another signal too. */
  endingWith?(signal: AbortSignal): ScanContext;
  /** Threads that stay: without them whoever scans a store starts its own, and a search does without. */
  readonly scanThreads?: ScanThreads | undefined;
}

/** What is read late, by ordinal: everything that the index does not hold. */
export interface StoredRecord {
  readonly payload: Payload;
  /** JSON text, or `null`. */
  readonly metadata: string | null;
  readonly eventId: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly actor: string | null;
}

/** What a projection sees of a record, beside what the index holds. */
export interface StoredBody {
  /** JSON text; `null` where the payload is not JSON. */
  readonly payload: string | null;
  readonly metadata: string | null;
  readonly eventId: string | null;
}

export interface StoredCheckpoint {
  readonly consumer: string;
  /** The store's own global position. */
  readonly globalPosition: bigint;
  /** Set where the position is one of the store that the consumer follows, and that is not this one. */
  readonly ofAnotherStore?: true;
}

export interface StoredDeadLetter {
  readonly consumer: string;
  readonly globalPosition: bigint | null;
  readonly error: string;
}

/** What a scan leaves in a reader, as plain JSON values: its notes, and whatever else this reader collects. */
export interface ScanMemory {
  readonly notes: readonly string[];
  readonly [collected: string]: unknown;
}

/** What is looked for in records, said so that it can be answered from bytes. */
export type Sought =
  /** A text in payload, metadata, ids or actor, in any case: `parts` in this order with anything between them. */
  | { readonly kind: 'text'; readonly parts: readonly string[] }
  /** Records that cannot match without such a text: all that have it have to be read. */
  | { readonly kind: 'mention'; readonly parts: readonly string[] }
  /** A value in the payload. */
  | {
      readonly kind: 'value';
      /** Names from the payload inwards; an array on the way is gone through item by item. */
      readonly path: readonly string[];
      /** Whether the value with this JSON text is one; an array is one when any of its items is. */
      test(text: string): boolean;
      /** The numbers that are one, when `test` comes down to that. */
      readonly numbers: NumberRange | null;
      /** Whether any value is one. */
      readonly isPresence: boolean;
    };

/** Numbers between two that have at most 15 digits; `lowIn` and `highIn` say whether the ends belong to it. */
export interface NumberRange {
  readonly low: number;
  readonly lowIn: boolean;
  readonly high: number;
  readonly highIn: boolean;
  /** Whether a text that is a decimal number is compared like a number. */
  readonly alsoText: boolean;
}

/** What bytes tell of events: which of them surely match, and which have to be read. No other event matches. */
export interface Sifted {
  readonly matched: BitSet;
  readonly unsure: BitSet;
}

/** What search, replay, checks and reports read of a store once its events are in the index. */
export interface LogReader {
  /**
   * The records of `ordinals`, in that order. Ascending ordinals are read fastest. A payload that is not JSON comes
   * back as `binary` or `invalid`, never as an exception.
   */
  readRecords(index: EventIndex, ordinals: ArrayLike<number>): StoredRecord[];
  /** Only the payload's JSON text, or `null` where it is not JSON: the fast path of replay and search. */
  readPayloads(index: EventIndex, ordinals: ArrayLike<number>): (string | null)[];
  /** Of the same records only what projections see, where that can be had for less. */
  readBodies?(index: EventIndex, ordinals: ArrayLike<number>): StoredBody[];
  /** As `readPayloads`, but as bytes and one after the other: for those who walk over many and keep none. */
  visitPayloads?(index: EventIndex, ordinals: ArrayLike<number>, visit: VisitPayload): void;
  /**
   * The events of `within` that hold what is sought, as far as can be told without making records of them: many times
   * faster than reading them. `null` where this store cannot answer the question so.
   */
  sift?(index: EventIndex, sought: Sought, within: BitSet, context: ScanContext): Promise<Sifted> | null;
  /** How its records are written; absent or `null` where that is not known. */
  readonly recordShape?: RecordShape | null;
  /** The snapshots that the store holds, of all streams. */
  snapshots(): StoredSnapshot[];
  /** How many snapshots there are, without reading them. */
  snapshotCount(): number;
  checkpoints(): StoredCheckpoint[];
  deadLetters(): StoredDeadLetter[];
}

/** One opened store. Its methods read; none of them writes or keeps events in memory. */
export interface StoreReader extends LogReader {
  /** Sentences about how the store is read, e.g. a guessed unit; shown with the store. May grow until the scan ends. */
  readonly notes: readonly string[];
  /** Where this very store differs from what its format says of all: JSON Lines come from many worlds. */
  readonly traits?: Partial<StoreTraits>;
  /** Reads every envelope once, in the store's order, into `builder`; rows that cannot be read go to `builder.problem`. */
  scan(builder: IndexBuilder, context: ScanContext): Promise<void>;
  /** After a scan: what it left in the reader itself. The kept index carries it to later openings. */
  scanned(): ScanMemory;
  /** In place of a scan: takes over what `scanned` answered for the same content. */
  resume(scanned: ScanMemory): void;
  /**
   * Reads what was appended since the last call (since `scan` the first time) into the same builder and answers the
   * source's size in bytes. Throws InspectorError `unreadable` when what was read was changed: then it is not called
   * again. Absent where a store cannot be followed: `notLive` says why.
   */
  grow?(builder: IndexBuilder, context: ScanContext): Promise<number>;
  /** Why a store of this kind is not followed, as a sentence. */
  readonly notLive?: string;
  close(): void;
}

/** What checks and screens need to know of a store's conventions. */
export interface StoreTraits {
  /** For a person: `Emmett SQLite`. */
  readonly name: string;
  /** What proves that it is read right: library versions or a specification. */
  readonly provenBy: string;
  /** How the store numbers the first event of a stream; `null` where it depends on the writer. */
  readonly firstRevision: 0 | 1 | null;
  /** What its users call that number. */
  readonly revisionLabel: string;
  /** Whether gaps in global positions are normal here. */
  readonly globalGapsAreNormal: boolean;
}

/** A store format: an object, not a branch. One file each, listed once in `registry.ts`. */
export interface StoreFormat extends StoreTraits {
  readonly id: string;
  /** Whether `probe` is asked of folders, with `head.files`, and `open` reads `source.files`. */
  readonly opensFolders?: true;
  /** What else decides what a scan makes of the same content: an index is kept for each variant of a format. */
  readonly variant?: string;
  probe(head: StoreHead): ProbeResult;
  /** Asked where `probe` matches: what a file has in common with other parts of its export. Absent: there are none. */
  partShape?(head: StoreHead): PartShape | null;
  /** Throws InspectorError `unreadable` only when nothing can be read. A format that must convert first takes its time. */
  open(source: StoreSource, head: StoreHead, context: ScanContext): StoreReader | Promise<StoreReader>;
}

export interface Detection {
  readonly format: StoreFormat | null;
  readonly rejections: readonly FormatRejection[];
}
