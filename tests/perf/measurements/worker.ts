import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createNodeWorker } from '../../../electron/headless/nodeWorker.ts';
import { placesFrom } from '../../../electron/headless/places.ts';
import { grantOf } from '../../../electron/paths/storeEntry.ts';
import { createClient } from '../../../shared/protocol/client.ts';
import { wholeLog } from './timeline.ts';

/** The folder of the built entries: what a person runs. */
const built = resolve(import.meta.dirname, '../../../out/main');

export interface WorkerOpening {
  /** From the request to open until its answer: the index is complete. */
  readonly ms: number;
  readonly events: number;
  readonly fromKeptIndex: boolean;
  /**
   * From the request to open until the first timeline and the first events were answered, both asked for at the answer
   * to opening as a page does: by the latter all columns are there.
   */
  readonly timelineMs: number;
  readonly eventsMs: number;
  /** The whole process at its largest, with every thread, until the index was kept as well. */
  readonly peakRss: number;
}

/** Resolves when an index has been written to an empty folder of kept indexes. Throws after a minute. */
export async function keptIn(folder: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!readdirSync(folder).some((name) => name.endsWith('.index'))) {
    if (performance.now() > deadline) throw new Error(`No index was kept in ${folder} within a minute.`);
    await wait(20);
  }
}

/** The app's worker has been up for longer than this when a person chooses a store: it has got ready (`warmUp.ts`). */
const UP_FOR_MS = 1200;

/**
 * Opens a log with the built worker in a thread, as the browser host and the command line do. `cache` is the folder of
 * kept indexes; without one the index is kept in a folder that is removed again, or not at all where `keep` is false.
 */
export async function openThroughWorker({
  path,
  cache,
  keep = true,
}: {
  readonly path: string;
  readonly cache?: string;
  readonly keep?: boolean;
}): Promise<WorkerOpening> {
  const folder = cache ?? mkdtempSync(join(tmpdir(), 'eventloupe-kept-'));
  process.env.EVENTLOUPE_CACHE = folder;
  const worker = createNodeWorker(placesFrom(built).worker, (error) => console.error(error));
  try {
    const grant = grantOf(path);
    await worker.grant(grant);
    const client = createClient(worker.connect());
    await wait(UP_FOR_MS);
    const begun = performance.now();
    const { events, fromKeptIndex } = await client.call('store.open', { ref: grant.ref, cache: keep });
    const sinceBegun = (): number => performance.now() - begun;
    const ms = sinceBegun();
    const [timelineMs, eventsMs] = await Promise.all([
      client.call('timeline.buckets', wholeLog).then(sinceBegun),
      client.call('events.page', { query: '', offset: 0, limit: 50 }).then(sinceBegun),
    ]);
    // The index is kept behind everybody's back, and the next opening is to find it.
    if (keep) await keptIn(folder);
    return { ms, events, fromKeptIndex, timelineMs, eventsMs, peakRss: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await worker.close();
    if (cache === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
