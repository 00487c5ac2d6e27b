import { measure } from '../child.ts';
import { type Comparison, notInstalled, ratioAtMost } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import { MIXED_EVENTS, mixedLog } from '../mixedData.ts';
import { inRounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { type Bench, type Part, readIntoCache } from './part.ts';

/** Payloads from 50 bytes to 1 MB: what the other parts never meet, whose events are all of one size. */
export const payloadsPart: Part = {
  name: 'payloads',
  title: `${MIXED_EVENTS} events with payloads of 50 bytes to 1 MB`,
  run: async (bench) => {
    const path = mixedLog(bench.folder);
    readIntoCache(path);
    return [...(await opening(bench, path)), ...states(bench, path)];
  },
};

async function opening(bench: Bench, path: string): Promise<Comparison[]> {
  const ours: number[] = [];
  const parse: number[] = [];
  const duckDb: number[] = [];
  await inRounds({ least: 3, most: 5, budgetMs: 8_000 }, (round) => {
    bench.say(`open mixed payloads, round ${round + 1}`);
    ours.push(measure('openLog', { path }).ms);
    parse.push(measure('parseLines', { path }));
    if (bench.has.duckDb)
      duckDb.push(measure('duckDbTable', { path, before: jsonLinesLog(bench.folder, 10_000), threads: 1 }));
  });
  const what = 'open mixed payloads';
  const figure = summarize(ours, 'ms');
  return [
    bench.has.duckDb
      ? {
          what,
          ours: figure,
          peer: { name: 'DuckDB read_json, 1 thread', figure: summarize(duckDb, 'ms') },
          goals: [ratioAtMost(0.3)],
        }
      : notInstalled(what, figure, 'DuckDB'),
    { what, ours: figure, peer: { name: 'JSON.parse per line', figure: summarize(parse, 'ms') }, goals: [] },
  ];
}

function states(bench: Bench, path: string): Comparison[] {
  bench.say('states of mixed payloads');
  const { ours, naive } = measure('mixedStates', { path, points: 60 });
  return [50, 95].map((p) => ({
    what: 'state of a mixed stream at a random point',
    ours: summarize(ours, 'ms', { counted: 'points', p }),
    peer: {
      name: 'JSON.parse and merge of its lines',
      figure: summarize(naive, 'ms', { counted: 'points', p }),
    },
    goals: [],
  }));
}
