import { type JsonValue, stringifyJson } from '../../../shared/json.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { type Difference, pointerKeys, valueAt } from './diff.ts';

/**
 * Which event set each leaf of a state, gathered while walking along a fold. Nothing is ever forgotten: a leaf that went
 * and came back was set by the later of what happened to it and to what it lies in.
 */
export class LeafCauses {
  readonly #at = new Map<string, Ordinal>();

  record(changes: readonly Difference[], ordinal: Ordinal): void {
    for (const { path } of changes) this.#at.set(path, ordinal);
  }

  /** The last event that changed a leaf of the last state, or brought in something it lies in; -1 when none did. */
  of(path: string): Ordinal {
    let latest = -1;
    for (const outer of enclosing(path)) latest = Math.max(latest, this.#at.get(outer) ?? -1);
    return latest;
  }
}

/** Which event last changed the value at each of some paths known beforehand, or anything inside it. */
export class PathCauses {
  readonly #keys: ReadonlyMap<string, readonly string[]>;
  readonly #cause = new Map<string, Ordinal>();

  constructor(paths: readonly string[]) {
    this.#keys = new Map(paths.map((path) => [path, pointerKeys(path)!]));
  }

  /** Notes what an event did. */
  record(changes: readonly Difference[], ordinal: Ordinal): void {
    for (const change of changes) {
      for (const outer of enclosing(change.path)) {
        if (this.#keys.has(outer)) this.#cause.set(outer, ordinal);
      }
      // A subtree that came or went takes along the paths inside, but only those that it had or gets.
      if (isTree(change.from) || isTree(change.to)) this.#recordInside(change, ordinal);
    }
  }

  #recordInside({ path, from, to }: Difference, ordinal: Ordinal): void {
    const depth = pointerKeys(path)!.length;
    for (const [inner, keys] of this.#keys) {
      if (!inner.startsWith(`${path}/`)) continue;
      const rest = keys.slice(depth);
      const before = from === undefined ? undefined : valueAt(from, rest);
      const after = to === undefined ? undefined : valueAt(to, rest);
      if (printed(before) !== printed(after)) this.#cause.set(inner, ordinal);
    }
  }

  /** The event, or -1 when none changed it. */
  of(path: string): Ordinal {
    return this.#cause.get(path) ?? -1;
  }
}

const isTree = (value: JsonValue | undefined): boolean => typeof value === 'object' && value !== null;

const printed = (value: JsonValue | undefined): string => (value === undefined ? '' : stringifyJson(value));

/** A pointer and everything it lies in, down to the whole value `''`. */
function* enclosing(path: string): Generator<string> {
  let at = path;
  for (;;) {
    yield at;
    if (at === '') return;
    at = at.slice(0, at.lastIndexOf('/'));
  }
}
