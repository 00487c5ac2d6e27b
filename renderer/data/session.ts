import type { Host, PickedKind, StoreEntry } from '../../shared/host.ts';
import type { EncodingRule } from '../../shared/model/encoding.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import type { Cleared } from '../../shared/model/memory.ts';
import type { StoreSummary } from '../../shared/model/store.ts';
import { type Client, createClient } from '../../shared/protocol/client.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import type { Progress } from '../../shared/protocol/requests.ts';
import { createStore } from '../state/store.ts';
import { asInspectorError } from './asInspectorError.ts';
import type { IdleDetector } from './idle.ts';
import { refreshDelay } from './refreshPace.ts';
import { createRequestCache, type RequestCache } from './requestCache.ts';

export interface SessionState {
  /** `open` as soon as the first events are there; they keep coming until `summary.complete`. */
  readonly phase: 'welcome' | 'opening' | 'open';
  readonly entry: StoreEntry | null;
  readonly summary: StoreSummary | null;
  readonly progress: Progress | null;
  /** 0 to 1 while dropped files are taken in; `null` otherwise. */
  readonly upload: number | null;
  /** Why the last opening failed, or `worker-lost` while a store is shown. */
  readonly error: InspectorError | null;
  readonly requests: RequestCache | null;
  /** What is being mapped by hand: its screen stands in place of all others but an opening. */
  readonly mapping: MappingState | null;
}

export interface MappingState {
  readonly entry: StoreEntry;
  /** What the person has chosen so far; `null` until there is a guess. */
  readonly draft: Mapping | null;
  /** Why it did not open by the draft. */
  readonly error: InspectorError | null;
}

