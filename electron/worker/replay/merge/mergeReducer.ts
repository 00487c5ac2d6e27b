import { isJsonObject, type JsonObject, type JsonValue, parseJson, setOwn } from '../../../../shared/json.ts';
import { DEEPEST, deeperThan } from '../../../../shared/jsonDepth.ts';
import { type BatchOutcome, type FoldRun, FoldState, type Reducer, type Restart } from '../reducer.ts';
import { notOverwritten } from './notOverwritten.ts';

/**
 * Applies a JSON Merge Patch (RFC 7396). Objects are merged by key, `null` removes, anything else replaces. `target` is
 * not written to, except for objects in `owned`, which this fold made itself and has not handed out yet.
 */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue, owned?: Set<object>): JsonValue {
  if (!isJsonObject(patch)) return patch;
  let merged: JsonObject;
  if (!isJsonObject(target)) merged = {};
  else if (owned?.has(target)) merged = target;
  else merged = { ...target };
  owned?.add(merged);
  for (const key of Object.keys(patch)) {
    const value = patch[key]!;
    if (value === null) {
      if (Object.hasOwn(merged, key)) delete merged[key];
      continue;
    }
    if (!isJsonObject(value)) {
      setOwn(merged, key, value);
      continue;
    }
    setOwn(merged, key, mergePatch(Object.hasOwn(merged, key) ? merged[key] : undefined, value, owned));
  }
  return merged;
}

/** Folds payload texts. Payloads that are not objects (binary, lists, bare values) leave the state as it is. */
class MergeRun implements FoldRun {
  #state: JsonValue;
  /** Objects made since the last state was handed out: only these may be written to. */
  readonly #owned = new Set<object>();

  constructor(state: JsonValue) {
    this.#state = state;
  }

  fold(events: readonly (string | null)[], wanted: readonly number[], restarts: readonly Restart[] = []): BatchOutcome {
    const states: FoldState[] = [];
    let restarted = 0;
    for (let i = 0; i < events.length; i++) {
      if (restarts[restarted]?.index === i) {
        this.#state = restarts[restarted++]!.state?.value ?? {};
        this.#owned.clear();
      }
      try {
        const text = events[i]!;
        if (text !== null && deeperThan(text, DEEPEST)) return { states, failure: { index: i, message: tooDeep } };
        const patch = text === null ? null : parseJson(text);
        if (isJsonObject(patch)) this.#state = mergePatch(this.#state, patch, this.#owned);
        if (wanted[states.length] === i) {
          states.push(FoldState.ofValue(this.#state));
          this.#owned.clear();
        }
      } catch (error) {
        return { states, failure: { index: i, message: messageOf(error) } };
      }
    }
    return { states, failure: null };
  }

  close(): void {
    this.#owned.clear();
  }
}

const tooDeep = `The payload is nested deeper than ${DEEPEST.toLocaleString('en')} levels and is not merged.`;

const messageOf = (error: unknown): string =>
  `The payload cannot be merged: ${error instanceof Error ? error.message : String(error)}`;

/**
 * The reducer that works for every stream without being told anything. Always useful, never exact business state:
 * it knows the fields that events carry, not what they mean.
 */
export const mergeReducer: Reducer = {
  info: { id: 'merge', name: 'merge', kind: 'merge', partitioning: 'stream', upcasters: [] },
  partitioning: { kind: 'stream' },
  reads: () => true,
  readsAll: true,
  read: (log, ordinals) => log.reader.readPayloads(log.index, ordinals),
  neededFor: notOverwritten,
  initialState: async () => FoldState.ofValue({}),
  begin: async (state) => new MergeRun(state === null ? {} : state.value),
};
