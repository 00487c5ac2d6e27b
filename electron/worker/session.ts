import { checkMapping } from '../../shared/mappingText.ts';
import type { EncodingRule } from '../../shared/model/encoding.ts';
import type { StoreSummary } from '../../shared/model/store.ts';
import type { Grant } from '../../shared/protocol/control.ts';
import { InspectorError, toWire } from '../../shared/protocol/errors.ts';
import type { Notices, Params, Progress, StoreRef } from '../../shared/protocol/requests.ts';
import type { PayloadEncodings } from './encodings/payloadEncodings.ts';
import { encodingsOf, mergedRules, parseRules } from './encodings/rules.ts';
import type { ScanContext } from './formats/format.ts';
import type { ScanThreads } from './formats/lines/threads/scanThreads.ts';
import type { CheckResults } from './integrity/registry.ts';
import type { KeptIndexes } from './keptIndex/keptIndexes.ts';
import { LastText } from './lastText.ts';
import { followLog, type Live } from './live.ts';
import { MappingDesk } from './mapping/mappingDesk.ts';
import { RememberedMappings } from './mapping/rememberedMappings.ts';
import { OpenedLog } from './openedLog.ts';
import { readProjectionFiles } from './projectionFiles.ts';
import type { Replay } from './replay/replay.ts';
import { replayOver } from './replayOver.ts';
import { Schemas } from './schema/schemas.ts';
import { Search } from './search/search.ts';
import type { SideFiles } from './sideFiles/sideFiles.ts';
import { createBreathe } from './turns/breathe.ts';

/** While the index fills, at most so often (milliseconds) is the page told. */
const NOTICE_EVERY_MS = 250;

/** An open log with what is kept beside it for as long as it is open. */
export interface Opened {
  readonly log: OpenedLog;
  search: Search;
  readonly replay: Replay;
  /** The long text that is being handed out. */
  readonly texts: LastText;
  schemas: Schemas;
  /** Projection files beside the store; resolves when all of them were tried. */
  readonly projections: Promise<readonly ProjectionFailure[]>;
  /** Aborted when the log is closed, and with it everything that still works on it. */
  readonly closing: AbortController;
  /** The findings on a complete log of so many events, once somebody asked for them. */
  checks: { readonly events: number; readonly results: CheckResults } | null;
}

export interface ProjectionFailure {
  readonly name: string;
  readonly message: string;
}

export interface SessionOptions {
  /** Whether projection files beside a store are loaded with it: not after one has hung the worker before. */
  readonly projections: boolean;
  /** Threads that all connections share. */
  readonly scanThreads?: ScanThreads;
  /** Called before a store is opened. */
  onOpening?(): void;
}

interface OpenContext {
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

/** What is kept for a user between openings. */
export interface UserFiles {
  /** Indexes, which can be made again. */
  readonly kept: KeptIndexes;
  /** What the person has said of their stores. */
  readonly sides: SideFiles;
}

/** What one connection has open: one log at most. */
export class Session {
  readonly files: UserFiles;
  readonly #remembered: RememberedMappings;
  /** Where stores are looked into that are to be mapped; it needs none to be open. */
  readonly desk: MappingDesk;
  readonly #grants: ReadonlyMap<string, Grant>;
  readonly #notify: (notice: Notices['log.changed']) => void;
  readonly #options: SessionOptions;
  #opened: Opened | null = null;
  #opening: AbortController | null = null;
  #live: Live | null = null;

