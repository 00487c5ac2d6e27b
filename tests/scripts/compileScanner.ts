import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// Compiles the line scanner to WebAssembly, if its sources have changed: a module with the code as text, so that the
// bundler, Node and the tests take it like any other. Prints nothing on standard output.

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'electron/worker/formats/lines');
const sources = join(folder, 'assembly');
const target = join(folder, 'scannerCode.ts');

/** Brings `scannerCode.ts` up to date. Throws with the compiler's messages when the sources are wrong. */
export function compileScanner(): void {
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  hash.update(readFileSync(import.meta.filename));
  const stamp = `// ${hash.digest('hex')}`;
  if (madeFrom() === stamp) return;

  // Several commands may do this at once: each into files of its own, the result in one step.
  const temporary = `${target}.${process.pid}`;
  const code = `${temporary}.wasm`;
  try {
    const options = ['--outFile', code, '-O3', '--noAssert', '--runtime', 'minimal', '--enable', 'simd'];
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    const { status, stderr } = spawnSync(process.execPath, [compiler, join(sources, 'index.ts'), ...options], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The line scanner does not compile.\n${stderr}`);
    writeFileSync(temporary, moduleText(stamp, readFileSync(code)));
    renameSync(temporary, target);
  } finally {
    rmSync(code, { force: true });
  }
}

const moduleText = (stamp: string, code: Buffer): string =>
  `${stamp}\n// Made from assembly/ by \`npm run build\`; not kept in git.\nexport const scannerCode =\n  '${code.toString('base64')}';\n`;

function madeFrom(): string | null {
  try {
    return readFileSync(target, 'utf8').split('\n', 1)[0]!;
  } catch {
    return null; // Not made yet.
  }
}
