import { open } from 'node:fs/promises';

type Operation = (...args: unknown[]) => unknown;

/**
 * From `begin` on, counts what this process does to files that it writes, and ends the process at operation `killAt`
 * as if it were killed (never for 0).
 */
export async function dyingWriter(killAt: number): Promise<{ begin(): void; operations(): number }> {
  const own = await open(import.meta.filename, 'r');
  const handles = Object.getPrototypeOf(own) as Record<'write' | 'sync' | 'close', Operation>;
  await own.close();
  let operations = 0;
  return {
    begin() {
      for (const name of ['write', 'sync', 'close'] as const) {
        const real = handles[name];
        handles[name] = function (this: unknown, ...args) {
          operations++;
          // SIGKILL: no handler, no clean-up, nothing flushed.
          if (operations === killAt) process.kill(process.pid, 'SIGKILL');
          return real.apply(this, args);
        };
      }
    },
    operations: () => operations,
  };
}
