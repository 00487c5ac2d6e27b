import { app, BrowserWindow, type Session, session, shell, type WebContents } from 'electron';
import type { StoreEntry } from '../../shared/host.ts';
import { tellPage } from './ipc.ts';
import { createWorkerProcess, type WorkerProcess } from './workerProcess.ts';

/** A window and what belongs to it: its own worker, and the store it shows. */
export interface WindowState {
  readonly window: BrowserWindow;
  readonly worker: WorkerProcess;
  /** What the page is to open when it starts; `null` for the gallery. */
  initial: StoreEntry | null;
  /** Path of the store on show; `null` while there is none. */
  store: string | null;
  /** Whether the page has asked for its first store, and so listens to messages. */
  pageRuns: boolean;
}

export interface WindowPlaces {
  readonly preload: string;
  readonly worker: string;
  /** The page's address: our own scheme, or the development server's. */
  readonly pageUrl: string;
}

export interface Windows {
  create(initial: StoreEntry | null): WindowState;
  of(contents: WebContents): WindowState | undefined;
  all(): WindowState[];
  /** The window in front; otherwise any. */
  current(): WindowState | undefined;
}

export function createWindows(places: WindowPlaces): Windows {
  const states = new Map<number, WindowState>();

  const create = (initial: StoreEntry | null): WindowState => {
    const window = new BrowserWindow({
      width: 1360,
      height: 880,
      minWidth: 1024,
      minHeight: 700,
      show: false,
      title: 'Eventloupe',
      webPreferences: { preload: places.preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
    });
    const { webContents } = window;
    const { id } = webContents;
    const worker = createWorkerProcess(places.worker, () => tellPage(webContents, 'worker.lost', null));
    const state: WindowState = { window, worker, initial, store: null, pageRuns: false };
    states.set(id, state);
    window.once('ready-to-show', () => window.show());
    window.once('closed', () => {
      states.delete(id);
      worker.close();
    });
    void window.loadURL(places.pageUrl);
    return state;
  };

  return {
    create,
    of: (contents) => states.get(contents.id),
    all: () => [...states.values()],
    current() {
      const focused = BrowserWindow.getFocusedWindow();
      return [...states.values()].find(({ window }) => window === focused) ?? [...states.values()][0];
    },
  };
}

/** No window leaves the page, opens another or embeds one; links to the web go to the system's browser. */
export function guardNavigation(pageOrigins: readonly string[]): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      if (new URL(url).protocol === 'https:') void shell.openExternal(url);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event, url) => {
      if (!pageOrigins.some((origin) => url.startsWith(`${origin}/`))) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** The page needs one permission, to copy; Electron would grant all of them. */
export function guardPermissions(guarded: Session = session.defaultSession): void {
  guarded.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === 'clipboard-sanitized-write'),
  );
  guarded.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
}
