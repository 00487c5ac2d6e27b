import type { EventEnvelope, LogPoint, Ordinal, RecordedEvent } from '../../shared/model/event.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import type { Checkpoint, DeadLetter, LiveState, StoreInfo, StoreSummary } from '../../shared/model/store.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import type { Progress } from '../../shared/protocol/requests.ts';
import { microsToIso } from '../../shared/time.ts';
import { createBreathe, nextTurn } from './breathe.ts';
import { candidatesFor, chooseFormat, type MappedBy } from './chooseFormat.ts';
import { DecodingReader } from './encodings/decodingReader.ts';
import { encodingNotes } from './encodings/encodingNotes.ts';
import type { PayloadEncodings } from './encodings/payloadEncodings.ts';
import { envelopeAt, pointAt } from './eventIndex/envelope.ts';
import type { EventIndex } from './eventIndex/eventIndex.ts';
import { IndexBuilder } from './eventIndex/indexBuilder.ts';
import { resolvePoint } from './eventIndex/point.ts';
import type { ReadableLog } from './eventIndex/readableLog.ts';
import { digestSource } from './formats/digest.ts';
import type { ScanContext, StoreFormat, StoreReader, StoreSource } from './formats/format.ts';
import type { ScanThreads } from './formats/lines/scanThreads.ts';
import { overlappingParts } from './formats/source/partOverlaps.ts';
import { type PreparedSource, prepareSource } from './formats/source.ts';
import { quickCheck } from './formats/sqlite/quickCheck.ts';
import type { Keeping, KeptIndexes } from './keptIndex/keptIndexes.ts';
import type { KeptContent } from './keptIndex/layout.ts';
import type { RememberedMappings } from './mapping/rememberedMappings.ts';
import { fingerprintOf } from './sideFiles/fingerprint.ts';
import { typeCounts } from './summaries/typeCounts.ts';

const SHOWN_PROBLEMS = 100;
const REMEMBERED =
  'A store of this layout was mapped before: its mapping is used again. “Map by hand…” in the app changes or forgets it.';
const NOT_LIVE = 'A store of this kind is not followed: what is appended is seen when it is opened again.';

export interface OpenContext {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
  /** Called once the format is known, before the scan: from then on the log can be queried while it fills. */
  onReady?(log: OpenedLog): void;
  /** Where indexes are kept between openings; without it none is read or written. */
  readonly kept?: KeptIndexes | null;
  /** Reads the store by this mapping, whatever formats say of it. */
  readonly mapping?: Mapping | null;
  /** Mappings of earlier openings; without them none is looked for. */
  readonly remembered?: RememberedMappings | null;
  /** Threads that stay from one opening to the next. */
  readonly scanThreads?: ScanThreads | undefined;
}

