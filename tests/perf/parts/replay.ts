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
    const sandboxed = await perSecond(
      bench,
      'sandboxed projection, one state',
      150_000,
      { least: 1, most: 2, budgetMs: 6_000 },
      () => {
        const { wholeMs, folded } = measure('projectionStates', { path, points: 0 });
        return { ms: wholeMs, events: folded };
      },
    );
    return [merge, sandboxed, await nextOpening(bench, path)];
  },
};

/** The first state of a projection somewhere in the log, after an opening that folded all of it, and without. */
async function nextOpening(bench: Bench, path: string): Promise<Comparison> {
  const cache = mkdtempSync(join(tmpdir(), 'eventloupe-kept-'));
  try {
    const kept: number[] = [];
    const folded: number[] = [];
    const points = [0.5, 0.3, 0.1];
    await inRounds({ least: 3, most: 3, budgetMs: 0 }, (round) => {
      bench.say(`first state of the next opening, round ${round + 1}`);
      if (round === 0) measure('firstProjectionState', { path, cache, at: 1 });
      const at = points[round]!;
      folded.push(measure('firstProjectionState', { path, cache: null, at }).ms);
      const found = measure('firstProjectionState', { path, cache, at });
      if (found.folded > 10_000) throw new Error('The kept snapshots were not used.');
      kept.push(found.ms);
    });
    return {
      what: 'first state of a sandboxed projection after the next opening',
      ours: summarize(kept, 'ms'),
      peer: { name: 'without kept snapshots', figure: summarize(folded, 'ms') },
      goals: [],
    };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

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
