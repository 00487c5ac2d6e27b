import { spawn } from 'node:child_process';
import type { CliCommand } from '../command.ts';

export const open: CliCommand = {
  name: 'open',
  summary: 'the app: a desktop window, or the browser where there can be none',
  takes: '[store]',
  options: ['browser'],
  examples: [
    ['open bank.jsonl', 'shows it'],
    ['open', 'shows the samples'],
  ],
  run: ({ stores, options, places }) => {
    const args = [places.start, ...(options.has('browser') ? ['--browser'] : []), ...stores];
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    // Signals from the terminal reach the child as well; it decides when to end.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 0));
    });
  },
};
