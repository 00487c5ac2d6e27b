import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../builders/scratch.ts';

const scratch = scratchFolder();
const MIB = 1024 * 1024;

it.runIf(process.platform === 'linux')(
  'opening and closing 50 times leaves nothing behind: under 4 MiB of heap and of buffers, 10 MiB of resident memory, no open file',
  () => {
    const lines = Array.from({ length: 50_000 }, (_, n) =>
      JSON.stringify({
        stream: `account-${n % 2000}`,
        type: n % 2 ? 'Paid' : 'Opened',
        time: new Date(n * 1000).toISOString(),
        data: { n },
      }),
    );
    const path = scratch.write('many.jsonl', `${lines.join('\n')}\n`);
    const program = join(import.meta.dirname, '../perf/openAndClose.ts');
    // Left to itself V8 doubles its young generation twice over some 70 openings, and glibc spreads over an arena for
    // each thread: resident memory climbs by 30 to 40 MiB, then stays. With both held still, a climb is ours.
    const printed = execFileSync(
      process.execPath,
      ['--expose-gc', '--min-semi-space-size=8', '--max-semi-space-size=8', program, path, '50'],
      { encoding: 'utf8', env: { ...process.env, MALLOC_ARENA_MAX: '1' } },
    );
    const seen = JSON.parse(printed) as Record<'rss' | 'heapUsed' | 'arrayBuffers' | 'files', number>[];
    // The floor of ten turns: a collection may still owe the buffers of the turn before.
    const floor = (from: number, of: 'rss' | 'heapUsed' | 'arrayBuffers' | 'files'): number =>
      Math.min(...seen.slice(from, from + 10).map((turn) => turn[of]));
    const growth = (of: 'rss' | 'heapUsed' | 'arrayBuffers' | 'files'): number => floor(40, of) - floor(10, of);
    expect(growth('files')).toBe(0);
    expect(growth('heapUsed')).toBeLessThan(4 * MIB);
    expect(growth('arrayBuffers')).toBeLessThan(4 * MIB);
    expect(growth('rss')).toBeLessThan(10 * MIB);
  },
  180_000,
);