export interface Session {
  get(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Connects before anything is to be opened: an opening need not wait for it then. */
  prepare(): void;
  open(entry: StoreEntry): Promise<void>;
  /** Dropped files: taken in by the host, then opened. */
  openFiles(files: readonly File[]): Promise<void>;
  pick(what?: PickedKind): Promise<void>;
  /** Goes to the mapping of the store that is open, or that could not be opened. */
  map(): Promise<void>;
  /** Goes back to where `map` was asked for. */
  leaveMapping(): void;
  /** Forgets the mapping that is remembered for the layout of what is being mapped. */
  forgetMapping(file: string | undefined): Promise<void>;
  /** Opens what is being mapped, and remembers the mapping for its layout once that has worked. */
  openMapped(mapping: Mapping): Promise<void>;
  /** Stops an opening, or leaves the store. */
  close(): void;
  /** Reads payloads by these rules and remembers them: whatever is shown of payloads is asked anew. */
  chooseEncodings(rules: readonly EncodingRule[]): Promise<void>;
  /** Removes the kept indexes and snapshots of all stores. Answers what that freed. */
  clearKept(): Promise<Cleared>;
  /** A failure of the host that belongs to no store, e.g. a page without its token. */
  fail(error: unknown): void;
  dismissError(): void;
}

const welcome: SessionState = {
  phase: 'welcome',
  entry: null,
  summary: null,
  progress: null,
  upload: null,
  error: null,
  requests: null,
  mapping: null,
};

/** The one connection to the worker and the one store that is open over it. */
export function createSession(host: Host, idle: IdleDetector): Session {
  const store = createStore<SessionState, Partial<SessionState>>(welcome, (state, fields) => ({ ...state, ...fields }));
  const set = store.dispatch;
  let client: Client | null = null;
  let opening: AbortController | null = null;
  let refresh: ReturnType<typeof setTimeout> | undefined;
  let began = 0;

  let connecting: Promise<Client> | null = null;

  const connect = (): Promise<Client> => {
    if (client) return Promise.resolve(client);
    connecting ??= connectAnew().finally(() => {
      connecting = null;
    });
    return connecting;
  };

  const connectAnew = async (): Promise<Client> => {
    const fresh = createClient(await host.connect());
    client = fresh;
    fresh.on('log.changed', () => scheduleRefresh());
    fresh.onLost(() => {
      if (client !== fresh) return;
      client = null;
      clearTimeout(refresh);
      const lost = new InspectorError('worker-lost', 'The process that reads the store has ended.');
      if (store.get().phase === 'open') set({ error: lost, progress: null });
    });
    return fresh;
  };

  /** What the session shows of a summary. Answers from before the reading of payloads was changed are forgotten. */
  const summarized = (current: Client, summary: StoreSummary): Partial<SessionState> => {
    const { summary: known, requests } = store.get();
    if (known && known.encodingChanges !== summary.encodingChanges) requests?.forget();
    return {
      phase: 'open',
      summary,
      requests: requests ?? createRequestCache(current, idle),
      error: null,
      // The first summary is that of a store which has opened; later ones may come while the person maps one by hand.
      ...(known === null && { mapping: null }),
    };
  };

  const showSummary = async (current: Client, mine: AbortController): Promise<void> => {
    const summary = await current.call('store.summary', {}, { signal: mine.signal });
    if (mine !== opening || mine.signal.aborted) return;
    const known = store.get().summary;
    if (known?.complete && !summary.complete) return;
    set(summarized(current, summary));
    if (!known) host.storeOpened(store.get().entry);
  };

  function scheduleRefresh(): void {
    const mine = opening;
    const current = client;
    if (refresh !== undefined || !mine || !current) return;
    refresh = setTimeout(
      () => {
        refresh = undefined;
        // A failure here shows itself in the answer of `store.open`.
        showSummary(current, mine).catch(() => undefined);
      },
      store.get().summary ? refreshDelay(performance.now() - began, store.get().requests?.busyMs() ?? 0) : 0,
    );
  }

  const open = async (entry: StoreEntry, mapping: Mapping | null = null): Promise<void> => {
    opening?.abort();
    const mine = new AbortController();
    opening = mine;
    began = performance.now();
    clearTimeout(refresh);
    refresh = undefined;
    const end = idle.busy();
    const mapped = mapping && { entry, draft: mapping, error: null };
    set({ ...welcome, phase: 'opening', entry, mapping: mapped });
    try {
      const current = await connect();
      const summary = await current.call(
        'store.open',
        { ref: entry.ref, cache: true, ...(mapping && { mapping, remember: true }) },
        {
          signal: mine.signal,
          onProgress: (progress) => {
            if (mine !== opening) return;
            set({ progress });
            if ((progress.events ?? 0) > 0) scheduleRefresh();
          },
        },
      );
      if (mine !== opening) return;
      const first = store.get().summary === null;
      set({ ...summarized(current, summary), progress: null });
      if (first) host.storeOpened(entry);
    } catch (error) {
      if (mine !== opening) return;
      const failure = asInspectorError(error);
      const shown = failure.code === 'cancelled' ? null : failure;
      set(mapped ? { ...welcome, entry } : { ...welcome, entry, error: shown });
      if (mapped && client) {
        set({ mapping: { ...mapped, error: shown }, requests: createRequestCache(client, idle) });
      }
    } finally {
      end();
    }
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    prepare() {
      connect().catch(() => undefined); // Whoever opens a store is told.
    },
    open: (entry) => open(entry),
    async openFiles(files) {
      opening?.abort();
      const mine = new AbortController();
      opening = mine;
      const name = files.length === 1 ? files[0]!.name : `${files.length} files`;
      const entry: StoreEntry = { ref: '', name, where: '', openedAt: null };
      set({ ...welcome, phase: 'opening', entry, upload: 0 });
      try {
        const adopted = await host.adoptFiles(files, (upload) => mine === opening && set({ upload }));
        if (mine === opening) await open(adopted);
      } catch (error) {
        if (mine !== opening) return;
        set({ ...welcome, entry, error: asInspectorError(error) });
      }
    },
    async pick(what = 'file') {
      try {
        const entry = await host.pickStore(what);
        if (entry) await open(entry);
      } catch (error) {
        set({ error: asInspectorError(error) });
      }
    },
    async map() {
      const { entry, summary, phase } = store.get();
      if (entry === null || entry.ref === '' || phase === 'opening') return;
      try {
        const current = await connect();
        const requests = store.get().requests ?? createRequestCache(current, idle);
        set({ mapping: { entry, draft: summary?.mapping ?? null, error: null }, requests });
      } catch (error) {
        set({ error: asInspectorError(error) });
      }
    },
    leaveMapping() {
      const isOpen = store.get().phase === 'open';
      set({ mapping: null, ...(!isOpen && { requests: null }) });
    },
    async forgetMapping(file) {
      const ref = store.get().mapping?.entry.ref;
      if (ref === undefined) return;
      await (await connect()).call('mapping.forget', { ref, ...(file !== undefined && { file }) });
    },
    async openMapped(mapping) {
      const entry = store.get().mapping?.entry;
      if (entry) await open(entry, mapping);
    },
    close() {
      opening?.abort();
      opening = null;
      clearTimeout(refresh);
      refresh = undefined;
      const { phase, mapping } = store.get();
      const wasOpen = phase === 'open';
      // An opening by a mapping that is stopped leads back to it.
      const stopped = phase === 'opening' && mapping !== null && client !== null;
      set(
        stopped ? { ...welcome, entry: mapping.entry, mapping, requests: createRequestCache(client!, idle) } : welcome,
      );
      host.storeOpened(null);
      if (wasOpen) client?.call('store.close', {}).catch(() => undefined); // Nothing left to tell anyone about.
    },
    async chooseEncodings(rules) {
      const end = idle.busy();
      try {
        const current = await connect();
        const mine = opening;
        const summary = await current.call('encodings.set', { rules });
        if (mine === opening) set(summarized(current, summary));
      } finally {
        end();
      }
    },
    clearKept: async () => (await connect()).call('cache.clear', {}),
    fail: (error) => set({ error: asInspectorError(error) }),
    dismissError: () => set({ error: null, entry: store.get().phase === 'open' ? store.get().entry : null }),
  };
}
