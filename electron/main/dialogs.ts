import { basename, dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { PickedKind } from '../../shared/host.ts';

export interface Dialogs {
  /**
   * The file or folder that the person chose; `null` when they did not. Any file: what it is, its content decides. Two
   * dialogs, since Windows and Linux have none for both.
   */
  chooseStore(window: BrowserWindow | undefined, what: PickedKind): Promise<string | null>;
  /** `begin`: the folder to begin in, instead of that of the last dialog. */
  chooseSavePath(window: BrowserWindow, suggestedName: string, begin: string | null): Promise<string | null>;
}

/** Native dialogs, which begin where the last one ended: Electron would begin in Downloads each time. */
export function createDialogs(): Dialogs {
  let folder: string | null = null;
  const begin = (): string => folder ?? app.getPath('documents');
  return {
    async chooseStore(window, what) {
      const options: Electron.OpenDialogOptions = {
        title: what === 'folder' ? 'Open folder' : 'Open store',
        defaultPath: begin(),
        properties: what === 'folder' ? ['openDirectory'] : ['openFile'],
        ...(what === 'file' && { filters: [{ name: 'Event stores and exports', extensions: ['*'] }] }),
      };
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
      const path = answer.canceled ? undefined : answer.filePaths[0];
      if (path === undefined) return null;
      folder = dirname(path);
      return path;
    },
    async chooseSavePath(window, suggestedName, beginIn) {
      const answer = await dialog.showSaveDialog(window, {
        title: 'Save',
        defaultPath: join(beginIn ?? begin(), basename(suggestedName)),
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      });
      if (answer.canceled || !answer.filePath) return null;
      folder = dirname(answer.filePath);
      return answer.filePath;
    },
  };
}
