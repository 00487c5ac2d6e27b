/** How often something is done: at least `least` times, then until `most` times or until `budgetMs` are used up. */
export interface Rounds {
  readonly least: number;
  readonly most: number;
  readonly budgetMs: number;
}

/** Does something round by round; each round measures all sides one after the other, so that they alternate. */
export async function inRounds(rounds: Rounds, once: (round: number) => Promise<void> | void): Promise<void> {
  const begun = performance.now();
  for (let round = 0; round < rounds.most; round++) {
    if (round >= rounds.least && performance.now() - begun >= rounds.budgetMs) return;
    await once(round);
  }
}

/** Milliseconds that an action takes. */
export async function timeOf(action: () => unknown): Promise<number> {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}
