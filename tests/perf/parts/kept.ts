import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from '../child.ts';
import { atMost, type Comparison, type Goal, ratioAtMost } from '../comparison.ts';
import { emmettLog, jsonLinesLog } from '../data.ts';
import type { WorkerOpening } from '../measurements/worker.ts';
import { inRounds } from '../rounds.ts';
import { type Summary, summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part } from './part.ts';

/**
 * The first opening, which scans, and the second, which reads what the first one kept: in turns, each in a process of its
 * own. Columns come in behind the answer to a second opening, so that it is also said when the first questions are
 * answered.
 */
export const keptPart: Part = {
  name: 'kept',
  title: 'second opening, 1M events',
  run: async (bench) => [
    ...(await secondOpening(bench, 'JSON Lines', jsonLinesLog(bench.folder, MILLION))),
    ...(await secondOpening(bench, 'Emmett SQLite', emmettLog(bench.folder, MILLION))),
  ],
};

async function secondOpening(bench: Bench, kind: string, path: string): Promise<Comparison[]> {
  const first: WorkerOpening[] = [];
  const second: WorkerOpening[] = [];
  await inRounds({ least: 2, most: 2, budgetMs: 0 }, (round) => {
    bench.say(`second opening, ${kind}, round ${round + 1}`);
    const cache = mkdtempSync(join(tmpdir(), 'eventloupe-kept-'));
    try {
      const scanned = measure('openThroughWorker', { path, cache });
      const kept = measure('openThroughWorker', { path, cache });
      if (scanned.fromKeptIndex || !kept.fromKeptIndex) throw new Error(`${kind}: the kept index was not used.`);
      first.push(scanned);
      second.push(kept);
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });
  const milliseconds = (openings: readonly WorkerOpening[], of: 'ms' | 'timelineMs' | 'eventsMs'): Summary =>
    summarize(
      openings.map((opening) => opening[of]),
      'ms',
    );
  const line = (what: string, of: 'ms' | 'timelineMs' | 'eventsMs', goals: readonly Goal[]): Comparison => ({
    what,
    ours: milliseconds(second, of),
    peer: { name: 'first opening', figure: milliseconds(first, of) },
    goals,
  });
  return [
    line(`second opening, 1M ${kind}`, 'ms', [ratioAtMost(0.05)]),
    line(`the same to the first timeline, 1M ${kind}`, 'timelineMs', [atMost(300)]),
    line(`the same to the first events, with all columns in, 1M ${kind}`, 'eventsMs', []),
  ];
}
