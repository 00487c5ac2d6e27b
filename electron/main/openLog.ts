import type { StoreEntry } from '../../shared/host.ts';
import { grantOf, storeEntry } from '../paths/storeEntry.ts';
import { tellPage } from './ipc.ts';
import type { WindowState, Windows } from './windows.ts';

/** Lets the window's worker open `path`; answers what its page may know of it. */
export async function grantPath(state: WindowState, path: string, openedAt: number | null = null): Promise<StoreEntry> {
  await state.worker.grant(grantOf(path));
  return storeEntry(path, openedAt);
}

/**
 * Every way of opening that begins outside the page ends here: argument, menu, dialog of the menu, second instance,
 * open-file. One window per store: a window that shows it comes to the front, an empty one is used, else a new one.
 */
export async function openLog(windows: Windows, path: string): Promise<void> {
  const shown = windows.all().find(({ store }) => store === path);
  if (shown) return bringToFront(shown);
  const empty = windows.all().find(({ store, initial }) => store === null && initial === null);
  if (!empty) {
    const state = windows.create(storeEntry(path));
    await state.worker.grant(grantOf(path));
    return;
  }
  const entry = storeEntry(path);
  if (empty.pageRuns) empty.store = path;
  else empty.initial = entry;
  await empty.worker.grant(grantOf(path));
  if (empty.pageRuns) tellPage(empty.window.webContents, 'store.open', entry);
  bringToFront(empty);
}

function bringToFront({ window }: WindowState): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
