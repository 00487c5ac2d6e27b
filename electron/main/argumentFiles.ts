import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The stores among a command line: existing files that follow the application's own path. Chromium and tools add
 * switches of their own, in any order.
 */
export function argumentFiles(argv: readonly string[], folder: string, appPath: string): string[] {
  const own = argv.findIndex((argument, i) => i > 0 && resolve(folder, argument) === appPath);
  return argv
    .slice(Math.max(1, own + 1))
    .filter((argument) => !argument.startsWith('-'))
    .map((argument) => resolve(folder, argument))
    .filter((path) => existsSync(path));
}
