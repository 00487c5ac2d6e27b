import type { Ordinal } from '../../../shared/model/event.ts';
import type { Difference } from './diff.ts';

/**
 * Which event changed which path last, gathered while walking along a fold. Nothing is ever forgotten: a path that went
 * and came back is answered by the later of what happened to it and to what it lies in.
 */
export class Causes {
  /** Last change of exactly this path. */
  readonly #at = new Map<string, Ordinal>();
  /** Last change of this path or anything inside it. */
  readonly #within = new Map<string, Ordinal>();

  record(changes: readonly Difference[], ordinal: Ordinal): void {
    for (const { path } of changes) {
      this.#at.set(path, ordinal);
      for (const outer of enclosing(path)) this.#within.set(outer, ordinal);
    }
  }

  /** The last event that set a leaf: changed it, or brought in something it lies in. -1 when none did. */
  ofLeaf(path: string): Ordinal {
    let latest = -1;
    for (const outer of enclosing(path)) latest = Math.max(latest, this.#at.get(outer) ?? -1);
    return latest;
  }

  /** The last event that had to do with a path: as `ofLeaf`, or changed anything inside it. */
  ofTree(path: string): Ordinal {
    return Math.max(this.ofLeaf(path), this.#within.get(path) ?? -1);
  }
}

/** A pointer and everything it lies in, down to the whole value `''`. */
function* enclosing(path: string): Generator<string> {
  let at = path;
  for (;;) {
    yield at;
    if (at === '') return;
    at = at.slice(0, at.lastIndexOf('/'));
  }
}