  constructor(
    grants: ReadonlyMap<string, Grant>,
    files: UserFiles,
    notify: (notice: Notices['log.changed']) => void,
    options: SessionOptions = { projections: true },
  ) {
    this.#grants = grants;
    this.files = files;
    this.#remembered = new RememberedMappings(files.sides);
    this.desk = new MappingDesk(this.#remembered);
    this.#notify = notify;
    this.#options = options;
  }

  /** What is open, or filling. Throws `not-open`. */
  get opened(): Opened {
    if (!this.#opened) throw new InspectorError('not-open', 'No store is open.');
    return this.#opened;
  }

  /** Resolves when all of the index of the open log is there; `undefined` where it is, or nothing is open. */
  whole(): Promise<void> | undefined {
    return this.#opened?.log.whole();
  }

  /** A context for work on the open log: it ends when the caller cancels or the log is closed. */
  context(call: { readonly signal: AbortSignal; progress?(progress: Progress): void }): ScanContext {
    const signal = AbortSignal.any([call.signal, this.opened.closing.signal]);
    const { scanThreads } = this.#options;
    return { signal, breathe: createBreathe(signal, (progress) => call.progress?.(progress)), scanThreads };
  }

  /**
   * A context for work on the open log that nobody waits for: it goes on only while nothing else runs, and says nothing
   * of its progress.
   */
  idleContext(call: { readonly signal: AbortSignal; quiet(signal: AbortSignal): Promise<void> }): ScanContext {
    const { signal, breathe } = this.context({ signal: call.signal });
    const until = (end: AbortSignal): ScanContext => ({
      signal: end,
      breathe: (progress) =>
        breathe(progress)?.then(async () => {
          await call.quiet(end);
          end.throwIfAborted();
        }),
      endingWith: (other) => until(AbortSignal.any([end, other])),
    });
    return until(signal);
  }

  /**
   * Opens a granted store and answers once its index is complete; meanwhile other requests are answered from what is
   * there. Whatever was open or opening before is closed. Cancelling closes the half-opened store.
   */
  async open(params: Params<'store.open'>, context: OpenContext): Promise<StoreSummary> {
    const { ref, cache, snapshotEvery } = params;
    const grant = this.#granted(ref);
    const mapping = params.mapping === undefined ? (grant.mapping ?? null) : checkMapping(params.mapping);
    const encodings = parseRules(params.encodings ?? []);
    await encodingsOf(encodings);
    this.close();
    this.#options.onOpening?.();
    const closing = new AbortController();
    this.#opening = closing;
    const signal = AbortSignal.any([context.signal, closing.signal]);
    let noticedAt = -Infinity;
    try {
      const log = await OpenedLog.open([grant.path, ...(grant.others ?? [])], {
        signal,
        mapping,
        remembered: this.#remembered,
        kept: cache && !grant.passing ? this.files.kept : null,
        scanThreads: this.#options.scanThreads,
        report: (progress) => {
          context.progress(progress);
          const now = performance.now();
          if (!this.#opened || progress.events === undefined || now - noticedAt < NOTICE_EVERY_MS) return;
          noticedAt = now;
          this.#notify({ events: progress.events, complete: false });
        },
        onReady: (ready) => {
          signal.throwIfAborted();
          const replay = replayOver(ready, snapshotEvery, (note) => {
            if (this.#opened?.log !== ready) return;
            ready.keptNote ??= note;
            this.#notify({ events: ready.index.length, complete: ready.index.complete });
          });
          this.#opened = adopt(ready, closing, replay, this.#options);
        },
      });
      await this.#opened?.projections;
      signal.throwIfAborted();
      if (params.remember && mapping !== null && log.mapped?.layout) this.#remembered.set(log.mapped.layout, mapping);
      const rules = mergedRules(encodings, await this.#rememberedEncodings(log));
      const readBy = await encodingsOf(rules);
      signal.throwIfAborted();
      if (rules.length > 0) this.#readBy(readBy);
      const summary = log.summary();
      const complete = { events: summary.events, complete: true };
      if (!summary.fromKeptIndex) this.#notify(complete);
      // Behind the answer: the columns of a kept index come in, or the index is kept. What is appended waits for that: an
      // index is written in slices, of the log as it was opened. How long it took, or what went wrong, stands in the
      // summary, which the page has by then.
      setImmediate(() => {
        const settled = log.kept.then(() => {
          if (this.#opened?.log !== log) return;
          this.#live = followLog(log, closing.signal, (notice) => this.#notify(notice));
          if (summary.fromKeptIndex || log.keptNote !== null) this.#notify(complete);
        });
        settled.catch(() => undefined); // Whoever asks for something next is told.
      });
      return summary;
    } catch (error) {
      if (this.#opening === closing) this.close();
      throw error;
    }
  }

  /** What stands behind a reference, and a context for work that needs no open log. Throws `not-allowed`. */
  lookInto(ref: StoreRef, { signal, progress }: OpenContext): { readonly grant: Grant; readonly context: ScanContext } {
    return { grant: this.#granted(ref), context: { signal, breathe: createBreathe(signal, progress) } };
  }

  #granted(ref: StoreRef): Grant {
    const grant = this.#grants.get(ref);
    if (!grant) throw new InspectorError('not-allowed', 'This store was not chosen by the person at this computer.');
    return grant;
  }

  /**
   * Reads payloads by these rules from now on, and remembers them. Throws `bad-request` for one that cannot be used.
   */
  async chooseEncodings(rules: readonly EncodingRule[]): Promise<void> {
    const { log } = this.opened;
    const encodings = await encodingsOf(rules);
    if (this.opened.log !== log) throw new InspectorError('cancelled', 'The store was closed.');
    this.files.sides.write(log.fingerprint, 'encodings', rules.length === 0 ? null : rules);
    this.#readBy(encodings);
    this.#notify({ events: log.index.length, complete: log.index.complete });
  }

  #readBy(encodings: PayloadEncodings): void {
    const { opened } = this;
    opened.log.readBy(encodings);
    opened.search = new Search(opened.log);
    opened.replay.forget();
    opened.texts.forget();
    opened.schemas = schemasOf(opened.log, opened.replay);
    opened.checks = null;
  }

  /** What was chosen for this store at other times; what cannot be used any more is noted with the store. */
  async #rememberedEncodings(log: OpenedLog): Promise<readonly EncodingRule[]> {
    try {
      const rules = parseRules(this.files.sides.read(log.fingerprint, 'encodings') ?? []);
      await encodingsOf(rules);
      return rules;
    } catch (error) {
      log.passedOver.push(`The encodings that were chosen for this store are not used: ${toWire(error).message}`);
      return [];
    }
  }

  /** Ends what runs on the open log, and closes it. */
  close(): void {
    this.desk.close();
    this.#opening?.abort(new InspectorError('cancelled', 'The store was closed.'));
    this.#opening = null;
    this.#live?.close();
    this.#live = null;
    this.#opened?.replay.close();
    this.#opened?.log.close();
    this.#opened = null;
  }
}

function adopt(log: OpenedLog, closing: AbortController, replay: Replay, options: SessionOptions): Opened {
  return {
    log,
    search: new Search(log),
    replay,
    texts: new LastText(),
    schemas: schemasOf(log, replay),
    projections: addProjections(log.path, replay, options),
    closing,
    checks: null,
  };
}

const schemasOf = (log: OpenedLog, replay: Replay): Schemas => new Schemas(log, () => replay.reducers());

/** Loads the projection files beside the store. One that fails is listed; the store opens all the same. */
async function addProjections(path: string, replay: Replay, options: SessionOptions): Promise<ProjectionFailure[]> {
  const failures: ProjectionFailure[] = [];
  for (const file of await readProjectionFiles(path)) {
    try {
      if (!options.projections) throw notAgain(file.name);
      if (file.source === null) throw file.error;
      await replay.addProjection(file.name, file.source);
    } catch (error) {
      failures.push({ name: file.name, message: toWire(error).message });
    }
  }
  return failures;
}

const notAgain = (name: string): InspectorError =>
  new InspectorError(
    'bad-projection',
    `${name} was not loaded: the process that reads the store got stuck before and had to be stopped. Choose the file to load it all the same.`,
  );
