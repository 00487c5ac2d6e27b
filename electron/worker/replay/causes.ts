import { type JsonValue, stringifyJson } from '../../../shared/json.ts';
import { pointerKeys } from '../../../shared/jsonPointer.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import { type Difference, valueAt } from './diff.ts';

/** Changes that are remembered for one reducer: about 32 MB. */
const KEPT_CHANGES = 2_000_000;

/**
 * Which events set each leaf of a state, gathered while walking along a fold: one walk answers for every point it
 * passed. Nothing is ever forgotten: a leaf that went and came back was set by the later of what happened to it and to
 * what it lies in.
 */
export class LeafCauses {
  /** How many events of the partition were walked. */
  position = 0;
  /** How many changes are held. */
  size = 0;
  /** Ascending per path. */
  readonly #at = new Map<string, Ordinal[]>();

  /** Notes what the next event did. */
  record(changes: readonly Difference[], ordinal: Ordinal): void {
    this.position++;
    this.size += changes.length;
    for (const { path } of changes) {
      const ordinals = this.#at.get(path);
      if (ordinals) ordinals.push(ordinal);
      else this.#at.set(path, [ordinal]);
    }
  }

  /** The last event up to `atMost` that changed a leaf of the state there, or brought in what it lies in; -1 for none. */
  of(path: string, atMost: Ordinal): Ordinal {
    let latest = -1;
    for (const outer of enclosing(path)) {
      const ordinals = this.#at.get(outer);
      if (ordinals) latest = Math.max(latest, ordinals[countAtOrBefore(ordinals, ordinals.length, atMost) - 1] ?? -1);
    }
    return latest;
  }
}

/** The walks of one reducer, by partition: those used last, within a budget. */
export class CauseCache {
  readonly #walks = new Map<string, LeafCauses>();
  #turn: Promise<unknown> = Promise.resolve();

  /** Lends the walk of a partition to `use`, one caller after the other. */
  lend<T>(partition: string, use: (causes: LeafCauses) => Promise<T>): Promise<T> {
    const turn = async (): Promise<T> => {
      const causes = this.#walks.get(partition) ?? new LeafCauses();
      this.#walks.delete(partition);
      this.#walks.set(partition, causes);
      try {
        return await use(causes);
      } finally {
        this.#shrink();
      }
    };
    const result = this.#turn.then(turn, turn);
    this.#turn = result;
    return result;
  }

  #shrink(): void {
    let size = 0;
    for (const causes of this.#walks.values()) size += causes.size;
    for (const [partition, causes] of this.#walks) {
      if (size <= KEPT_CHANGES) return;
      size -= causes.size;
      this.#walks.delete(partition);
    }
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
