import { existsSync } from 'node:fs';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { startBrowserHost } from '../browser/browserHost.ts';
import { grantHostStores } from '../browser/hostStores.ts';
import { openInBrowser } from '../browser/openInBrowser.ts';
import type { CliCommand, CommandContext } from '../command.ts';
import { mappingOf } from '../mappingFile.ts';
import { createNodeWorker } from '../nodeWorker.ts';

export const serve: CliCommand = {
  name: 'serve',
  summary: 'show the app in a browser, on this computer only',
  takes: '[store]',
  options: ['port', 'no-open', 'mapping'],
  examples: [
    ['serve orders.sqlite', 'opens it in the browser'],
    ['serve --port 0 --no-open', 'prints the one address to open; the samples are there'],
  ],
  notes: [
    'It listens on 127.0.0.1 behind a random token and opens only the stores named here, the samples, and',
    'what is dropped on the page. On a server, forward the port: ssh -L 8080:127.0.0.1:8080 server',
  ],
  run: runServe,
};

/** Serves until it is told to stop. Answers 0 then. */
export async function runServe({ stores, options, output, places }: CommandContext): Promise<number> {
  for (const path of stores) {
    if (!existsSync(path)) throw new InspectorError('not-found', `There is no file "${path}".`);
  }
  if (!existsSync(`${places.pageFolder}/index.html`)) {
    throw new InspectorError('not-found', 'The page is not built yet.', { advice: 'Run: npm run build' });
  }
  const port = options.count('port', 0);
  if (port > 65_535) throw new InspectorError('bad-request', `--port takes a number up to 65535, not ${port}.`);
  const worker = createNodeWorker(places.worker, (error) => output.note(`The worker has ended: ${error.message}`));
  try {
    const granted = await grantHostStores(worker, stores, places.samples, await mappingOf(options));
    const host = await startBrowserHost({ pageFolder: places.pageFolder, worker, stores: granted, port });
    if (output.json) output.document({ url: host.url, port: host.port });
    else output.lines([`Eventloupe is at ${host.url}`]);
    if (process.stderr.isTTY) output.note('Ctrl-C ends it.');
    if (!options.has('no-open')) openInBrowser(host.url, output.note);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    });
    await host.close();
  } finally {
    // Else the worker's thread would keep the process alive.
    await worker.close();
  }
  return 0;
}
