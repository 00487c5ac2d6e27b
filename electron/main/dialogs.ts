import { dirname } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';

export interface Dialogs {
  /** The file that the person chose; `null` when they did not. Any file: what it is, its content decides. */
  chooseStore(window: BrowserWindow | undefined): Promise<string | null>;
  chooseSavePath(window: BrowserWindow, suggestedName: string): Promise<string | null>;
}

/** Native dialogs, which begin where the last one ended: Electron would begin in Downloads each time. */
export function createDialogs(): Dialogs {
  let folder: string | null = null;
  const begin = (): string => folder ?? app.getPath('documents');
  return {
    async chooseStore(window) {
      const options: Electron.OpenDialogOptions = {
        title: 'Open store',
        defaultPath: begin(),
        properties: ['openFile'],
        filters: [{ name: 'Event stores and exports', extensions: ['*'] }],
      };
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
      const path = answer.canceled ? undefined : answer.filePaths[0];
      if (path === undefined) return null;
      folder = dirname(path);
      return path;
    },
    async chooseSavePath(window, suggestedName) {
      const answer = await dialog.showSaveDialog(window, {
        title: 'Save',
        defaultPath: `${begin()}/${suggestedName}`,
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      });
      if (answer.canceled || !answer.filePath) return null;
      folder = dirname(answer.filePath);
      return answer.filePath;
    },
  };
}
