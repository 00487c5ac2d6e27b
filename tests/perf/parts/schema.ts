import { measure } from '../child.ts';
import { alone, atMost, ratioAtMost } from '../comparison.ts';
import { emmettLog, jsonLinesLog } from '../data.ts';
import { inRounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { MILLION, type Part, readIntoCache } from './part.ts';

/** At least 0.7 times as fast as the peer. */
const SLOWEST = 1.43;
/** From an open log to all findings that columns tell. */
const COLUMNS_MS = 1000;

/** Fields, types, ranges and values of every payload, and all checks, against parsing every line. */
export const schemaPart: Part = {
  name: 'schema',
  title: 'the payload pass over 1M events',
  run: async (bench) => {
    const lines = jsonLinesLog(bench.folder, MILLION);
    const sqlite = emmettLog(bench.folder, MILLION);
    for (const path of [lines, sqlite]) readIntoCache(path);
    const ours: number[] = [];
    const fromSqlite: number[] = [];
    const parse: number[] = [];
    const columns: number[] = [];
    const all: number[] = [];
    await inRounds({ least: 1, most: 3, budgetMs: 8_000 }, (round) => {
      bench.say(`schemas, round ${round + 1}`);
      ours.push(measure('schemaPass', { path: lines }));
      parse.push(measure('parseLines', { path: lines }));
      // Nothing is promised of it.
      if (round === 0) fromSqlite.push(measure('schemaPass', { path: sqlite }));
      columns.push(measure('columnChecks', { path: lines }));
      all.push(measure('allChecks', { path: lines }));
    });
    const peer = { name: 'JSON.parse per line of the JSON Lines', figure: summarize(parse, 'ms') };
    return [
      { what: 'schemas of all payloads, JSON Lines', ours: summarize(ours, 'ms'), peer, goals: [ratioAtMost(SLOWEST)] },
      alone('checks of columns', summarize(columns, 'ms'), [atMost(COLUMNS_MS)]),
      { what: 'all checks, JSON Lines', ours: summarize(all, 'ms'), peer, goals: [ratioAtMost(SLOWEST)] },
      { what: 'schemas of all payloads, Emmett SQLite', ours: summarize(fromSqlite, 'ms'), peer, goals: [] },
    ];
  },
};
