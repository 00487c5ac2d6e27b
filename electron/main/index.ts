import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { app } from 'electron';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { wouldWriteTo } from '../paths/sameFile.ts';
import { readSamples } from '../paths/samples.ts';
import { argumentFiles } from './argumentFiles.ts';
import { createDialogs } from './dialogs.ts';
import { answerPage, tellPage } from './ipc.ts';
import { showMenu } from './menu.ts';
import { grantPath, openLog } from './openLog.ts';
import { PAGE_ORIGIN, PAGE_URL, registerPageScheme, servePage } from './protocol.ts';
import { createRecents } from './recents.ts';
import { createWindows, guardNavigation, guardPermissions } from './windows.ts';

// Wires the desktop app. Everything before `whenReady` must run synchronously.

const here = import.meta.dirname;
const samplesFolder = resolve(here, '../../resources/samples');
/** Set by `electron-vite dev`: the page comes from there and reloads on change. */
const devUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const trustedOrigins = devUrl === undefined ? [PAGE_ORIGIN] : [new URL(devUrl).origin];

registerPageScheme();
const files = argumentFiles(process.argv, process.cwd(), app.getAppPath());

if (app.requestSingleInstanceLock({ files })) {
  // macOS may send this before the app is ready.
  let openEarly: ((path: string) => void) | null = (path) => files.push(path);
  let openNow: (path: string) => void = () => {};
  app.on('open-file', (event, path) => {
    event.preventDefault();
    (openEarly ?? openNow)(path);
  });
  // Not awaited: Electron becomes ready only when this module has run to its end.
  void app.whenReady().then(() => {
    openNow = start();
    openEarly = null;
  });
} else app.quit();

/** Shows the first windows. Answers how to open a store from now on. */
function start(): (path: string) => void {
  const recents = createRecents(join(app.getPath('userData'), 'recents.json'));
  const dialogs = createDialogs();
  const windows = createWindows({
    preload: resolve(here, '../preload/index.cjs'),
    worker: resolve(here, 'worker.js'),
    pageUrl: devUrl ?? PAGE_URL,
  });
  const open = (path: string): void => void openLog(windows, path);

  servePage(resolve(here, '../renderer'));
  guardPermissions();
  guardNavigation(trustedOrigins);

  const refreshMenu = (): void =>
    showMenu(recents.list(), {
      open: async (what) => {
        const path = await dialogs.chooseStore(windows.current()?.window, what);
        if (path !== null) open(path);
      },
      openPath: open,
      clearRecents,
      command: (id) => {
        const state = windows.current();
        if (state) tellPage(state.window.webContents, 'command', id);
      },
    });

  function clearRecents(): null {
    recents.clear();
    app.clearRecentDocuments();
    refreshMenu();
    return null;
  }

  answerPage(
    {
      'stores.initial': async (state) => {
        state.pageRuns = true;
        const path = state.initial === null ? undefined : state.worker.grantOf(state.initial.ref)?.path;
        return path === undefined ? null : grantPath(state, path);
      },
      'stores.samples': async (state) => {
        const samples = await readSamples(samplesFolder);
        for (const { path } of samples) await grantPath(state, path);
        return samples.map(({ entry }) => entry);
      },
      'stores.recents': (state) =>
        Promise.all(recents.list().map(({ path, openedAt }) => grantPath(state, path, openedAt))),
      'stores.clearRecents': clearRecents,
      'stores.pick': async (state, what) => {
        const path = await dialogs.chooseStore(state.window, what);
        if (path === null) return null;
        if (state.store === null) return grantPath(state, path);
        open(path); // One window per store.
        return null;
      },
      'stores.adopt': (state, [first, ...others]) => grantPath(state, others.length === 0 ? first : [first, ...others]),
      'stores.opened': (state, ref) => {
        state.initial = null;
        const opened = ref === null ? null : state.worker.grantOf(ref);
        state.store = opened?.path ?? null;
        // The list has room for one path each.
        const isOne = opened?.others === undefined;
        if (state.store !== null && isOne && !state.store.startsWith(samplesFolder)) {
          recents.add(state.store, Date.now());
          app.addRecentDocument(state.store);
          refreshMenu();
        }
        return null;
      },
      'file.save': async (state, suggestedName, _mimeType, text, beside) => {
        const folder = beside && state.store !== null ? dirname(state.store) : null;
        const path = await dialogs.chooseSavePath(state.window, suggestedName, folder);
        if (path === null) return null;
        const shown = windows.all().find(({ store }) => store !== null && wouldWriteTo(store, path));
        if (shown)
          throw new InspectorError('not-allowed', `"${path}" is an open store, which is never written to.`, {
            advice: 'Choose another name.',
          });
        try {
          await writeFile(path, text);
        } catch (error) {
          throw new InspectorError('unreadable', `"${path}" cannot be written: ${(error as Error).message}`);
        }
        return basename(path);
      },
    },
    trustedOrigins,
    windows.of,
  );

  refreshMenu();
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const { files: others } = data as { files: string[] };
    for (const path of others) open(path);
    if (others.length === 0) windows.current()?.window.focus();
  });
  app.on('activate', () => {
    if (windows.all().length === 0) windows.create(null);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  if (files.length === 0) windows.create(null);
  for (const path of files) open(path);
  return open;
}
