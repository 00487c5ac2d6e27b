import { measure } from '../child.ts';
import { atMost, type Comparison, ratioAtMost } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import type { TimelineFilter } from '../measurements/timeline.ts';
import { summarize } from '../statistics.ts';
import { MILLION, type Part } from './part.ts';

const filters: readonly TimelineFilter[] = [
  { query: '', where: 'true' },
  { query: 'type:OrderPlaced', where: "type = 'OrderPlaced'" },
  { query: 'type:Order* -stream:order-0', where: "type LIKE 'Order%' AND streamId <> 'order-0'" },
  { query: 'stream:order-1*', where: "streamId LIKE 'order-1%'" },
  { query: 'version:2 after:2026-06-01', where: "schemaVersion = 2 AND recordedAt >= '2026-06-01'" },
  { query: '#250000..#500000', where: 'globalPosition BETWEEN 250001 AND 500001' },
];

/** Buckets over the whole log under filters on the envelope. */
export const timelinePart: Part = {
  name: 'timeline',
  title: 'timeline, 1M events, 1,000 columns stacked by type',
  run: (bench) => {
    bench.say('timelines under several filters');
    const path = jsonLinesLog(bench.folder, MILLION);
    const times = measure('timelines', { path, filters, runs: 21, withDuckDb: bench.has.duckDb });
    return times.flatMap(({ query, first, again, duckDb }): Comparison[] => {
      const what = `timeline, ${query === '' ? 'no filter' : query}`;
      return [
        { what, ours: summarize(first, 'ms'), peer: null, goal: atMost(8) },
        { what: `${what}, redrawn`, ours: summarize(again, 'ms'), peer: null, goal: atMost(8) },
        ...duckDb.map(({ threads, runs }) => ({
          what,
          ours: summarize(first, 'ms'),
          peer: {
            name: `DuckDB group by, ${threads} thread${threads === 1 ? '' : 's'}`,
            figure: summarize(runs, 'ms'),
          },
          goal: ratioAtMost(1),
        })),
      ];
    });
  },
};
