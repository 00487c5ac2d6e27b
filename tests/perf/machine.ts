import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { hostsHere } from '../scripts/hostsHere.ts';
import { commandVersion } from './commands.ts';
import { duckDbVersion } from './duckdb.ts';
import { hasEmmett } from './emmett.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
}

export const thisMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  system: `${platform()} ${arch()}`,
  node: process.version,
});

/** How many processes wanted to run over the last minute; above the number of cores the figures are noisy. */
export const load = (): number => Math.round(loadavg()[0]! * 10) / 10;

/** Peers that a whole run measures against, with their versions; `null` for one that is not installed. */
export async function findPeers(): Promise<
  Record<'duckDb' | 'jq' | 'lnav' | 'sqlite3' | 'grep' | 'emmett' | 'chromium', string | null>
> {
  const { chromium } = hostsHere();
  return {
    duckDb: await duckDbVersion(),
    jq: commandVersion('jq'),
    lnav: commandVersion('lnav'),
    sqlite3: commandVersion('sqlite3'),
    grep: commandVersion('grep'),
    emmett: (await hasEmmett()) ? 'installed' : null,
    chromium: chromium === null ? null : commandVersion(chromium),
  };
}
