import type { EventEnvelope, LogPoint, Ordinal, RecordedEvent } from '../../shared/model/event.ts';
import type { RowProblem } from '../../shared/model/finding.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import type { LiveState, StoreInfo, StoreSummary } from '../../shared/model/store.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import type { Progress } from '../../shared/protocol/requests.ts';
import { Arrival } from './arrival.ts';
import { candidatesFor, chooseFormat, fullId, knownFormat, type MappedBy } from './chooseFormat.ts';
import { consumersOf } from './consumers.ts';
import { DecodingReader } from './encodings/decodingReader.ts';
import { encodingNotes } from './encodings/encodingNotes.ts';
import type { PayloadEncodings } from './encodings/payloadEncodings.ts';
import { envelopeAt, pointAt } from './eventIndex/envelope.ts';
import type { EventIndex } from './eventIndex/eventIndex.ts';
import { IndexBuilder } from './eventIndex/indexBuilder.ts';
import { resolvePoint } from './eventIndex/point.ts';
import type { ReadableLog } from './eventIndex/readableLog.ts';
import { figuresOf, keptFigures } from './figures.ts';
import type { ScanContext, StoreFormat, StoreHead, StoreReader, StoreSource } from './formats/format.ts';
import type { ScanThreads } from './formats/lines/threads/scanThreads.ts';
import { overlappingParts } from './formats/source/partOverlaps.ts';
import { type PreparedSource, prepareSource } from './formats/source.ts';
import { quickCheck } from './formats/sqlite/quickCheck.ts';
import type { KeptIndex } from './keptIndex/keptIndex.ts';
import type { Keeping, KeptIndexes } from './keptIndex/keptIndexes.ts';
import { layoutOf } from './mapping/choices.ts';
import type { RememberedMappings } from './mapping/rememberedMappings.ts';
import { fingerprintOf } from './sideFiles/fingerprint.ts';
import { storeInfo } from './storeInfo.ts';
import { createBreathe, nextTurn } from './turns/breathe.ts';

const REMEMBERED =
  'A store of this layout was mapped before: its mapping is used again. “Map by hand…” in the app changes or forgets it.';
