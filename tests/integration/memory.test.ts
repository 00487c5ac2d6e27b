import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../builders/scratch.ts';

const scratch = scratchFolder();
const MIB = 1024 * 1024;

it.runIf(process.platform === 'linux')(
  'opening and closing 50 times leaves nothing behind: under 4 MiB of heap and of buffers, no open file',
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
    const printed = execFileSync(process.execPath, ['--expose-gc', program, path, '50'], { encoding: 'utf8' });
    const seen = JSON.parse(printed) as { heapUsed: number; arrayBuffers: number; files: number }[];
    // The floor of ten turns: a collection may still owe the buffers of the turn before.
    const floor = (from: number, of: 'heapUsed' | 'arrayBuffers' | 'files'): number =>
      Math.min(...seen.slice(from, from + 10).map((turn) => turn[of]));
    const growth = (of: 'heapUsed' | 'arrayBuffers' | 'files'): number => floor(40, of) - floor(10, of);
    expect(growth('files')).toBe(0);
    expect(growth('heapUsed')).toBeLessThan(4 * MIB);
    expect(growth('arrayBuffers')).toBeLessThan(4 * MIB);
  },
  180_000,
);
