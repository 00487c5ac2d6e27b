import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from '../child.ts';
import { type Comparison, ratioAtMost } from '../comparison.ts';
import { emmettLog, jsonLinesLog } from '../data.ts';
import { inRounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part } from './part.ts';

/** The first opening, which scans, and the second, which reads what the first one kept: in turns, each in a process of its own. */
export const keptPart: Part = {
  name: 'kept',
  title: 'second opening, 1M events',
  run: async (bench) => [
    await secondOpening(bench, 'JSON Lines', jsonLinesLog(bench.folder, MILLION)),
    await secondOpening(bench, 'Emmett SQLite', emmettLog(bench.folder, MILLION)),
  ],
};

async function secondOpening(bench: Bench, kind: string, path: string): Promise<Comparison> {
  const first: number[] = [];
  const second: number[] = [];
  await inRounds({ least: 3, most: 5, budgetMs: 15_000 }, (round) => {
    bench.say(`second opening, ${kind}, round ${round + 1}`);
    const cache = mkdtempSync(join(tmpdir(), 'eventloupe-kept-'));
    try {
      const scanned = measure('openThroughWorker', { path, cache });
      const kept = measure('openThroughWorker', { path, cache });
      if (scanned.fromKeptIndex || !kept.fromKeptIndex) throw new Error(`${kind}: the kept index was not used.`);
      first.push(scanned.ms);
      second.push(kept.ms);
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });
  return {
    what: `second opening, 1M ${kind}`,
    ours: summarize(second, 'ms'),
    peer: { name: 'first opening', figure: summarize(first, 'ms') },
    goals: [ratioAtMost(0.05)],
  };
}
