import { type DesktopBridge, type Outcome, PORT_DELIVERY } from '../../shared/desktop.ts';
import type { Host } from '../../shared/host.ts';
import { fromWire, InspectorError } from '../../shared/protocol/errors.ts';
import type { Port } from '../../shared/protocol/port.ts';
import { storeFiles } from './storeFiles.ts';

/** The desktop app, through the bridge that its preload left in the page. */
export function createElectronHost(bridge: DesktopBridge): Host {
  const lostListeners = new Set<() => void>();
  bridge.onWorkerLost(() => {
    for (const listener of [...lostListeners]) listener();
  });

  return {
    kind: 'electron',
    initialStore: async () => unwrap(await bridge.initialStore()),
    samples: async () => unwrap(await bridge.samples()),
    recents: async () => unwrap(await bridge.recents()),
    clearRecents: async () => void unwrap(await bridge.clearRecents()),
    pickStore: async (what) => unwrap(await bridge.pickStore(what)),
    async adoptFiles(files, onProgress) {
      const stores = storeFiles(files as readonly File[]);
      if (stores.length === 0) throw new InspectorError('not-found', 'What was dropped holds no file.');
      const entry = unwrap(await bridge.adoptFiles(stores));
      onProgress(1);
      return entry;
    },
    saveFile: async (name, mimeType, text, beside) =>
      unwrap(await bridge.saveFile(name, mimeType, text, beside ?? false)),
    connect: () =>
      new Promise((resolve) => {
        const receive = (event: MessageEvent): void => {
          const port = event.ports[0];
          if (event.source !== window || event.data !== PORT_DELIVERY || !port) return;
          removeEventListener('message', receive);
          resolve(domPort(port, lostListeners));
        };
        addEventListener('message', receive);
        bridge.requestPort();
      }),
    onOpenStore: (listener) => bridge.onOpenStore(listener),
    onCommand: (listener) => bridge.onCommand(listener),
    storeOpened(store) {
      document.title = store ? `${store.name} – Eventloupe` : 'Eventloupe';
      void bridge.storeOpened(store?.ref ?? null);
    },
  };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw fromWire(outcome.error);
  return outcome.ok;
}

/** A port of the page. It closes by itself when the worker goes, and by main's word where that does not show. */
function domPort(port: MessagePort, lostListeners: Set<() => void>): Port {
  const closeListeners: (() => void)[] = [];
  let open = true;
  const closed = (): void => {
    if (!open) return;
    open = false;
    lostListeners.delete(closed);
    for (const listener of closeListeners) listener();
  };
  lostListeners.add(closed);
  port.addEventListener('close', closed);
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => void closeListeners.push(listener),
    close() {
      port.close();
      closed();
    },
  };
}
