import { execFileSync } from 'node:child_process';

/** What the built command line prints with `--json`. Findings end it with 1, which is no failure here. */
export function eventloupe<T>(command: string, store: string, ...options: string[]): T {
  const args = ['out/main/headless.js', command, store, ...options, '--json'];
  try {
    return JSON.parse(
      execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    ) as T;
  } catch (error) {
    const { status, stdout } = error as { status?: number; stdout?: string };
    if (status === 1 && stdout) return JSON.parse(stdout) as T;
    throw error;
  }
}
