import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { type Command, commands } from '../../shared/commands.ts';
import type { PickedKind } from '../../shared/host.ts';
import { refOf } from '../paths/storeEntry.ts';
import type { Recent } from './recents.ts';

export interface MenuActions {
  open(what: PickedKind): void;
  openPath(path: string): void;
  clearRecents(): void;
  /** Hands a command to the page in front. */
  command(id: string): void;
}

/**
 * The native menu, made from the list of commands. Only keys with Ctrl or Cmd become accelerators: a single letter
 * would be taken away from text fields.
 */
export function showMenu(recents: readonly Recent[], actions: MenuActions): void {
  const items = (group: Command['group']): MenuItemConstructorOptions[] =>
    commands
      .filter((command) => command.group === group)
      .map(({ id, title, keys }) => ({
        id,
        label: title,
        accelerator: acceleratorOf(keys),
        click: () => {
          if (id === 'store.open') actions.open('file');
          else if (id === 'store.openFolder') actions.open('folder');
          else actions.command(id);
        },
      }));

  const store = items('Store');
  const recent: MenuItemConstructorOptions = {
    id: 'store.recent',
    label: 'Open recent',
    enabled: recents.length > 0,
    submenu: [
      ...recents.map(({ path }) => ({
        id: `recent.${refOf(path)}`,
        label: path,
        click: () => actions.openPath(path),
      })),
      { type: 'separator' },
      { id: 'store.clearRecent', label: 'Clear list', click: () => actions.clearRecents() },
    ],
  };
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      {
        label: 'File',
        submenu: [...store.slice(0, 2), recent, ...store.slice(2), separator, { role: isMac ? 'close' : 'quit' }],
      },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          ...items('View'),
          separator,
          { role: 'reload' },
          { role: 'toggleDevTools' },
          { role: 'togglefullscreen' },
        ],
      },
      { label: 'State', submenu: items('State') },
      { label: 'Playhead', submenu: items('Playhead') },
      { label: 'Timeline', submenu: items('Timeline') },
      { label: 'Find', submenu: items('Find') },
      { role: 'windowMenu' },
      {
        role: 'help',
        submenu: [...items('Help'), { id: 'help.version', label: `Eventloupe ${app.getVersion()}`, enabled: false }],
      },
    ]),
  );
}

function acceleratorOf(keys: readonly string[]): string | undefined {
  const key = keys.find((text) => text.startsWith('Mod+'));
  if (key === undefined) return undefined;
  return key
    .split('+')
    .map((part) => (part === 'Mod' ? 'CmdOrCtrl' : part.length === 1 ? part.toUpperCase() : part))
    .join('+');
}
