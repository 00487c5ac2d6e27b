import { spawn } from 'node:child_process';

/** Whether this computer can show a window to the person who started us. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

/** Shows `url` in the system's browser. Where that cannot be, the printed address is enough. */
export function openInBrowser(url: string, note: (text: string) => void): void {
  if (!hasDisplay()) return;
  const [command, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => note('No browser could be started: open the address above.'));
  child.unref();
}
