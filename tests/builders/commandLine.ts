import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

/** What a command said and how it ended; -1 for a code that is none. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const entry = resolve('electron/headless/index.ts');

/** Runs the command line in `folder`, as its users do: a process with arguments, two streams and an exit code. */
export const runCommand = (folder: string, args: readonly string[]): Promise<Run> =>
  new Promise((done) => {
    execFile(process.execPath, [entry, ...args], { cwd: folder, maxBuffer: 1 << 28 }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
