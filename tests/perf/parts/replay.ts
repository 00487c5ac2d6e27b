import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from '../child.ts';
import { atLeast, type Comparison } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import { inRounds, type Rounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part } from './part.ts';

/** Replays of everything, payloads read from the file on the way. */
export const replayPart: Part = {
  name: 'replay',
  title: 'full replay and what it leaves for the next opening, 1M events',
  run: async (bench) => {
    const path = jsonLinesLog(bench.folder, MILLION);
    const merge = await perSecond(
      bench,
      'merge reducer, all streams',
      1_000_000,
      { least: 1, most: 3, budgetMs: 20_000 },
      () => measure('mergeReplay', { path }),
    );
    const cache = mkdtempSync(join(tmpdir(), 'eventloupe-kept-'));
    try {
      const sandboxed = await perSecond(
        bench,
        'sandboxed projection, one state',
        150_000,
        { least: 2, most: 2, budgetMs: 0 },
        (round) => {
          // The second leaves snapshots for the next opening.
          const { ms, folded } = measure('firstProjectionState', { path, cache: round === 0 ? null : cache, at: 1 });
          return { ms, events: folded };
        },
      );
      return [merge, sandboxed, await nextOpening(bench, path, cache)];
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  },
};

/** The first state of a projection somewhere in the log, with what an opening left in `cache` that folded all, and without. */
async function nextOpening(bench: Bench, path: string, cache: string): Promise<Comparison> {
  const kept: number[] = [];
  const folded: number[] = [];
  for (const [round, at] of [0.3, 0.2, 0.1].entries()) {
    bench.say(`first state of the next opening, round ${round + 1}`);
    folded.push(measure('firstProjectionState', { path, cache: null, at }).ms);
    const found = measure('firstProjectionState', { path, cache, at });
    if (found.folded > 10_000) throw new Error('The kept snapshots were not used.');
    kept.push(found.ms);
  }
  return {
    what: 'first state of a sandboxed projection after the next opening',
    ours: summarize(kept, 'ms'),
    peer: { name: 'without kept snapshots', figure: summarize(folded, 'ms') },
    goals: [],
  };
}

async function perSecond(
  bench: Bench,
  what: string,
  goal: number,
  rounds: Rounds,
  replay: (round: number) => { readonly ms: number; readonly events: number },
): Promise<Comparison> {
  const rates: number[] = [];
  await inRounds(rounds, (round) => {
    bench.say(`replay, ${what}, round ${round + 1}`);
    const { ms, events } = replay(round);
    rates.push(events / (ms / 1000));
  });
  return { what: `full replay, ${what}`, ours: summarize(rates, 'events/s'), peer: null, goals: [atLeast(goal)] };
}
