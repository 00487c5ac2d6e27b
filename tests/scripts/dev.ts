import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { startBrowserHost } from '../../electron/headless/browser/browserHost.ts';
import { grantHostStores } from '../../electron/headless/browser/hostStores.ts';
import { createNodeWorker } from '../../electron/headless/nodeWorker.ts';
import { electronBinary, findElectronPackage } from '../../electron/start/electronBinary.ts';

// `npm run dev [store]`: the app, reloading on change. With Electron (or what ELECTRON_OVERRIDE_DIST_PATH or
// ELECTRON_EXEC_PATH names) the desktop window; otherwise the page in a browser, over the worker's sources.

const root = resolve(import.meta.dirname, '../..');
const stores = process.argv.slice(2);

function desktop(binary: string): void {
  const bin = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const child = spawn(process.execPath, [bin, 'dev', '--watch', '--', ...stores.map((store) => resolve(store))], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ELECTRON_EXEC_PATH: binary },
  });
  child.on('exit', (code) => process.exit(code ?? 0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
}

async function inBrowser(): Promise<void> {
  const worker = createNodeWorker(pathToFileURL(join(root, 'electron/worker/index.ts')), (error) =>
    console.error(error),
  );
  let pageOrigin = '';
  const host = await startBrowserHost({
    pageFolder: join(root, 'out/renderer'),
    worker,
    stores: await grantHostStores(worker, stores, join(root, 'resources/samples')),
    port: 0,
    pageOrigin: () => pageOrigin,
  });
  const page = await createServer({
    configFile: false,
    root: join(root, 'renderer'),
    plugins: [react()],
    server: {
      host: '127.0.0.1',
      proxy: { '^/host/': { target: `http://127.0.0.1:${host.port}`, changeOrigin: true, ws: true } },
    },
  });
  await page.listen();
  const pageUrl = page.resolvedUrls!.local[0]!;
  pageOrigin = new URL(pageUrl).origin;
  console.log(`Eventloupe is at ${pageUrl}#token=${host.token}\nIt reloads on change. Ctrl-C ends it.`);
  // A changed worker is started anew from its sources; the page reconnects and shows the same store again.
  let pending: NodeJS.Timeout | undefined;
  for (const folder of ['electron/worker', 'shared']) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(pending);
      pending = setTimeout(() => void worker.close().then(() => page.ws.send({ type: 'full-reload' })), 200);
    });
  }
  const end = async (): Promise<void> => {
    await page.close();
    await host.close();
    await worker.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
}

const electron = findElectronPackage(root);
const binary = process.env.ELECTRON_EXEC_PATH ?? (electron && electronBinary(electron));
if (binary) desktop(binary);
else await inBrowser();
