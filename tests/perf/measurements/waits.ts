import { setImmediate as turn } from 'node:timers/promises';
import { ScanThreads } from '../../../electron/worker/formats/lines/threads/scanThreads.ts';
import { runChecks } from '../../../electron/worker/integrity/registry.ts';
import type { OpenedLog } from '../../../electron/worker/openedLog.ts';
import { Replay } from '../../../electron/worker/replay/replay.ts';
import { storeSchemas } from '../../../electron/worker/schema/schemas.ts';
import { Search } from '../../../electron/worker/search/search.ts';
import { getReady, openWhole, workerContext } from './opened.ts';

/** Work over the whole log, by the name that the table prints. */
const works: Readonly<Record<string, (log: OpenedLog, folded: number) => Promise<unknown>>> = {
  'search for a word': (log) => search(log, 'needle'),
  'search by a payload value': (log) => search(log, 'data.amount:>1000'),
  'search that reads records': (log) => search(log, 'actor:nobody'),
  'sandboxed replay': async (log, folded) => {
    const replay = new Replay(log);
    await replay.addProjection('counts.projection.js', counting);
    return replay.stateAt({ reducer: 'counts.projection.js', partition: null }, folded - 1, workerContext());
  },
  'states of all streams': (log) =>
    new Replay(log).allStates('merge', log.index.length - 1, Number.POSITIVE_INFINITY, workerContext()),
  'integrity checks': (log) => runChecks(log, log.format, workerContext()),
  'schemas of all payloads': (log) => storeSchemas(log, workerContext()),
};

/** With threads, as the worker searches. */
async function search(log: OpenedLog, query: string): Promise<void> {
  const threads = new ScanThreads();
  await new Search(log).find(query, workerContext(threads));
  await threads.close();
}

const counting = 'fromAll().when({ $init: () => ({ n: 0 }), $any: (state) => ({ n: state.n + 1 }) });';

export interface Wait {
  readonly behind: string;
  readonly workMs: number;
  /** The longest time from a request's arrival until it was looked at. */
  readonly longestWaitMs: number;
}

/** How long requests wait while a worker that has got ready works on a whole log: one arrives as soon as the one before was answered. */
export async function waits({
  path,
  folded,
}: {
  readonly path: string;
  /** Events that the sandboxed replay folds: all of a million take long. */
  readonly folded: number;
}): Promise<Wait[]> {
  await getReady();
  const log = await openWhole(path);
  const found: Wait[] = [];
  for (const [behind, work] of Object.entries(works))
    found.push({ behind, ...(await waitBehind(() => work(log, folded))) });
  return found;
}

async function waitBehind(work: () => Promise<unknown>): Promise<Omit<Wait, 'behind'>> {
  let longestWaitMs = 0;
  let working = true;
  const requests = async (): Promise<void> => {
    while (working) {
      const arrived = performance.now();
      await turn();
      longestWaitMs = Math.max(longestWaitMs, performance.now() - arrived);
    }
  };
  const begun = performance.now();
  const asking = requests();
  await work();
  const workMs = performance.now() - begun;
  working = false;
  await asking;
  return { workMs, longestWaitMs };
}
