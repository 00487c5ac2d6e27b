import { ScanThreads } from '../../../electron/worker/formats/lines/threads/scanThreads.ts';
import { Search } from '../../../electron/worker/search/search.ts';
import { timeCount } from '../commands.ts';
import { amountAboveSql, connectDuckDb, numberOf } from '../duckdb.ts';
import { inRounds, type Rounds } from '../rounds.ts';
import { openWhole, workerContext } from './opened.ts';

/** Milliseconds of each run. */
export interface SearchTimes {
  /** On one thread. */
  readonly alone: number[];
  /** As the worker does it, with threads that have waited. */
  readonly ours: number[];
  readonly peers: { readonly name: string; readonly runs: number[] }[];
}

type Counted = () => Promise<number>;

/** A word over all payloads, and `grep -c` over the file, in turns. */
export async function searchWord(settings: {
  readonly path: string;
  readonly word: string;
  readonly withGrep: boolean;
  readonly rounds: Rounds;
}): Promise<SearchTimes> {
  const { path, word, withGrep, rounds } = settings;
  const grep = async (): Promise<number> => timeCount('grep', ['-c', word, path]).count;
  return inTurns(path, word, withGrep ? [{ name: 'grep -c', count: grep }] : [], rounds);
}

/** `data.amount:>N`, and DuckDB's `read_json` with the same condition, in turns. */
export async function searchAmount(settings: {
  readonly path: string;
  readonly above: number;
  readonly withDuckDb: boolean;
  readonly rounds: Rounds;
}): Promise<SearchTimes> {
  const { path, above, withDuckDb, rounds } = settings;
  const connection = withDuckDb ? await connectDuckDb() : null;
  const peers = (connection === null ? [] : [1, 2]).map((threads) => ({
    name: `DuckDB read_json, ${threads} thread${threads === 1 ? '' : 's'}`,
    count: async (): Promise<number> => {
      await connection!.run(`SET threads = ${threads}`);
      return numberOf(connection!, amountAboveSql(path, above));
    },
  }));
  return inTurns(path, `data.amount:>${above}`, peers, rounds);
}

/** Every side counts the same matches, or the comparison is worth nothing. */
async function inTurns(
  path: string,
  query: string,
  peers: readonly { readonly name: string; readonly count: Counted }[],
  rounds: Rounds,
): Promise<SearchTimes> {
  const log = await openWhole(path);
  const threads = new ScanThreads();
  threads.start();
  const times: SearchTimes = { alone: [], ours: [], peers: peers.map(({ name }) => ({ name, runs: [] })) };
  await inRounds(rounds, async () => {
    const begun = performance.now();
    const { matched } = await new Search(log).find(query, workerContext(threads));
    times.ours.push(performance.now() - begun);
    const aloneBegun = performance.now();
    const alone = await new Search(log).find(query, workerContext());
    times.alone.push(performance.now() - aloneBegun);
    if (alone.matched !== matched) throw new Error(`${query}: ${matched} with threads, ${alone.matched} alone.`);
    for (const [i, { name, count }] of peers.entries()) {
      const peerBegun = performance.now();
      const found = await count();
      times.peers[i]!.runs.push(performance.now() - peerBegun);
      if (found !== matched) throw new Error(`${query}: we find ${matched}, ${name} finds ${found}.`);
    }
  });
  await threads.close();
  return times;
}
