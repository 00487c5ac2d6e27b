import type { SampleEntry, StoreEntry } from '../../../shared/host.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import { readSamples } from '../../paths/samples.ts';
import { grantOf, storeEntry } from '../../paths/storeEntry.ts';
import type { NodeWorker } from '../nodeWorker.ts';

/** What the page of a browser host may open: named on the command line, bundled, or uploaded. Nothing else. */
export interface HostStores {
  readonly initial: StoreEntry | null;
  readonly named: readonly StoreEntry[];
  readonly samples: readonly SampleEntry[];
}

/** `mapping` is by what the named stores are read. */
export async function grantHostStores(
  worker: NodeWorker,
  paths: readonly string[],
  samplesFolder: string,
  mapping: Mapping | null = null,
): Promise<HostStores> {
  const samples = await readSamples(samplesFolder);
  for (const path of samples.map((sample) => sample.path)) await worker.grant(grantOf(path));
  for (const path of paths) await worker.grant({ ...grantOf(path), ...(mapping && { mapping }) });
  const named = paths.map((path) => storeEntry(path));
  return { initial: named[0] ?? null, named, samples: samples.map((sample) => sample.entry) };
}
