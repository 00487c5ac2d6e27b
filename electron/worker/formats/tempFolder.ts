import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../isRunning.ts';

const PREFIX = 'eventloupe-';
const HOUR_MS = 3_600_000;

/** A private folder for copies; gone after `dispose`, at the latest when the process or thread exits. */
export interface TempFolder {
  readonly path: string;
  dispose(): void;
}

/** Makes a folder that only this user can read, below the system's folder for temporary files. */
export function createTempFolder(): TempFolder {
  removeLeftovers();
  mkdirSync(tmpdir(), { recursive: true });
  const path = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 2 });
  process.once('exit', remove);
  return {
    path,
    dispose: () => {
      process.off('exit', remove);
      remove();
    },
  };
}

/** A process that was killed could not remove its copies: whoever comes next does. The name carries the process id. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^eventloupe-(\d+)-\w{6}$/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(tmpdir(), name);
    try {
      // A container that shares this folder has process ids of its own: leave what is young.
      if (Date.now() - statSync(path).mtimeMs > HOUR_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else's, or removed by somebody else meanwhile: not ours to worry about.
    }
  }
}
