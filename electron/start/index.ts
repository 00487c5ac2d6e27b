import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { hasDisplay } from '../headless/browser/openInBrowser.ts';
import { runServe } from '../headless/commands/serve.ts';
import { parseOptions } from '../headless/options.ts';
import { createOutput, failureText } from '../headless/output.ts';
import { placesFrom } from '../headless/places.ts';
import { electronBinary, findElectronPackage, installElectron } from './electronBinary.ts';

// `npm start`: the desktop window where it can be had, else the browser, saying why in one line.

const root = resolve(import.meta.dirname, '../..');

/** Electron's executable, or the reason why it has to be the browser. */
function chooseFront(wantsBrowser: boolean): { binary: string } | { why: string } {
  if (wantsBrowser) return { why: 'as asked' };
  const found = findElectronPackage(root);
  if (!found) return { why: 'the electron package is not installed' };
  const there = electronBinary(found);
  if (!hasDisplay() && !process.env.ELECTRON_OVERRIDE_DIST_PATH) return { why: 'there is no display' };
  if (there) return { binary: there };
  process.stderr.write('Fetching Electron, once …\n');
  installElectron(found);
  const binary = electronBinary(found);
  return binary ? { binary } : { why: "Electron's binary could not be downloaded (later: npx install-electron)" };
}

async function main(args: readonly string[]): Promise<number> {
  const output = createOutput(false);
  try {
    const { stores, options } = parseOptions(args, ['browser', 'port', 'no-open']);
    for (const store of stores) {
      if (!existsSync(store)) throw new InspectorError('not-found', `There is no file "${store}".`);
    }
    const front = chooseFront(options.has('browser') || options.has('port') || options.has('no-open'));
    if ('binary' in front) return await runDesktop(front.binary, stores);
    output.note(`Starting in the browser: ${front.why}.`);
    return await runServe({ stores, options, output, places: placesFrom(import.meta.dirname) });
  } catch (error) {
    process.stderr.write(failureText(error, false));
    return 2;
  }
}

/** Root in a container or virtual machine cannot have Chromium's sandbox; everybody else gets it. */
const sandboxSwitch = (): string[] =>
  process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

function runDesktop(binary: string, stores: readonly string[]): Promise<number> {
  const paths = stores.map((store) => resolve(store));
  const child = spawn(binary, [...sandboxSwitch(), root, ...paths], { stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 0));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  });
}

process.exitCode = await main(process.argv.slice(2));
