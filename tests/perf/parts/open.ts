import { readFileSync } from 'node:fs';
import { measure } from '../child.ts';
import { timeCommand } from '../commands.ts';
import { atMost, type Comparison, type Goal, ratioAtMost } from '../comparison.ts';
import { emmettLog, jsonLinesLog, sizeOf } from '../data.ts';
import type { Opening } from '../measurements/opening.ts';
import { inRounds } from '../rounds.ts';
import { summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part, sizeName } from './part.ts';

/** Opening: against its peers, as the log grows, and until something can be shown. */
export const openPart: Part = {
  name: 'open',
  title: 'opening to a complete index',
  run: async (bench) => [
    ...(await openJsonLines(bench)),
    ...(await openEmmett(bench)),
    ...growth(bench),
    ...firstTimelines(bench),
  ],
};

/** The columns that our reader asks for. */
const emmettSql = `SELECT global_position, stream_id, stream_position, message_type, message_id, message_metadata, created,
  partition, is_archived, message_kind FROM emt_messages ORDER BY global_position`;

interface Side {
  readonly name: string;
  readonly goals: readonly Goal[];
  /** Too slow to be run more than once. */
  readonly once?: boolean;
  run(): number;
}

async function compare(what: string, bench: Bench, ours: () => number, sides: readonly Side[]): Promise<Comparison[]> {
  const times: number[] = [];
  const peers = sides.map((side) => ({ side, runs: [] as number[] }));
  await inRounds({ least: 3, most: 5, budgetMs: 30_000 }, (round) => {
    bench.say(`${what}, round ${round + 1}`);
    times.push(ours());
    for (const { side, runs } of peers) if (round === 0 || !side.once) runs.push(side.run());
  });
  const figure = summarize(times, 'ms');
  if (peers.length === 0) return [{ what, ours: figure, peer: null, goals: [] }];
  return peers.map(({ side: { name, goals }, runs }) => ({
    what,
    ours: figure,
    peer: { name, figure: summarize(runs, 'ms') },
    goals,
  }));
}

function openJsonLines(bench: Bench): Promise<Comparison[]> {
  const path = jsonLinesLog(bench.folder, MILLION);
  readIntoCache(path);
  const { duckDb, jq, lnav } = bench.has;
  const duckDbSide = (threads: number, goals: readonly Goal[]): Side => ({
    name: `DuckDB read_json, ${threads} thread${threads === 1 ? '' : 's'}`,
    goals,
    run: () => measure('duckDbTable', { path, threads }),
  });
  return compare('open 1M JSON Lines', bench, () => measure('openLog', { path }).ms, [
    ...(duckDb ? [duckDbSide(1, [ratioAtMost(0.3)]), duckDbSide(2, [])] : []),
    { name: 'JSON.parse per line', goals: [], run: () => measure('parseLines', { path }) },
    ...(jq ? [{ name: 'jq -c', goals: [], once: true, run: () => timeCommand('jq', ['-c', '.', path]) }] : []),
    ...(lnav ? [{ name: 'lnav -n', goals: [], once: true, run: () => timeCommand('lnav', ['-n', path]) }] : []),
  ]);
}

function openEmmett(bench: Bench): Promise<Comparison[]> {
  const path = emmettLog(bench.folder, MILLION);
  readIntoCache(path);
  const shell: Side = {
    name: 'sqlite3 shell',
    goals: [ratioAtMost(1.2)],
    run: () => timeCommand('sqlite3', ['-readonly', path, emmettSql]),
  };
  const ours = (): number => measure('openLog', { path }).ms;
  return compare('open 1M Emmett SQLite', bench, ours, bench.has.sqlite3 ? [shell] : []);
}

/** Time and memory per event as logs grow; each size against the one before it. */
function growth(bench: Bench): Comparison[] {
  const sizes = [10_000, 100_000, MILLION, ...(bench.tenMillion ? [10 * MILLION] : [])];
  const found = sizes.map((events) => {
    bench.say(`growth: ${sizeName(events)} events`);
    const path = jsonLinesLog(bench.folder, events);
    const openings = Array.from({ length: runsFor(events) }, () => measure('openLog', { path }));
    const perEvent = (read: (one: Opening) => number, unit: 'ns/event' | 'bytes/event') =>
      summarize(
        openings.map((one) => read(one) / one.events),
        unit,
      );
    return {
      events,
      time: perEvent(({ ms }) => ms * 1e6, 'ns/event'),
      index: perEvent(({ columnBytes }) => columnBytes, 'bytes/event'),
      memory: perEvent(({ peakRss, rssBefore }) => peakRss - rssBefore, 'bytes/event'),
      peak: summarize(
        openings.map(({ peakRss }) => peakRss / 1e6),
        'MB',
      ),
    };
  });
  const lines: Comparison[] = [];
  for (const [i, { events, time, index, memory, peak }] of found.entries()) {
    const name = sizeName(events);
    const smaller = found[i - 1];
    const peer = smaller ? { name: sizeName(smaller.events), figure: smaller.time } : null;
    lines.push({ what: `time per event, ${name}`, ours: time, peer, goals: smaller ? [ratioAtMost(1.2)] : [] });
    if (events < MILLION) continue;
    lines.push({ what: `index without dictionaries, ${name}`, ours: index, peer: null, goals: [atMost(64)] });
    lines.push({ what: `growth of the process, ${name}`, ours: memory, peer: null, goals: [] });
    lines.push({
      what: `peak memory of the process, ${name}`,
      ours: peak,
      peer: null,
      goals: events > MILLION ? [atMost(1000)] : [],
    });
  }
  return lines;
}

function firstTimelines(bench: Bench): Comparison[] {
  const logs = [
    { events: MILLION, kind: 'JSON Lines', path: jsonLinesLog(bench.folder, MILLION) },
    { events: MILLION, kind: 'Emmett SQLite', path: emmettLog(bench.folder, MILLION) },
    ...(bench.tenMillion
      ? [{ events: 10 * MILLION, kind: 'JSON Lines', path: jsonLinesLog(bench.folder, 10 * MILLION) }]
      : []),
  ];
  return logs.flatMap(({ events, kind, path }): Comparison[] => {
    const name = `${sizeName(events)} ${kind}`;
    bench.say(`first timeline, ${name}`);
    const runs = Array.from({ length: runsFor(events) }, () => measure('firstTimeline', { path }));
    const first = runs.map(({ ms }) => ms);
    const waits = runs.map(({ longestWaitMs }) => longestWaitMs);
    return [
      { what: `first timeline, ${name}`, ours: summarize(first, 'ms'), peer: null, goals: [atMost(300)] },
      { what: `longest wait while opening, ${name}`, ours: summarize(waits, 'ms'), peer: null, goals: [atMost(20)] },
    ];
  });
}

/** Large logs once: what they need is minutes. */
const runsFor = (events: number): number => (events > MILLION ? 1 : 3);

/** Reads a file once, so that nobody pays for the disk. Larger ones than fit a buffer are left to the first round. */
function readIntoCache(path: string): void {
  if (sizeOf(path) < 1_000_000_000) readFileSync(path);
}
