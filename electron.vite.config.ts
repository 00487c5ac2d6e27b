import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Only what stays in package.json "dependencies" is external in main; everything else is bundled. */
export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('electron/main/index.ts'),
          worker: at('electron/worker/index.ts'),
          scanThread: at('electron/worker/formats/lines/scanThread.ts'),
          quickCheckThread: at('electron/worker/formats/sqlite/quickCheckThread.ts'),
          headless: at('electron/headless/index.ts'),
          start: at('electron/start/index.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('electron/preload/index.ts') },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      minify: true,
      sourcemap: true,
      assetsInlineLimit: 0, // The Content-Security-Policy allows no data: fonts.
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
