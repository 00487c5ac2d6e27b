import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compileScanners } from './compileScanners.ts';

// Builds the app if anything it is made of is newer than the last build. Prints nothing on standard output. Several may
// run at once: one builds, the others wait for it.

const root = resolve(import.meta.dirname, '../..');
const stamp = join(root, 'out/built');
const lock = join(root, 'node_modules/.cache/eventloupe-build.lock');
const sources = ['electron', 'shared', 'renderer', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** The newest change of a file or folder below `path`; a folder changes when something in it comes or goes. */
function newest(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), found.mtimeMs);
}

/** The stamp holds when the last complete build began. */
function isFresh(): boolean {
  let builtAt: number;
  try {
    builtAt = Number(readFileSync(stamp, 'utf8'));
  } catch {
    return false;
  }
  return sources.every((source) => newest(join(root, source)) < builtAt);
}

/** Whether this process may build now. A lock whose process is gone is taken over. */
function takeLock(): boolean {
  mkdirSync(resolve(lock, '..'), { recursive: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isRunning(Number(readLock()))) rmSync(lock, { force: true });
    return false;
  }
}

function readLock(): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return ''; // Released in this very moment.
  }
}

function isRunning(pid: number): boolean {
  if (!pid) return statSync(lock, { throwIfNoEntry: false }) !== undefined;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function build(): number {
  const began = Date.now();
  rmSync(stamp, { force: true });
  const bin = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status } = spawnSync(process.execPath, [bin, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) writeFileSync(stamp, String(began));
  return status ?? 1;
}

compileScanners();
while (!isFresh()) {
  if (!takeLock()) {
    await wait(100);
    continue;
  }
  try {
    if (!isFresh()) process.exitCode = build();
  } finally {
    rmSync(lock, { force: true });
  }
  if (process.exitCode) break;
}
