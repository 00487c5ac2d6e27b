import { closeSync, openSync, readSync } from 'node:fs';
import { columnBytes } from '../../../electron/worker/eventIndex/columns.ts';
import { IndexBuilder } from '../../../electron/worker/eventIndex/indexBuilder.ts';
import { JsonLinesReader } from '../../../electron/worker/formats/lines/jsonLinesReader.ts';
import { prepareSource } from '../../../electron/worker/formats/source.ts';
import { OpenedLog } from '../../../electron/worker/openedLog.ts';
import { timelineBuckets } from '../../../electron/worker/summaries/timeline.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import { connectDuckDb, eventsTableSql, numberOf } from '../duckdb.ts';
import { getReady, openWhole } from './opened.ts';
import { wholeLog } from './timeline.ts';

interface Source {
  readonly path: string;
}

export interface Opening {
  readonly ms: number;
  readonly events: number;
  /** Columns, clock and postings, without dictionaries. */
  readonly columnBytes: number;
}

/** Opens a log to its complete index, in a process that has got ready. */
export async function openLog({ path }: Source): Promise<Opening> {
  await getReady();
  const begun = performance.now();
  const log = await openWhole(path);
  const ms = performance.now() - begun;
  const { index } = log;
  const postings = 4 * index.length;
  const clock = index.clock === index.columns.recordedAt ? 0 : 8 * index.length;
  return {
    ms,
    events: index.length,
    columnBytes: columnBytes(index.columns, index.length) + clock + postings,
  };
}

export interface Each {
  readonly stores: readonly { readonly path: string; readonly mapping: Mapping | null }[];
  readonly rounds: number;
  /** How many each of them holds. */
  readonly events: number;
}

/** Opens one store after the other, round by round, behind a round that does not count; milliseconds by store and round. */
export async function openEach({ stores, rounds, events }: Each): Promise<number[][]> {
  const taken = stores.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, { path, mapping }] of stores.entries()) {
      const begun = performance.now();
      const log = await openWhole(path, mapping);
      const ms = performance.now() - begun;
      const { length, problemCount } = log.index;
      log.close();
      if (length !== events || problemCount > 0) {
        throw new Error(`${path} opened with ${length} events and ${problemCount} problems.`);
      }
      if (round >= 0) taken[i]!.push(ms);
    }
  }
  return taken;
}

/** Indexes JSON Lines with so many threads beside this one, in a process that has got ready; milliseconds. */
export async function openLines({ path, threads }: Source & { readonly threads: number }): Promise<number> {
  await getReady();
  const context = { signal: new AbortController().signal, breathe: () => undefined };
  const begun = performance.now();
  const { source, head } = await prepareSource(path, context);
  const reader = new JsonLinesReader(source, head, undefined, { threads });
  const builder = new IndexBuilder();
  await reader.scan(builder, context);
  const { length } = builder.freeze();
  const ms = performance.now() - begun;
  reader.close();
  source.dispose();
  if (length === 0) throw new Error('No event was read.');
  return ms;
}

export interface FirstTimeline {
  /** From the request to open until a timeline could be answered. */
  readonly ms: number;
  /** The longest time that another request had to wait while the log was opened. */
  readonly longestWaitMs: number;
}

/**
 * Opens a log, in a process that has got ready, and asks for its timeline as early as there is an event, as a page does
 * while the index fills.
 */
export async function firstTimeline({ path }: Source): Promise<FirstTimeline> {
  let log: OpenedLog | null = null;
  let answeredAt: number | null = null;
  let longestWaitMs = 0;
  let opening = true;
  await getReady();
  const begun = performance.now();
  let turn = begun;
  const request = (): void => {
    longestWaitMs = Math.max(longestWaitMs, performance.now() - turn);
    if (answeredAt === null && log !== null && log.index.length > 0) {
      timelineBuckets(log.index, wholeLog, null);
      answeredAt = performance.now();
    }
    turn = performance.now();
    if (opening) setImmediate(request);
  };
  setImmediate(request);
  await OpenedLog.open(path, {
    signal: new AbortController().signal,
    report: () => {},
    onReady: (ready) => {
      log = ready;
    },
  });
  opening = false;
  request();
  return { ms: answeredAt! - begun, longestWaitMs };
}

/** DuckDB, which has read something before, reads the same columns into a table of its own; milliseconds. */
export async function duckDbTable({
  path,
  before,
  threads,
}: Source & { readonly before: string; readonly threads: number }): Promise<number> {
  const connection = await connectDuckDb();
  await connection.run(`SET threads = ${threads}`);
  await connection.run(eventsTableSql(before));
  const begun = performance.now();
  await connection.run(eventsTableSql(path));
  const ms = performance.now() - begun;
  if ((await numberOf(connection, 'SELECT count(*) FROM events')) === 0) throw new Error('DuckDB read nothing.');
  return ms;
}

/** `JSON.parse` of every line, results thrown away; milliseconds. */
export function parseLines({ path }: Source): number {
  const begun = performance.now();
  const file = openSync(path, 'r');
  let buffer = Buffer.allocUnsafe(1 << 20);
  let kept = 0;
  for (;;) {
    // A line that is longer than there is room.
    if (kept === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    const read = readSync(file, buffer, kept, buffer.length - kept, null);
    if (read === 0) break;
    const end = kept + read;
    let from = 0;
    for (let to = buffer.indexOf(10); to >= 0 && to < end; to = buffer.indexOf(10, from)) {
      JSON.parse(buffer.toString('utf8', from, to));
      from = to + 1;
    }
    buffer.copyWithin(0, from, end);
    kept = end - from;
  }
  closeSync(file);
  return performance.now() - begun;
}
