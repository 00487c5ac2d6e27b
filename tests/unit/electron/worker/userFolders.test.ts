import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder, dataFolder } from '../../../../electron/worker/userFolders.ts';

it.each([
  ['linux', {}, join('/home/ann', '.cache', 'eventloupe')],
  ['linux', { XDG_CACHE_HOME: '/var/ann' }, join('/var/ann', 'eventloupe')],
  ['linux', { XDG_CACHE_HOME: '' }, join('/home/ann', '.cache', 'eventloupe')],
  ['darwin', { XDG_CACHE_HOME: '/var/ann' }, join('/home/ann', 'Library', 'Caches', 'eventloupe')],
  ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'eventloupe', 'Cache')],
  ['win32', {}, join('/home/ann', 'AppData', 'Local', 'eventloupe', 'Cache')],
  ['darwin', { EVENTLOUPE_CACHE: '/elsewhere' }, '/elsewhere'],
] as const)('what can be made again lies on %s with %o in %s', (platform, env, folder) => {
  expect(cacheFolder({ platform, env, home: '/home/ann' })).toBe(folder);
});

it.each([
  ['linux', {}, join('/home/ann', '.local', 'share', 'eventloupe')],
  ['linux', { XDG_DATA_HOME: '/var/ann' }, join('/var/ann', 'eventloupe')],
  ['darwin', {}, join('/home/ann', 'Library', 'Application Support', 'eventloupe', 'Stores')],
  ['win32', { APPDATA: '/roaming' }, join('/roaming', 'eventloupe', 'Stores')],
  ['win32', {}, join('/home/ann', 'AppData', 'Roaming', 'eventloupe', 'Stores')],
  ['linux', { EVENTLOUPE_DATA: '/elsewhere' }, '/elsewhere'],
] as const)('what a person has made lies on %s with %o in %s', (platform, env, folder) => {
  expect(dataFolder({ platform, env, home: '/home/ann' })).toBe(folder);
});
