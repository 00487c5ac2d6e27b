import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder } from '../../../../../electron/worker/keptIndex/cacheFolder.ts';

it.each([
  ['linux', {}, join('/home/ann', '.cache', 'eventloupe')],
  ['linux', { XDG_CACHE_HOME: '/var/ann' }, join('/var/ann', 'eventloupe')],
  ['linux', { XDG_CACHE_HOME: '' }, join('/home/ann', '.cache', 'eventloupe')],
  ['darwin', { XDG_CACHE_HOME: '/var/ann' }, join('/home/ann', 'Library', 'Caches', 'eventloupe')],
  ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'eventloupe', 'Cache')],
  ['win32', {}, join('/home/ann', 'AppData', 'Local', 'eventloupe', 'Cache')],
  ['darwin', { EVENTLOUPE_CACHE: '/elsewhere' }, '/elsewhere'],
] as const)('on %s with %o is %s', (platform, env, folder) => {
  expect(cacheFolder({ platform, env, home: '/home/ann' })).toBe(folder);
});
