import { measure } from '../child.ts';
import { type Comparison, ratioAtMost } from '../comparison.ts';
import { csvLog, jsonArrayLog, jsonLinesLog } from '../data.ts';
import { inRounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { formatThroughput } from './formatRows.ts';
import { type Bench, MILLION, type Part, readIntoCache } from './part.ts';

/** The same million events in the forms that have a goal, in turns with JSON Lines; then fewer of them in every format. */
export const formatsPart: Part = {
  name: 'formats',
  title: 'opening 1M events as array and CSV, and 20k in every format',
  run: async (bench) => {
    const lines = jsonLinesLog(bench.folder, MILLION);
    const forms = [
      { name: 'JSON array', path: jsonArrayLog(bench.folder, MILLION) },
      { name: 'CSV', path: csvLog(bench.folder, MILLION) },
    ];
    const comparisons: Comparison[] = [];
    for (const { name, path } of forms) comparisons.push(await againstLines(bench, name, path, lines));
    return [...comparisons, ...(await formatThroughput(bench))];
  },
};

async function againstLines(bench: Bench, name: string, path: string, lines: string): Promise<Comparison> {
  readIntoCache(path);
  const ours: number[] = [];
  const peer: number[] = [];
  await inRounds({ least: 2, most: 5, budgetMs: 8_000 }, (round) => {
    bench.say(`open 1M ${name}, round ${round + 1}`);
    ours.push(measure('openThroughWorker', { path, keep: false }).ms);
    peer.push(measure('openThroughWorker', { path: lines, keep: false }).ms);
  });
  return {
    what: `open 1M ${name}`,
    ours: summarize(ours, 'ms'),
    peer: { name: 'the same events as JSON Lines', figure: summarize(peer, 'ms') },
    goals: [ratioAtMost(2)],
  };
}
