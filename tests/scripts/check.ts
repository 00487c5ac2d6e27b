import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { compileScanners } from './compileScanners.ts';

// `npm run check`: everything that can be said about the code without running the app. Each part that fails names the
// command that fixes or explains it.

const root = resolve(import.meta.dirname, '../..');

const parts: readonly { name: string; run: readonly string[]; fix: string }[] = [
  { name: 'types', run: ['tsc', '-b'], fix: 'npx tsc -b shows the same; mend the types' },
  {
    name: 'lint',
    run: ['biome', 'lint', '--error-on-warnings', '.'],
    fix: 'npx biome lint --write . mends what can be mended by itself',
  },
  { name: 'format', run: ['biome', 'check', '--linter-enabled=false', '.'], fix: 'npm run format' },
  {
    name: 'layers',
    run: ['vitest', 'run', 'tests/unit/layers.test.ts'],
    fix: 'move the import to where the table in tests/unit/layers.test.ts allows it',
  },
  { name: 'unused code', run: ['knip', '--no-progress'], fix: 'delete what is named, or use it' },
];

compileScanners();
let failed = 0;
for (const { name, run, fix } of parts) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', ...run], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (status === 0) console.log(`✓ ${name} (${seconds} s)`);
  else {
    failed++;
    console.log(`${stdout}${stderr}\n✗ ${name} (${seconds} s)\n  fix: ${fix}`);
  }
}
console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${parts.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
