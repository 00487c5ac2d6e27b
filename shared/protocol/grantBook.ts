import type { Grant } from './control.ts';
import type { StoreRef } from './requests.ts';

/** What a host lets its worker open: kept for the worker's successors, with those who wait until a worker knows it. */
export class GrantBook {
  readonly #grants = new Map<StoreRef, Grant>();
  readonly #waiting = new Map<StoreRef, (() => void)[]>();

  /**
   * Keeps a grant; resolves when a worker has answered that it knows it, or has ended: the next one is told all
   * first.
   */
  add(grant: Grant): Promise<void> {
    this.#grants.set(grant.ref, grant);
    return new Promise((resolve) => {
      this.#waiting.set(grant.ref, [...(this.#waiting.get(grant.ref) ?? []), resolve]);
    });
  }

  /** What a new worker is told before anything else. */
  all(): Iterable<Grant> {
    return this.#grants.values();
  }

  of(ref: StoreRef): Grant | null {
    return this.#grants.get(ref) ?? null;
  }

  /** The worker knows a grant. */
  known(ref: StoreRef): void {
    for (const resolve of this.#waiting.get(ref) ?? []) resolve();
    this.#waiting.delete(ref);
  }

  /** The worker has ended. */
  ended(): void {
    for (const ref of [...this.#waiting.keys()]) this.known(ref);
  }
}
