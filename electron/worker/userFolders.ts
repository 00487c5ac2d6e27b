import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/** The machine that this process runs on, as the user of this process. */
export const thisMachine = (): Machine => ({ platform: process.platform, env: process.env, home: homedir() });

/**
 * Where kept indexes lie: `EVENTLOUPE_CACHE` if it is set, else a folder of ours in the one that the platform has for
 * what can be made again. Nothing is created here.
 */
export function cacheFolder({ platform, env, home }: Machine): string {
  if (env.EVENTLOUPE_CACHE) return env.EVENTLOUPE_CACHE;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'eventloupe');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'eventloupe', 'Cache');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'eventloupe');
}

/**
 * Where side files lie: `EVENTLOUPE_DATA` if it is set, else a folder of ours in the one that the platform has for what
 * a person has made. Nothing is created here.
 */
export function dataFolder({ platform, env, home }: Machine): string {
  if (env.EVENTLOUPE_DATA) return env.EVENTLOUPE_DATA;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'eventloupe', 'Stores');
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'eventloupe', 'Stores');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'eventloupe');
}
