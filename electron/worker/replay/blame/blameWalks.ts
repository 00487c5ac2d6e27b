import { type Blame, nobody } from './blame.ts';

/** Numbers that all kept blames of one reducer may hold together: about 32 MB. */
const KEPT = 2_000_000;
const FIRST_SPACING = 64;

interface Kept {
  readonly position: number;
  readonly blame: Blame;
  readonly size: number;
}

/** Blames kept along one partition, so that a question about another point walks a little and not from the start. */
export class BlameWalk {
  #kept: Kept[] = [];
  #spacing = FIRST_SPACING;
  /** The last one asked for: the playhead mostly goes on from there. */
  #last: Kept | null = null;
  size = 0;

  /** The latest blame of at most `position` events. */
  latest(position: number): { readonly position: number; readonly blame: Blame } {
    const kept = this.#kept.findLast((candidate) => candidate.position <= position);
    const last = this.#last !== null && this.#last.position <= position ? this.#last : undefined;
    if (last !== undefined && last.position > (kept?.position ?? 0)) return last;
    return kept ?? { position: 0, blame: nobody };
  }

  /** Offers the blame of the first `position` events; `isLast` when it is the one that was asked for. */
  keep(position: number, blame: Blame, isLast: boolean): void {
    const isDue = position % this.#spacing === 0 && position > (this.#kept.at(-1)?.position ?? 0);
    if (!isDue && !isLast) return;
    const one = { position, blame, size: sizeOf(blame) };
    if (isLast) this.#last = one;
    if (isDue) this.#kept.push(one);
    while (this.#kept.length > 1 && this.#reckon() > KEPT / 2) {
      this.#spacing *= 2;
      this.#kept = this.#kept.filter(({ position: at }) => at % this.#spacing === 0);
    }
    this.size = this.#reckon();
  }

  #reckon(): number {
    return this.#kept.reduce((sum, { size }) => sum + size, this.#last?.size ?? 0);
  }
}

const sizeOf = (blame: Blame): number => {
  if (typeof blame === 'number') return 1;
  let size = 1;
  for (const part of blame.values()) size += sizeOf(part as Blame);
  return size;
};

/** The walks of one reducer, by partition: those used last, within a budget. */
export class BlameWalks {
  readonly #walks = new Map<string, BlameWalk>();
  #turn: Promise<unknown> = Promise.resolve();

  /** Lends the walk of a partition to `use`, one caller after the other. */
  lend<T>(partition: string, use: (walk: BlameWalk) => Promise<T>): Promise<T> {
    const turn = async (): Promise<T> => {
      const walk = this.#walks.get(partition) ?? new BlameWalk();
      this.#walks.delete(partition);
      this.#walks.set(partition, walk);
      try {
        return await use(walk);
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
    for (const walk of this.#walks.values()) size += walk.size;
    for (const [partition, walk] of this.#walks) {
      if (size <= KEPT) return;
      size -= walk.size;
      this.#walks.delete(partition);
    }
  }
}
