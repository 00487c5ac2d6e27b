/** An event of a story before the store has numbered it. */
export interface Draft {
  readonly streamId: string;
  readonly type: string;
  /** Epoch milliseconds; with a fraction where the store keeps microseconds. */
  readonly at: number;
  readonly id: string;
  readonly data: Record<string, unknown>;
  readonly schemaVersion?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly actor?: string;
  /** Was appended and got its numbers, and is missing from the store all the same. */
  readonly lost?: boolean;
  /** Milliseconds by which the writer's clock was off when it stamped the event. */
  readonly clockSkew?: number;
}

export interface Numbered extends Draft {
  /** From 1. */
  readonly globalPosition: number;
  /** From 1. */
  readonly streamRevision: number;
}

/**
 * Puts drafts into the order of their times and numbers them as a store does at append. Drafts of equal time keep the
 * order in which they were told. Lost ones take their numbers with them.
 */
export function sequence(drafts: readonly Draft[]): Numbered[] {
  const revisions = new Map<string, number>();
  return [...drafts]
    .sort((a, b) => a.at - b.at)
    .map((draft, index) => {
      const streamRevision = (revisions.get(draft.streamId) ?? 0) + 1;
      revisions.set(draft.streamId, streamRevision);
      return { ...draft, globalPosition: index + 1, streamRevision };
    })
    .filter((event) => !event.lost);
}

/** What the event's timestamp says: the time, as the writer's clock saw it. */
export const stamp = (event: Draft): number => event.at + (event.clockSkew ?? 0);

/** `2026-03-02 08:14:03`, as SQLite's CURRENT_TIMESTAMP writes it. */
export const sqliteTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
