import { join } from 'node:path';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

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
