import { BRIDGE_NAME, type DesktopBridge } from '../../shared/desktop.ts';
import type { Host } from '../../shared/host.ts';
import { createBrowserHost } from './browserHost.ts';
import { createElectronHost } from './electronHost.ts';

/** The desktop app's preload leaves a bridge in the page; without one, a browser host carries it. */
export function chooseHost(): Host {
  const bridge = (globalThis as Record<string, unknown>)[BRIDGE_NAME] as DesktopBridge | undefined;
  return bridge ? createElectronHost(bridge) : createBrowserHost();
}
