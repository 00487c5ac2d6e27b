import type { Client } from '../../shared/protocol/client.ts';
import type { InspectorError } from '../../shared/protocol/errors.ts';
import type { Params, ProgressOf, RequestName, Result } from '../../shared/protocol/requests.ts';
import { asInspectorError } from './asInspectorError.ts';
import type { IdleDetector } from './idle.ts';
import { oncePerFrame } from './oncePerFrame.ts';

export interface Answer<N extends RequestName> {
  readonly data: Result<N> | undefined;
  readonly error: InspectorError | undefined;
  readonly progress: ProgressOf<N> | undefined;
  readonly pending: boolean;
}

/** One question to the worker, shared by all who ask the same. */
export interface Asked<N extends RequestName> {
  get(): Answer<N>;
  subscribe(listener: () => void): () => void;
  /** Whoever asked no longer wants it; the last one to say so cancels it. */
  release(): void;
}

export interface RequestCache {
  /** `token` tells apart the same question to a log that has grown. */
  ask<N extends RequestName>(name: N, params: Params<N>, token: unknown): Asked<N>;
  /** The worker would answer otherwise now: settled answers are not given again. Whoever shows one asks anew. */
  forget(): void;
  /** Milliseconds so far in which an answer was under way. */
  busyMs(): number;
}

interface Entry {
  answer: Answer<RequestName>;
  asked: number;
  readonly abort: AbortController;
  readonly listeners: Set<() => void>;
}

/** Answers that are kept after nobody shows them any more, so that a step back costs nothing. */
const kept = 60;

/** Of what is asked at once this goes first: the worker answers in order, and the eye goes to the timeline. */
const first: RequestName = 'timeline.buckets';

/** Nobody waits for this: the page is idle all the same. */
const unawaited: RequestName = 'partitions.prepare';

/**
 * Equal questions are asked once. Settled answers are kept a while, failed ones are not. `soon` says when what was
 * asked together is sent: after the drawing that asks, and before anything else happens; `giveOut` when answers are
 * given out.
 */
export function createRequestCache(
  client: Client,
  idle: IdleDetector,
  soon: (send: () => void) => void = queueMicrotask,
  giveOut: (answer: () => void) => void = oncePerFrame(idle),
): RequestCache {
  const entries = new Map<string, Entry>();
  let pending = 0;
  let busySince = 0;
  let busyMs = 0;

  let unsent: { name: RequestName; send: () => void }[] = [];
  const sendSoon = (name: RequestName, send: () => void): void => {
    if (unsent.push({ name, send }) > 1) return;
    soon(() => {
      const all = unsent;
      unsent = [];
      for (const one of all) if (one.name === first) one.send();
      for (const one of all) if (one.name !== first) one.send();
    });
  };

  /** Somebody waits, until the answer is called. */
  const beginWait = (): (() => void) => {
    const end = idle.busy();
    if (pending++ === 0) busySince = performance.now();
    return () => {
      end();
      if (--pending === 0) busyMs += performance.now() - busySince;
    };
  };

  const start = (key: string, name: RequestName, params: Params<RequestName>): Entry => {
    const entry: Entry = {
      answer: { data: undefined, error: undefined, progress: undefined, pending: true },
      asked: 0,
      abort: new AbortController(),
      listeners: new Set(),
    };
    const end = name === unawaited ? () => {} : beginWait();
    const set = (fields: Partial<Answer<RequestName>>): void => {
      entry.answer = { ...entry.answer, ...fields };
      for (const listener of [...entry.listeners]) listener();
    };
    const settle = (fields: Partial<Answer<RequestName>>): void =>
      giveOut(() => {
        set(fields);
        end();
      });
    sendSoon(name, () =>
      client
        .call(name, params, { signal: entry.abort.signal, onProgress: (progress) => giveOut(() => set({ progress })) })
        .then(
          (data) => settle({ data, pending: false }),
          (error: unknown) => {
            entries.delete(key);
            settle({ error: asInspectorError(error), pending: false });
          },
        ),
    );
    entries.set(key, entry);
    return entry;
  };

  const trim = (): void => {
    for (const [key, entry] of entries) {
      if (entries.size <= kept) return;
      if (entry.asked === 0) entries.delete(key);
    }
  };

  return {
    forget() {
      for (const [key, { answer }] of entries) if (!answer.pending) entries.delete(key);
    },
    busyMs: () => busyMs + (pending > 0 ? performance.now() - busySince : 0),
    ask<N extends RequestName>(name: N, params: Params<N>, token: unknown): Asked<N> {
      const key = JSON.stringify([name, params, token ?? null]);
      const entry = entries.get(key) ?? start(key, name, params);
      entries.delete(key); // Last in the order of the map = used last.
      if (entry.answer.error === undefined) entries.set(key, entry);
      entry.asked++;
      trim();
      let released = false;
      return {
        get: () => entry.answer as unknown as Answer<N>,
        subscribe(listener) {
          entry.listeners.add(listener);
          return () => entry.listeners.delete(listener);
        },
        release() {
          if (released) return;
          released = true;
          entry.asked--;
          if (entry.asked === 0 && entry.answer.pending) {
            entries.delete(key);
            entry.abort.abort();
          }
        },
      };
    },
  };
}
