import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurements } from './measure.ts';

type Settings<Name extends keyof Measurements> = Parameters<Measurements[Name]>[0];
type Answer<Name extends keyof Measurements> = Awaited<ReturnType<Measurements[Name]>>;

/** What Node has compiled of our modules is kept for the next process: two thirds of a second each. */
const compiled = join(tmpdir(), 'eventloupe-bench', 'compiled');

/** Takes one measurement in a process of its own. Throws when it fails; its error stands on standard error. */
export function measure<Name extends keyof Measurements>(name: Name, settings: Settings<Name>): Answer<Name> {
  const script = join(import.meta.dirname, 'measure.ts');
  const { status, signal, stdout } = spawnSync(process.execPath, [script, name, JSON.stringify(settings)], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`The measurement ${name} ended with ${signal ?? status}.`);
  return JSON.parse(stdout) as Answer<Name>;
}
