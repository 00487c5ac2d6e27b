import { measure } from '../child.ts';
import { atLeast, type Comparison } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import { inRounds, type Rounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part } from './part.ts';

/** Replays of everything, payloads read from the file on the way. */
export const replayPart: Part = {
  name: 'replay',
  title: 'full replay, 1M events',
  run: async (bench) => {
    const path = jsonLinesLog(bench.folder, MILLION);
    const merge = await perSecond(
      bench,
      'merge reducer, all streams',
      1_000_000,
      { least: 1, most: 3, budgetMs: 20_000 },
      () => measure('mergeReplay', { path }),
    );
    const sandboxed = await perSecond(
      bench,
      'sandboxed projection, one state',
      150_000,
      { least: 1, most: 3, budgetMs: 10_000 },
      () => {
        const { wholeMs, folded } = measure('projectionStates', { path, points: 0 });
        return { ms: wholeMs, events: folded };
      },
    );
    return [merge, sandboxed];
  },
};

async function perSecond(
  bench: Bench,
  what: string,
  goal: number,
  rounds: Rounds,
  replay: () => { readonly ms: number; readonly events: number },
): Promise<Comparison> {
  const rates: number[] = [];
  await inRounds(rounds, (round) => {
    bench.say(`replay, ${what}, round ${round + 1}`);
    const { ms, events } = replay();
    rates.push(events / (ms / 1000));
  });
  return { what: `full replay, ${what}`, ours: summarize(rates, 'events/s'), peer: null, goals: [atLeast(goal)] };
}
