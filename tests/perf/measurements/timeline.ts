import { Search } from '../../../electron/worker/search/search.ts';
import { timelineBuckets } from '../../../electron/worker/summaries/timeline.ts';
import type { TimelineRequest } from '../../../shared/model/timeline.ts';
import { connectDuckDb, eventsTableSql, numberOf, timelineSql } from '../duckdb.ts';
import { inRounds, timeOf } from '../rounds.ts';
import { openWhole, workerContext } from './opened.ts';

const WIDTH = 1000;

/** A thousand columns of a pixel each over all of a log. */
export const wholeLog: TimelineRequest = {
  axis: 'time',
  from: null,
  to: null,
  width: WIDTH,
  columnWidth: 1,
  stackBy: 'type',
  squeezeIdle: false,
  query: '',
};

export interface TimelineFilter {
  readonly query: string;
  /** The same in SQL. */
  readonly where: string;
}

/** Milliseconds of each run. */
export interface TimelineTimes {
  readonly query: string;
  /** Filter and buckets, for a query that was not asked before. */
  readonly first: number[];
  /** Buckets alone, for one whose matches are known: a redraw after zooming. */
  readonly again: number[];
  /** Empty without DuckDB. */
  readonly duckDb: number[];
}

/** Buckets of a log under several filters, and DuckDB's grouping of its own table, in turns. */
export async function timelines(settings: {
  readonly path: string;
  readonly filters: readonly TimelineFilter[];
  readonly runs: number;
  readonly withDuckDb: boolean;
}): Promise<TimelineTimes[]> {
  const { path, filters, runs, withDuckDb } = settings;
  const log = await openWhole(path);
  const connection = withDuckDb ? await connectDuckDb() : null;
  await connection?.run(eventsTableSql(path));
  for (const { query, where } of connection ? filters : []) {
    const { matched } = await new Search(log).find(query, workerContext());
    const rows = await numberOf(connection!, `SELECT count(*) FROM events WHERE ${where}`);
    if (rows !== matched) throw new Error(`${query}: we find ${matched}, DuckDB finds ${rows}.`);
  }
  const answers = filters.map(({ query }): TimelineTimes => ({ query, first: [], again: [], duckDb: [] }));
  await inRounds({ least: 3, most: runs, budgetMs: 30_000 }, async () => {
    for (const [i, { query, where }] of filters.entries()) {
      const search = new Search(log);
      const ask = async (): Promise<void> => {
        const { set } = await search.find(query, workerContext());
        timelineBuckets(log.index, { ...wholeLog, query }, set);
      };
      const { first, again, duckDb } = answers[i]!;
      first.push(await timeOf(ask));
      again.push(await timeOf(ask));
      if (connection) duckDb.push(await timeOf(() => connection.run(timelineSql(WIDTH, where))));
    }
  });
  return answers;
}
