import { measure } from '../child.ts';
import { alone, atMost, type Comparison, notInstalled, ratioAtMost } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import type { TimelineFilter } from '../measurements/timeline.ts';
import { summarize } from '../statistics.ts';
import { MILLION, type Part } from './part.ts';

const filters: readonly TimelineFilter[] = [
  { query: '', where: 'true' },
  { query: 'type:OrderPlaced', where: "type = 'OrderPlaced'" },
  { query: 'type:Order* -stream:order-0', where: "type LIKE 'Order%' AND streamId <> 'order-0'" },
  { query: 'stream:order-1*', where: "streamId LIKE 'order-1%'" },
  { query: 'version:2 after:2026-01-01T06:00:00Z', where: "schemaVersion = 2 AND recordedAt >= '2026-01-01 06:00:00'" },
  { query: '#250000..#500000', where: 'globalPosition BETWEEN 250001 AND 500001' },
];

/** Buckets over the whole log under filters on the envelope. */
export const timelinePart: Part = {
  name: 'timeline',
  title: 'timeline, 1M events, 1,000 columns stacked by type',
  run: (bench) => {
    bench.say('timelines under several filters');
    const path = jsonLinesLog(bench.folder, MILLION);
    const { duckDb: withDuckDb } = bench.has;
    const times = measure('timelines', { path, filters, runs: 21, withDuckDb });
    return times.flatMap(({ query, first, again, duckDb }): Comparison[] => {
      const what = `timeline, ${query === '' ? 'no filter' : query}`;
      const figure = summarize(first, 'ms');
      return [
        withDuckDb
          ? {
              what,
              ours: figure,
              peer: { name: 'DuckDB group by, all threads', figure: summarize(duckDb, 'ms') },
              goals: [atMost(8), ratioAtMost(1)],
            }
          : notInstalled(what, figure, 'DuckDB', [atMost(8)]),
        ...(query === '' ? [] : [alone(`${what}, redrawn`, summarize(again, 'ms'), [atMost(8)])]),
      ];
    });
  },
};