/** One open log: its source, format and index. Whoever opens it closes it. */
export class OpenedLog implements ReadableLog {
  /** Absolute path of what was opened. */
  readonly path: string;
  /** Its file name, without folder. */
  readonly name: string;
  /** The format, with what this very store says of its conventions. */
  readonly format: StoreFormat;
  readonly store: StoreReader;
  /** Records of the store, read through their encodings. */
  readonly reader: DecodingReader;
  /** `null` where a format of its own reads the store. */
  readonly mapped: MappedBy | null;
  /** Bytes of the source on disk, `-wal` included. */
  bytes: number;
  /** Why the index could not be kept for the next opening. */
  keptNote: string | null = null;
  /** What is kept of the source between openings; `null` where nothing is. */
  keeping: Keeping | null = null;
  /** Sentences on what was remembered for the store and could not be used. */
  readonly passedOver: string[] = [];
  #encodingChanges = 0;
  /** Why what is appended is no longer followed. */
  #stopped: InspectorError | null = null;
  #openedWith = 0;
  /** Sentences on parts of the source that hold the same events. */
  #overlaps: readonly string[] = [];
  readonly #source: StoreSource;
  readonly #builder = new IndexBuilder();
  #indexedInMs: number | null = null;
  #fromKept = false;
  #keeping: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(
    { source, problems }: PreparedSource,
    format: StoreFormat,
    store: StoreReader,
    mapped: MappedBy | null,
  ) {
    this.path = source.path;
    this.name = source.name;
    this.format = { ...format, ...store.traits };
    this.store = store;
    this.reader = new DecodingReader(store);
    this.mapped = mapped;
    this.bytes = source.bytes;
    this.#source = source;
    for (const problem of problems) this.#builder.problem(problem);
  }

  /**
   * Opens whatever the path holds, or several that are one store, and indexes it. Rejects with InspectorError
   * `not-found`, `not-a-store` (with the formats tried and why each did not match), `unreadable`, `limit-exceeded` or
   * `cancelled`; nothing is left behind then.
   */
  static async open(path: string | readonly string[], context: OpenContext): Promise<OpenedLog> {
    const started = performance.now();
    const scanContext: ScanContext = {
      signal: context.signal,
      breathe: createBreathe(context.signal, (progress) => context.report(progress)),
      scanThreads: context.scanThreads,
    };
    throwIfCancelled(context.signal);
    context.report({ phase: 'detect', done: 0, unit: 'bytes' });
    let log: OpenedLog | undefined;
    let prepared: PreparedSource | undefined;
    try {
      const keeping = (await context.kept?.begin(path)) ?? null;
      const { mapping = null, remembered = null } = context;
      const candidates = candidatesFor(mapping, remembered);
      prepared = await prepareSource(path, scanContext, { candidates, file: mapping?.source.file });
      const { format, mapped, passedOver } = chooseFormat(prepared, candidates, mapping, remembered);
      const store = await format.open(prepared.source, prepared.head, scanContext);
      log = new OpenedLog(prepared, format, store, mapped);
      log.keeping = keeping;
      if (passedOver !== null) log.passedOver.push(passedOver);
      const found = (await keeping?.find(log.keptAs)) ?? null;
      throwIfCancelled(context.signal);
      if (found !== null) log.#resume(found);
      context.onReady?.(log);
      if (found === null) {
        await log.store.scan(log.#builder, scanContext);
        log.#mustHoldSomething();
        log.#builder.freeze();
        if (keeping !== null) log.#keeping = log.#keep(keeping);
      }
      log.#overlaps = overlappingParts(log.index, prepared.source.parts);
      log.#openedWith = log.index.length;
      log.#indexedInMs = performance.now() - started;
      return log;
    } catch (error) {
      if (log) log.close();
      else prepared?.source.dispose();
      // A signal may carry any reason: what the person did is "cancel".
      throwIfCancelled(context.signal);
      throw error;
    }
  }

  /**
   * Resolves when the index is kept for the next opening, or it is settled that it is not. Closing does not stop it.
   */
  get kept(): Promise<void> {
    return this.#keeping;
  }

  get index(): EventIndex {
    return this.#builder;
  }

  get modifiedMs(): number {
    return this.#source.modifiedMs;
  }

  /** What SQLite says of the pages of its file; `null` for any other store. Throws when `signal` is aborted. */
  async quickCheck(signal: AbortSignal): Promise<readonly string[] | null> {
    return this.#source.isDatabase ? quickCheck(this.#source, signal) : null;
  }

  envelope(ordinal: Ordinal): EventEnvelope {
    this.#mustHave(ordinal);
    return envelopeAt(this.index, ordinal);
  }

  event(ordinal: Ordinal): RecordedEvent {
    return this.events([ordinal])[0]!;
  }

  /**
   * Everything recorded about the events of `ordinals`, in that order. Throws `not-found` for one that does not
   * exist.
   */
  events(ordinals: ArrayLike<Ordinal>): RecordedEvent[] {
    for (let i = 0; i < ordinals.length; i++) this.#mustHave(ordinals[i]!);
    return this.reader
      .readRecords(this.index, ordinals)
      .map((record, i) => ({ ...envelopeAt(this.index, ordinals[i]!), ...record }));
  }

  /**
   * A point as a person writes it: `#N` an ordinal, `N` a global position (the last event at or before it), an ISO time
   * (likewise), `start` or `end`. `null` when it lies before the first event; throws `bad-point` when it is none.
   */
  point(text: string): LogPoint | null {
    const ordinal = resolvePoint(this.index, text);
    return ordinal < 0 ? null : pointAt(this.index, ordinal);
  }

  summary(): StoreSummary {
    const { index } = this;
    return {
      format: this.format.id,
      formatName: this.format.name,
      name: this.name,
      events: index.length,
      streams: index.streams.size,
      bytes: this.bytes,
      firstRecordedAt: microsToIso(index.firstTime),
      lastRecordedAt: microsToIso(index.lastTime),
      complete: index.complete,
      problems: index.problemCount,
      notes: [...this.#notes(), ...(this.keptNote === null ? [] : [this.keptNote])],
      revisionLabel: this.format.revisionLabel,
      indexedInMs: this.#indexedInMs,
      fromKeptIndex: this.#fromKept,
      indexBytes: index.byteLength,
      encodingChanges: this.#encodingChanges,
      live: this.live,
      ...(this.mapped && { mapping: this.mapped.mapping }),
    };
  }

  /** What `info` prints: the summary, the types, what the store holds beside its events, and a digest of the file. */
  async info(context: ScanContext): Promise<StoreInfo> {
    const { events, streams, firstRecordedAt, lastRecordedAt, format, formatName, name, problems } = this.summary();
    const { sha256, bytes, modifiedMs, note } = await digestSource(this.#source, context);
    const changed =
      modifiedMs === this.#source.modifiedMs
        ? []
        : ['The file was changed after it was opened: the SHA-256 is of what it is now, all else of what it was.'];
    const wal =
      this.bytes > bytes ? ['The SHA-256 is that of the database file alone; the -wal beside it is not covered.'] : [];
    return {
      format,
      formatName,
      name,
      events,
      streams,
      bytes: this.bytes,
      sha256,
      firstRecordedAt,
      lastRecordedAt,
      types: typeCounts(this.index, null),
      snapshots: this.store.snapshotCount(),
      checkpoints: this.consumers().checkpoints,
      deadLetters: this.store.deadLetters().length,
      problems,
      problemList: this.index.problems.slice(0, SHOWN_PROBLEMS),
      notes: [...this.#notes(), ...note, ...wal, ...changed],
    };
  }

  /** What the store is known by in side files: the same for a copy, under another name, and after it has grown. */
  get fingerprint(): string {
    return fingerprintOf(this.format.id, this.index);
  }

  /** Reads payloads in another way from now on. Whoever keeps answers made of payloads has to forget them. */
  readBy(encodings: PayloadEncodings): void {
    this.reader.encodings = encodings;
    this.#encodingChanges++;
  }

  /** How the person names the store on a command line: the file or folder, or each of several files. */
  get givenNames(): readonly string[] {
    const { path, originals } = this.#source;
    const several = originals.length > 1 && originals[0]!.path === path;
    return several ? originals.map((file) => file.name) : [this.name];
  }

  /** How far each consumer has read, what they gave up on, and the position of the newest event. */
  consumers(): { checkpoints: Checkpoint[]; deadLetters: DeadLetter[]; headPosition: string | null } {
    const { index } = this;
    const { recordedAt } = index.columns;
    const head = index.length === 0 ? null : pointAt(index, index.length - 1);
    const checkpoints = this.store.checkpoints().map(({ consumer, globalPosition }): Checkpoint => {
      const ordinal = index.ordinalAtPosition(globalPosition);
      const behindMicros = index.lastTime - (ordinal < 0 ? index.firstTime : recordedAt[ordinal]!);
      return {
        consumer,
        globalPosition: String(globalPosition),
        ordinal,
        behind: index.length - 1 - ordinal,
        behindMicros: Number.isNaN(behindMicros) ? null : Math.max(0, behindMicros),
      };
    });
    const deadLetters = this.store.deadLetters().map(({ consumer, globalPosition, error }): DeadLetter => {
      const ordinal = globalPosition === null ? -1 : index.ordinalAtPosition(globalPosition);
      const found = ordinal >= 0 && index.columns.globalPosition.at(ordinal) === globalPosition;
      return { consumer, globalPosition: globalPosition?.toString() ?? null, ordinal: found ? ordinal : null, error };
    });
    return { checkpoints, deadLetters, headPosition: head?.globalPosition ?? null };
  }

  /** Whether what is appended shows up, how much did, and if not, why. */
  get live(): LiveState {
    const newEvents = this.index.length - this.#openedWith;
    if (this.#stopped) return { state: 'stopped', newEvents, reason: this.#stopped.message };
    const notLive = this.#source.notLive ?? this.store.notLive;
    if (this.store.grow && notLive === undefined) return { state: 'following', newEvents, reason: null };
    return { state: 'unavailable', newEvents, reason: notLive ?? NOT_LIVE };
  }

  /** Reads what was appended; does nothing when the log is not live. When what was read has changed, Live stops. */
  async grow(context: ScanContext): Promise<void> {
    if (this.live.state !== 'following' || this.#closed) return;
    try {
      this.bytes = await this.store.grow!(this.#builder, context);
    } catch (error) {
      if (this.#closed) return;
      this.#stopped = error instanceof InspectorError ? error : new InspectorError('unreadable', String(error));
    }
  }

  /** Lets go of the file and removes private copies. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.store.close();
    this.#source.dispose();
  }

  /** Under what name the index is kept: of another variant of the format it is another one. */
  get keptAs(): string {
    const { id, variant } = this.format;
    return variant === undefined ? id : `${id} ${variant}`;
  }

  #resume({ parts, scanned }: KeptContent): void {
    this.#builder.adopt(parts);
    this.#builder.freeze();
    this.store.resume(scanned);
    this.#fromKept = true;
  }

  async #keep(keeping: Keeping): Promise<void> {
    const scanned = this.store.scanned();
    this.keptNote = await keeping.keep(this.keptAs, this.index.length, async () => ({
      parts: await this.#builder.parts(nextTurn),
      scanned,
    }));
  }

  #notes(): string[] {
    return [
      ...this.#source.notes,
      ...(this.mapped?.remembered ? [REMEMBERED] : []),
      ...this.#overlaps,
      ...this.store.notes,
      ...encodingNotes(this.reader.encodings.rules),
      ...this.passedOver,
    ];
  }

  #mustHave(ordinal: Ordinal): void {
    if (Number.isInteger(ordinal) && ordinal >= 0 && ordinal < this.index.length) return;
    throw new InspectorError('not-found', `There is no event #${ordinal}: the log has ${this.index.length} events.`);
  }

  /** A store without events is one; a file of which nothing could be read is not. */
  #mustHoldSomething(): void {
    const [first] = this.index.problems;
    if (this.index.length > 0 || first === undefined) return;
    throw new InspectorError(
      'unreadable',
      `No event of "${this.name}" can be read. At ${first.place}: ${first.reason}`,
    );
  }
}

function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof InspectorError) throw signal.reason;
  throw new InspectorError('cancelled', 'Opening was cancelled.');
}
