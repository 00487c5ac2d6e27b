import { measure } from '../child.ts';
import { timeCommand } from '../commands.ts';
import { atMost, type Comparison, type Goal, notInstalled, ratioAtMost } from '../comparison.ts';
import { emmettLog, jsonLinesLog } from '../data.ts';
import { inRounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part, readIntoCache } from './part.ts';

/** Opening: against its peers, and until something can be shown. */
export const openPart: Part = {
  name: 'open',
  title: 'opening to a complete index',
  run: async (bench) => [...(await openJsonLines(bench)), ...(await openEmmett(bench)), ...firstTimelines(bench)],
};

/** The columns that our reader asks for. */
const emmettSql = `SELECT global_position, stream_id, stream_position, message_type, message_id, message_metadata, created,
  partition, is_archived, message_kind FROM emt_messages ORDER BY global_position`;

/** Events that a peer reads before it is measured: we are measured in a process that has read something as well. */
const SOME = 10_000;

interface Side {
  readonly name: string;
  readonly goals: readonly Goal[];
  /** Too slow to be run more than once, where nothing is promised. */
  readonly once?: boolean;
  /** Whether it is installed here. */
  readonly isThere: boolean;
  run(): number;
}

async function compare(what: string, bench: Bench, ours: () => number, sides: readonly Side[]): Promise<Comparison[]> {
  const times: number[] = [];
  const peers = sides.filter(({ isThere }) => isThere).map((side) => ({ side, runs: [] as number[] }));
  await inRounds({ least: 3, most: 3, budgetMs: 0 }, (round) => {
    bench.say(`${what}, round ${round + 1}`);
    times.push(ours());
    for (const { side, runs } of peers) if (round === 0 || !side.once) runs.push(side.run());
  });
  const figure = summarize(times, 'ms');
  const measured = peers.map(({ side: { name, goals }, runs }): Comparison => {
    return { what, ours: figure, peer: { name, figure: summarize(runs, 'ms') }, goals };
  });
  const missing = sides.filter(({ isThere }) => !isThere).map(({ name }) => notInstalled(what, figure, name));
  return [...measured, ...missing];
}

/** On one thread by itself, and as the app does it: in its worker, with a thread for each processor that is left. */
async function openJsonLines(bench: Bench): Promise<Comparison[]> {
  const path = jsonLinesLog(bench.folder, MILLION);
  const before = jsonLinesLog(bench.folder, SOME);
  readIntoCache(path);
  const { duckDb, jq, lnav } = bench.has;
  const duckDbSide = (threads: number, goals: readonly Goal[]): Side => ({
    name: `DuckDB read_json, ${threads} thread${threads === 1 ? '' : 's'}`,
    goals,
    isThere: duckDb,
    run: () => measure('duckDbTable', { path, before, threads }),
  });
  const alone = await compare(
    'open 1M JSON Lines, one thread',
    bench,
    () => measure('openLines', { path, threads: 0 }),
    [
      duckDbSide(1, [ratioAtMost(0.3)]),
      { name: 'JSON.parse per line', goals: [], once: true, isThere: true, run: () => measure('parseLines', { path }) },
      { name: 'lnav -n', goals: [], once: true, isThere: lnav, run: () => timeCommand('lnav', ['-n', path]) },
    ],
  );
  const asTheApp = await compare('open 1M JSON Lines, as the app', bench, () => throughWorker(path), [
    duckDbSide(1, [ratioAtMost(0.2)]),
    { ...duckDbSide(2, []), once: true },
  ]);
  // It takes a quarter of a minute for a million.
  const some = jsonLinesLog(bench.folder, 100_000);
  const besideJq = await compare(
    'open 100k JSON Lines, one thread',
    bench,
    () => measure('openLines', { path: some, threads: 0 }),
    [{ name: 'jq -c', goals: [], isThere: jq, run: () => timeCommand('jq', ['-c', '.', some]) }],
  );
  return [...alone, ...asTheApp, ...besideJq];
}

function openEmmett(bench: Bench): Promise<Comparison[]> {
  const path = emmettLog(bench.folder, MILLION);
  readIntoCache(path);
  const shell: Side = {
    name: 'sqlite3 shell',
    goals: [ratioAtMost(1.2)],
    isThere: bench.has.sqlite3,
    run: () => timeCommand('sqlite3', ['-readonly', path, emmettSql]),
  };
  return compare('open 1M Emmett SQLite, as the app', bench, () => throughWorker(path), [shell]);
}

const throughWorker = (path: string): number => measure('openThroughWorker', { path, keep: false }).ms;

function firstTimelines(bench: Bench): Comparison[] {
  const logs = [
    { kind: 'JSON Lines', path: jsonLinesLog(bench.folder, MILLION) },
    { kind: 'Emmett SQLite', path: emmettLog(bench.folder, MILLION) },
  ];
  return logs.flatMap(({ kind, path }): Comparison[] => {
    bench.say(`first timeline, 1M ${kind}`);
    const runs = Array.from({ length: 2 }, () => measure('firstTimeline', { path }));
    const first = runs.map(({ ms }) => ms);
    const waits = runs.map(({ longestWaitMs }) => longestWaitMs);
    return [
      { what: `first timeline, 1M ${kind}`, ours: summarize(first, 'ms'), peer: null, goals: [atMost(300)] },
      { what: `longest wait while opening, 1M ${kind}`, ours: summarize(waits, 'ms'), peer: null, goals: [atMost(20)] },
    ];
  });
}
