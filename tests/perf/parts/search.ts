import { measure } from '../child.ts';
import { type Comparison, type Goal, notInstalled, ratioAtMost } from '../comparison.ts';
import { emmettLog, jsonLinesLog } from '../data.ts';
import type { SearchTimes } from '../measurements/searching.ts';
import type { Rounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { MILLION, type Part } from './part.ts';

const rounds: Rounds = { least: 2, most: 3, budgetMs: 6_000 };

/** Searches that have to read what was recorded. */
export const searchPart: Part = {
  name: 'search',
  title: 'search, 1M events',
  run: (bench) => {
    const path = jsonLinesLog(bench.folder, MILLION);
    bench.say('search for a word');
    const word = measure('searchWord', { path, word: 'needle', withGrep: bench.has.grep, rounds });
    bench.say('search by a value');
    const amount = measure('searchAmount', { path, above: 1000, withDuckDb: bench.has.duckDb, rounds });
    const sqlite = emmettLog(bench.folder, MILLION);
    bench.say('search for a word in Emmett SQLite');
    const inSqlite = measure('searchWord', { path: sqlite, word: 'needle', withGrep: false, rounds });
    const besideGrep = {
      ...inSqlite,
      peers: word.peers.map(({ runs }) => ({ name: 'grep -c in the JSON Lines', runs })),
    };
    return [
      ...toComparisons('search for a word', word, 'grep', ratioAtMost(3)),
      ...toComparisons('search for a word in Emmett SQLite', besideGrep, 'grep', ratioAtMost(3)).slice(-1),
      ...toComparisons('search data.amount:>1000', amount, 'DuckDB', ratioAtMost(0.5)),
    ];
  },
};

/** On one thread against the first peer, which has one as well; and as the worker does it against all of them. */
function toComparisons(what: string, { alone, ours, peers }: SearchTimes, wanted: string, goal: Goal): Comparison[] {
  const figure = summarize(ours, 'ms');
  if (peers.length === 0) return [notInstalled(what, figure, wanted, [goal])];
  const sides = peers.flatMap(({ name, runs }, i) => [
    ...(i === 0 ? [{ what: `${what}, one thread of ours`, figure: summarize(alone, 'ms'), name, runs }] : []),
    { what, figure, name, runs },
  ]);
  return sides.map((side) => ({
    what: side.what,
    ours: side.figure,
    peer: { name: side.name, figure: summarize(side.runs, 'ms') },
    goals: [goal],
  }));
}
