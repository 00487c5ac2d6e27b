import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// Compiles the scanners to WebAssembly, if their sources have changed: modules with the code as text, so that the
// bundler, Node and the tests take them like any other. Prints nothing on standard output.

const root = resolve(import.meta.dirname, '../..');
const formats = join(root, 'electron/worker/formats');

/** Where the sources are, and the name of what is made of them beside that folder. */
const scanners = [
  { sources: join(formats, 'lines/assembly'), name: 'scannerCode' },
  { sources: join(formats, 'sqlite/assembly'), name: 'rowScannerCode' },
];

/** Brings the code of both scanners up to date. Throws with the compiler's messages when the sources are wrong. */
export function compileScanners(): void {
  // Each is made anew when the sources of any have changed: they share some.
  const hash = createHash('sha256');
  for (const { sources } of scanners) {
    for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  }
  hash.update(readFileSync(import.meta.filename));
  const stamp = `// ${hash.digest('hex')}`;
  for (const { sources, name } of scanners) compile(sources, name, stamp);
}

function compile(sources: string, name: string, stamp: string): void {
  const target = join(sources, '..', `${name}.ts`);
  if (madeFrom(target) === stamp) return;

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
    if (status !== 0) throw new Error(`The scanner in ${sources} does not compile.\n${stderr}`);
    writeFileSync(temporary, moduleText(stamp, name, readFileSync(code)));
    renameSync(temporary, target);
  } finally {
    rmSync(code, { force: true });
  }
}

const moduleText = (stamp: string, name: string, code: Buffer): string =>
  `${stamp}\n// Made from assembly/ by \`npm run build\`; not kept in git.\nexport const ${name} =\n  '${code.toString('base64')}';\n`;

function madeFrom(target: string): string | null {
  try {
    return readFileSync(target, 'utf8').split('\n', 1)[0]!;
  } catch {
    return null; // Not made yet.
  }
}
