import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  BRIDGE_NAME,
  type DesktopBridge,
  type DesktopCalls,
  type DesktopMessages,
  type Outcome,
  PORT_DELIVERY,
  PORT_REQUEST,
} from '../../shared/desktop.ts';

// The only code of ours that sees both Electron and the page. It hands out named functions, never ipcRenderer itself.

const call = <N extends keyof DesktopCalls>(
  name: N,
  ...args: DesktopCalls[N]['args']
): Promise<Outcome<DesktopCalls[N]['result']>> => ipcRenderer.invoke(name, ...args);

const listen = <N extends keyof DesktopMessages>(name: N, listener: (message: DesktopMessages[N]) => void): void => {
  ipcRenderer.on(name, (_event, message: DesktopMessages[N]) => listener(message));
};

/** Electron knows the paths behind dropped files; the page does not, and does not learn them here. */
async function adoptFiles(files: readonly unknown[]): Promise<Outcome<DesktopCalls['stores.adopt']['result']>> {
  const [first, ...others] = files.map(pathOf);
  if (first === undefined || first === '' || others.includes('')) {
    return { error: { code: 'not-found', message: 'What was dropped is not a file on this computer.' } };
  }
  return call('stores.adopt', [first, ...others]);
}

/** Empty for what has no path, or is no `File` at all. */
function pathOf(file: unknown): string {
  try {
    return webUtils.getPathForFile(file as File);
  } catch {
    return '';
  }
}

const bridge: DesktopBridge = {
  initialStore: () => call('stores.initial'),
  samples: () => call('stores.samples'),
  recents: () => call('stores.recents'),
  clearRecents: () => call('stores.clearRecents'),
  pickStore: (what) => call('stores.pick', what),
  adoptFiles,
  saveFile: (suggestedName, mimeType, text, beside) => call('file.save', suggestedName, mimeType, text, beside),
  storeOpened: (ref) => call('stores.opened', ref),
  requestPort: () => ipcRenderer.send(PORT_REQUEST),
  onOpenStore: (listener) => listen('store.open', listener),
  onCommand: (listener) => listen('command', listener),
  onWorkerLost: (listener) => listen('worker.lost', () => listener()),
};

ipcRenderer.on(PORT_DELIVERY, (event) => {
  const [port] = event.ports;
  if (port) window.postMessage(PORT_DELIVERY, location.origin, [port]);
});

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
