import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TimelineRequest } from '../../shared/model/timeline.ts';
import type { ScanThreads } from './formats/lines/threads/scanThreads.ts';
import { createTempFolder } from './formats/tempFolder.ts';
import { KeptIndexes } from './keptIndex/keptIndexes.ts';
import { OpenedLog } from './openedLog.ts';
import { loadProjection } from './replay/sandbox/projectionFile.ts';
import { SandboxEngine } from './replay/sandbox/sandbox.ts';
import { timelineBuckets } from './summaries/timeline.ts';

/** A worker that is asked to open something right after its start has no time for this; nor does a page that loads. */
const AFTER_MS = 400;
/** The log is so many events, again and again. */
const BLOCK = 500;
const BLOCKS = 60;

/** After that long every change of a file shows in its times (milliseconds). */
const SETTLED_MS = 60;

const wholeLog: TimelineRequest = {
  axis: 'time',
  from: null,
  to: null,
  width: 1000,
  columnWidth: 1,
  stackBy: 'type',
  squeezeIdle: true,
  query: '',
};

/** For as long as this one lives, the engines of projections share what V8 has compiled of theirs. */
const engine = new SandboxEngine();

/**
 * Opens a small made-up log twice once nobody has wanted anything for a moment, has a scan thread wait, and loads a
 * projection: what reads lines and kept indexes and makes a timeline is compiled for speed by the time a person opens
 * theirs. Ends without an error when `signal` is aborted, or when there is nowhere to write.
 */
export async function warmUp(scanThreads: ScanThreads, signal: AbortSignal, afterMs = AFTER_MS): Promise<void> {
  try {
    await wait(afterMs, undefined, { signal, ref: false });
    scanThreads.start();
    const folder = createTempFolder();
    try {
      const path = join(folder.path, 'log');
      const block = madeUpLines();
      for (let i = 0; i < BLOCKS; i++) {
        await appendFile(path, block);
        signal.throwIfAborted();
      }
      // Of a file that has changed just now no index is kept.
      await wait(SETTLED_MS, undefined, { signal, ref: false });
      const kept = new KeptIndexes({ folder: join(folder.path, 'kept'), fewestEvents: 1 });
      for (const _opening of ['scanned', 'kept']) {
        const log = await OpenedLog.open(path, { signal, report: () => {}, scanThreads, kept });
        try {
          await log.kept;
          timelineBuckets(log.index, wholeLog, null);
        } finally {
          log.close();
        }
      }
    } finally {
      folder.dispose();
    }
    signal.throwIfAborted();
    await loadProjection('warm-up', 'fromAll().when({});', engine);
  } catch {
    // Cancelled, or no room: the first opening is slower, and nothing else is lost.
  }
}

function madeUpLines(): Buffer {
  const lines = Array.from({ length: BLOCK }, (_, i) => {
    const event = {
      globalPosition: i,
      streamId: `order-${i % 50}`,
      streamRevision: i,
      type: `Type${i % 8}`,
      schemaVersion: 1,
      recordedAt: new Date(1_700_000_000_000 + i * 1000).toISOString(),
      eventId: `${String(i).padStart(8, '0')}-0000-4000-8000-000000000000`,
      correlationId: `${String(i).padStart(8, '0')}-1111-4000-8000-000000000000`,
      data: { amount: i * 1.5, note: 'none', items: [{ sku: `S-${i}`, quantity: 1 }], paid: true, by: null },
    };
    return `${JSON.stringify(event)}\n`;
  });
  return Buffer.from(lines.join(''));
}
