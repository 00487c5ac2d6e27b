import type { StoreEntry } from '../../shared/host.ts';
import { grantOf, type StorePath, storeEntry } from '../paths/storeEntry.ts';
import { tellPage } from './ipc.ts';
import type { WindowState, Windows } from './windows.ts';

/** Lets the window's worker open `path`, or several that are one store; answers what its page may know of it. */
export async function grantPath(
  state: WindowState,
  path: StorePath,
  openedAt: number | null = null,
): Promise<StoreEntry> {
  await state.worker.grant(grantOf(path));
  return storeEntry(path, openedAt);
}

/**
 * Every way of opening that begins outside the page ends here: argument, menu, dialog of the menu, second instance,
 * open-file. One window per store: a window that shows it comes to the front, one that was told to open it is told
 * again (it may have failed), an empty one is used, else a new one.
 */
export async function openLog(windows: Windows, path: string): Promise<void> {
  const all = windows.all();
  const shown = all.find(({ store }) => store === path);
  if (shown) return bringToFront(shown);
  const entry = storeEntry(path);
  const told = all.find(({ initial }) => initial?.ref === entry.ref);
  const taken = told ?? all.find(({ store, initial }) => store === null && initial === null);
  if (!taken) {
    await windows.create(entry).worker.grant(grantOf(path));
    return;
  }
  // Until the page says what it shows, this is what keeps the window for this store.
  taken.initial = entry;
  // A page that begins meanwhile asks for it.
  const { pageRuns } = taken;
  await taken.worker.grant(grantOf(path));
  if (pageRuns) tellPage(taken.window.webContents, 'store.open', entry);
  bringToFront(taken);
}

function bringToFront({ window }: WindowState): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
