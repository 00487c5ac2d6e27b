import type { InspectorError } from '../../shared/protocol/errors.ts';
import type { Params, ProgressOf, RequestName, Result } from '../../shared/protocol/requests.ts';
import type { Asked, RequestCache } from './requestCache.ts';

export interface RequestState<N extends RequestName> {
  /** The newest answer; while a newer one is on its way, the one before. */
  readonly data: Result<N> | undefined;
  readonly error: InspectorError | undefined;
  readonly progress: ProgressOf<N> | undefined;
  /** An answer is on its way. */
  readonly pending: boolean;
  /** `data` answers an earlier question than the one that was asked last. */
  readonly stale: boolean;
  /** Which question `data` or `error` answers: its parameters as JSON. */
  readonly answers: string | undefined;
}

export interface Latest<N extends RequestName> {
  ask(params: Params<N> | null, token: unknown): void;
  get(): RequestState<N>;
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

/**
 * How long an overtaken question may still finish, in milliseconds: while the playhead is dragged each answer is
 * worth showing if it comes at once, and worth nothing if it would hold up the newest.
 */
const grace = 80;

/** The state of a slot that was asked nothing. */
export const nothing = {
  data: undefined,
  error: undefined,
  progress: undefined,
  pending: false,
  stale: false,
  answers: undefined,
} as const;

/** A slot for one answer: the latest question wins, old data stays until new data is there. */
export function createLatest<N extends RequestName>(cache: RequestCache, name: N): Latest<N> {
  let state: RequestState<N> = nothing;
  let running: { asked: Asked<N>; stop: () => void; key: string } | null = null;
  let next: { params: Params<N>; token: unknown; key: string } | null = null;
  let graceTimer: ReturnType<typeof setTimeout> | undefined;
  let wantedKey = 'null';
  let wantedToken: unknown;
  const listeners = new Set<() => void>();

  const set = (fields: Partial<RequestState<N>>): void => {
    state = { ...state, ...fields };
    for (const listener of [...listeners]) listener();
  };
  const drop = (): void => {
    clearTimeout(graceTimer);
    running?.stop();
    running?.asked.release();
    running = null;
  };
  const settle = (): void => {
    if (!running) return;
    const answer = running.asked.get();
    if (answer.pending) {
      if (answer.progress !== state.progress) set({ progress: answer.progress });
      return;
    }
    clearTimeout(graceTimer);
    const overtaken = next !== null;
    const answers = running.key;
    // The slot keeps its hold on a settled answer, so that the cache does not let go of what is on screen.
    if (answer.error === undefined)
      set({ data: answer.data, error: undefined, pending: overtaken, stale: overtaken, answers });
    else if (!overtaken) set({ data: undefined, error: answer.error, pending: false, stale: false, answers });
    if (next) start(next);
  };
  const start = (question: { params: Params<N>; token: unknown; key: string }): void => {
    const before = running;
    clearTimeout(graceTimer);
    next = null;
    const asked = cache.ask(name, question.params, question.token);
    running = { asked, stop: asked.subscribe(settle), key: question.key };
    before?.stop();
    before?.asked.release();
    if (asked.get().pending) set({ pending: true, progress: undefined, stale: state.data !== undefined });
    else settle();
  };

  return {
    ask(params, token) {
      const key = params === null ? 'null' : JSON.stringify(params);
      if (key === wantedKey && Object.is(token, wantedToken) && (running || params === null)) return;
      const sameQuestion = key === wantedKey;
      wantedKey = key;
      wantedToken = token;
      if (params === null) {
        next = null;
        drop();
        set(nothing);
        return;
      }
      const question = { params, token, key };
      if (!running?.asked.get().pending) return start(question);
      next = question;
      set({ pending: true, stale: state.data !== undefined });
      clearTimeout(graceTimer);
      // The same question to a grown log waits its turn: cancelling would starve it while a file is read.
      if (!sameQuestion) graceTimer = setTimeout(() => next && start(next), grace);
    },
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      next = null;
      wantedKey = 'null';
      drop();
    },
  };
}
