import { spawnSync } from 'node:child_process';

/** A command's version; `null` where it is not installed. */
export function commandVersion(command: string): string | null {
  const { error, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return error ? null : (/\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'of unknown version');
}

/** Milliseconds that a command takes, its output thrown away. Throws when it fails. */
export function timeCommand(command: string, args: readonly string[]): number {
  const begun = performance.now();
  const { status, error, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const ms = performance.now() - begun;
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return ms;
}

/** What a command prints, as a number, and the milliseconds it took. */
export function timeCount(command: string, args: readonly string[]): { ms: number; count: number } {
  const begun = performance.now();
  const { status, error, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  const ms = performance.now() - begun;
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}.`);
  return { ms, count: Number(stdout) };
}
