import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** The two faces of the first screen are fetched beside its code: faces that come later move every word. */
const preloadFaces = (): Plugin => ({
  name: 'preload-faces',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((name) => /-latin-wght-normal-.*\.woff2$/.test(name))
        .map((name) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `./${name}` },
          injectTo: 'head',
        })),
  },
});

/** Only what stays in package.json "dependencies" is external in main; everything else is bundled. */
export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('electron/main/index.ts'),
          worker: at('electron/worker/index.ts'),
          scanThread: at('electron/worker/formats/lines/threads/scanThread.ts'),
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
    plugins: [react(), preloadFaces()],
    build: {
      minify: true,
      sourcemap: true,
      assetsInlineLimit: 0, // The Content-Security-Policy allows no data: fonts.
      rolldownOptions: {
        input: { index: at('renderer/index.html') },
        // What the first screen needs is one file, whatever parts share of it with those that come later.
        output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] } },
      },
    },
  },
});
