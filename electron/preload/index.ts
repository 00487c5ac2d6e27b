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

/** Electron knows the path behind a chosen or dropped file; the page does not, and does not learn it here. */
async function adoptFile(file: unknown): Promise<Outcome<DesktopCalls['stores.adopt']['result']>> {
  let path = '';
  try {
    path = webUtils.getPathForFile(file as File);
  } catch {
    // Not a File at all: the same answer as for one without a path.
  }
  if (path === '') {
    return { error: { code: 'not-found', message: 'What was dropped is not a file on this computer.' } };
  }
  return call('stores.adopt', path);
}

const bridge: DesktopBridge = {
  initialStore: () => call('stores.initial'),
  samples: () => call('stores.samples'),
  recents: () => call('stores.recents'),
  clearRecents: () => call('stores.clearRecents'),
  pickStore: () => call('stores.pick'),
  adoptFile,
  saveFile: (suggestedName, mimeType, text) => call('file.save', suggestedName, mimeType, text),
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
