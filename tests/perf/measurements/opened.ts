import { createBreathe } from '../../../electron/worker/breathe.ts';
import type { ScanContext } from '../../../electron/worker/formats/format.ts';
import type { ScanThreads } from '../../../electron/worker/formats/lines/scanThreads.ts';
import type { KeptIndexes } from '../../../electron/worker/keptIndex/keptIndexes.ts';
import { OpenedLog } from '../../../electron/worker/openedLog.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';

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