const KEPT_WAS_DAMAGED = 'The index that was kept of this store was damaged: it was made anew.';
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
  /** Another one, and another reader, once a kept index turns out to be damaged. */
  store: StoreReader;
  /** Records of the store, read through their encodings. */
  reader: DecodingReader;
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
  /** What was damaged before any format saw the content. */
  readonly #damage: readonly RowProblem[];
  #builder = new IndexBuilder();
  #indexedInMs: number | null = null;
  #fromKept = false;
  /** What of a kept index is still to come in. */
  #arrival: Arrival | null = null;
  #keptWasDamaged = false;
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
    this.#damage = problems;
    for (const problem of problems) this.#builder.problem(problem);
  }

  /**
   * Opens whatever the path holds, or several that are one store, and indexes it. Of a kept index only the head has been
   * read by then: `whole` brings in the rest. Rejects with InspectorError `not-found`, `not-a-store` (with the formats
   * tried and why each did not match), `unreadable`, `limit-exceeded` or `cancelled`; nothing is left behind then.
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
    const { mapping = null, remembered = null } = context;
    const candidates = candidatesFor(mapping, remembered);
    let log: OpenedLog | undefined;
    let prepared: PreparedSource | undefined;
    let found: KeptIndex | null = null;
    try {
      const keeping = (await context.kept?.begin(path, mapping === null ? '' : fullId(candidates[0]!))) ?? null;
      found = (await keeping?.find()) ?? null;
      prepared = await prepareSource(path, scanContext, { candidates, file: mapping?.source.file });
      const { source, head } = prepared;
      const known = found && knownFormat(found.head, mapping, remembered);
      const { format, mapped, passedOver } = known ?? chooseFormat(prepared, candidates, mapping, remembered);
      const opened = new OpenedLog(prepared, format, await format.open(source, head, scanContext), mapped);
      log = opened;
      opened.keeping = keeping;
      if (passedOver !== null) opened.passedOver.push(passedOver);
      if (found !== null && (found.head.format !== fullId(format) || !(await keeping!.unchanged()))) {
        await found.close();
        found = null;
      }
      throwIfCancelled(context.signal);
      const scan = async (): Promise<void> => {
        await opened.store.scan(opened.#builder, scanContext);
        opened.#mustHoldSomething();
        opened.#finish(started);
        if (keeping !== null) opened.#keeping = opened.#keep(keeping, head);
      };
      if (found === null) {
        context.onReady?.(opened);
        await scan();
        return opened;
      }
      opened.#resume(found, started, async () => {
        opened.#startAgain(await format.open(source, head, scanContext));
        await scan();
      });
      context.onReady?.(opened);
      // What parts have in common is told of all that is in them.
      if (source.parts) await opened.whole();
      return opened;
    } catch (error) {
      await found?.close();
      if (log) log.close();
      else prepared?.source.dispose();
      // A signal may carry any reason: what the person did is "cancel".
      throwIfCancelled(context.signal);
      throw error;
    }
  }

  /**
   * Of a kept index what does not come with the answer to opening: resolves when all columns are in the index, `undefined`
   * where they are. Until then nothing but `summary`, `fingerprint` and `close` may be asked. Rejects when what was kept
   * turns out to be damaged and the store cannot be scanned either.
   */
  whole(): Promise<void> | undefined {
    return this.#arrival?.whole;
  }

  /** The same for times, types, versions and names alone, which are all that most timelines need. */
  times(): Promise<void> | undefined {
    return this.#arrival?.times;
  }

  /**
   * Resolves when the index is kept for the next opening, or it is settled that it is not. Closing does not stop it.
   */
  get kept(): Promise<void> {
    return (this.whole() ?? Promise.resolve()).then(() => this.#keeping);
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
    const keptNotes = [this.#keptWasDamaged ? KEPT_WAS_DAMAGED : null, this.keptNote];
    return {
      format: this.format.id,
      formatName: this.format.name,
      name: this.name,
      bytes: this.bytes,
      ...(this.#arrival === null ? figuresOf(this.index) : keptFigures(this.#arrival.head)),
      notes: [...this.#notes(), ...keptNotes.filter((note) => note !== null)],
      revisionLabel: this.format.revisionLabel,
      indexedInMs: this.#indexedInMs,
      fromKeptIndex: this.#fromKept,
      encodingChanges: this.#encodingChanges,
      live: this.live,
      ...(this.mapped && { mapping: this.mapped.mapping }),
    };
  }

  /** What `info` prints: the summary, the types, what the store holds beside its events, and a digest of the file. */
  info(context: ScanContext): Promise<StoreInfo> {
    return storeInfo(this, this.#source, () => this.#notes(), context);
  }

  /** What the store is known by in side files: the same for a copy, under another name, and after it has grown. */
  get fingerprint(): string {
    return this.#arrival?.head.fingerprint ?? fingerprintOf(this.format.id, this.index);
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

  consumers() {
    return consumersOf(this.index, this.store);
  }

  /** Whether what is appended shows up, how much did, and if not, why. */
  get live(): LiveState {
    // While it fills, it fills with what was there.
    const newEvents = this.index.complete ? this.index.length - this.#openedWith : 0;
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
    void this.#arrival?.close();
    this.store.close();
    this.#source.dispose();
  }

  /** To what belongs what is kept of the source: for another variant of the format it is something else. */
  get keptAs(): string {
    return fullId(this.format);
  }

  /** Takes over what a kept index says of itself; the rest comes in when it is asked for. */
  #resume(kept: KeptIndex, started: number, scanAgain: () => Promise<void>): void {
    this.#fromKept = true;
    this.store.resume(kept.head.scanned);
    this.#arrival = new Arrival(kept, {
      name: this.name,
      adopt: (parts) => {
        this.#builder.adopt(parts);
        this.#builder.freeze();
        this.#openedWith = parts.length;
      },
      finish: () => this.#finish(started),
      scanAgain,
    });
  }

  /** Forgets what a damaged index has left, and reads by `store`. */
  #startAgain(store: StoreReader): void {
    const { encodings } = this.reader;
    this.store.close();
    this.store = store;
    if (this.#closed) store.close();
    this.reader = new DecodingReader(store);
    this.reader.encodings = encodings;
    this.#builder = new IndexBuilder();
    for (const problem of this.#damage) this.#builder.problem(problem);
    this.#fromKept = false;
    this.#keptWasDamaged = true;
  }

  /** All events are in. */
  #finish(started: number): void {
    this.#builder.freeze();
    this.#arrival = null;
    this.#overlaps = overlappingParts(this.index, this.#source.parts);
    this.#openedWith = this.index.length;
    this.#indexedInMs = performance.now() - started;
  }

  async #keep(keeping: Keeping, head: StoreHead): Promise<void> {
    const scanned = this.store.scanned();
    this.keptNote = await keeping.keep(this.index.length, async () => ({
      parts: await this.#builder.parts(nextTurn),
      format: this.keptAs,
      layout: layoutOf(head),
      fingerprint: this.fingerprint,
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
