import type { ScanContext } from '../../../electron/worker/formats/format.ts';
import { ScanThreads } from '../../../electron/worker/formats/lines/threads/scanThreads.ts';
import type { KeptIndexes } from '../../../electron/worker/keptIndex/keptIndexes.ts';
import { OpenedLog } from '../../../electron/worker/openedLog.ts';
import { createBreathe } from '../../../electron/worker/turns/breathe.ts';
import { warmUp } from '../../../electron/worker/warmUp.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';

/** As the app's worker does before a person has chosen a store. */
export async function getReady(): Promise<void> {
  const scanThreads = new ScanThreads();
  // Getting ready keeps no process alive.
  const alive = setInterval(() => {}, 1000);
  await warmUp(scanThreads, new AbortController().signal, 0);
  clearInterval(alive);
  await scanThreads.close();
}

/** A context as the worker makes it: it gives way to messages all the while, and has threads where some are given. */
export function workerContext(scanThreads?: ScanThreads): ScanContext {
  const { signal } = new AbortController();
  return { signal, breathe: createBreathe(signal, () => {}), scanThreads };
}

/** Opens a log as the worker does, up to the complete index. */
export async function openWhole(
  path: string,
  mapping: Mapping | null = null,
  kept: KeptIndexes | null = null,
): Promise<OpenedLog> {
  const log = await OpenedLog.open(path, { signal: new AbortController().signal, report: () => {}, mapping, kept });
  await log.whole();
  return log;
}
