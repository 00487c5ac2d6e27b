import { spawnSync } from 'node:child_process';

/** First line of what a command says of its version; `null` where it is not installed. */
export function commandVersion(command: string): string | null {
  const { error, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return error ? null : stdout.split('\n')[0]!.split(' ').slice(0, 4).join(' ').trim() || command;
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
