import type { Host, SampleEntry, StoreEntry } from '../../shared/host.ts';
import { fromWire, InspectorError, type WireError } from '../../shared/protocol/errors.ts';
import type { Port } from '../../shared/protocol/port.ts';
import { storeFiles } from './storeFiles.ts';

/** Also in `electron/headless/browser/sockets.ts`. */
const PROTOCOL = 'eventloupe.v1';
const TOKEN_KEY = 'eventloupe.token';

interface HostStores {
  readonly initial: StoreEntry | null;
  readonly named: readonly StoreEntry[];
  readonly samples: readonly SampleEntry[];
}

/** The browser host on this computer's loopback address. */
export function createBrowserHost(): Host {
  const token = takeToken();
  let stores: Promise<HostStores> | null = null;
  const ask = (): Promise<HostStores> => (stores ??= fetchStores(token));

  return {
    kind: 'browser',
    initialStore: async () => (await ask()).initial,
    samples: async () => (await ask()).samples,
    recents: async () => (await ask()).named,
    clearRecents: async () => {}, // Those named on the command line stay: there is nothing to forget.
    async pickStore(what) {
      if (what === 'folder') throw noFolders('A folder');
      const files = await chooseFiles();
      return files.length === 0 ? null : uploadAll(token, files, () => {});
    },
    adoptFiles: (files, onProgress) => uploadAll(token, files as readonly File[], onProgress),
    saveFile: async (suggestedName, mimeType, text) => download(suggestedName, mimeType, text),
    connect: () => connect(token),
    onOpenStore: () => {}, // Nothing outside the page opens stores here.
    onCommand: () => {}, // A browser has no menu of ours.
    storeOpened(store) {
      document.title = store ? `${store.name} – Eventloupe` : 'Eventloupe';
    },
  };
}

/** The token from the address, which is then cleared of it; after a reload, the one kept for this tab. */
function takeToken(): string {
  const given = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (given) {
    sessionStorage.setItem(TOKEN_KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return given ?? sessionStorage.getItem(TOKEN_KEY) ?? '';
}

const gone = (): InspectorError =>
  new InspectorError('worker-lost', 'Eventloupe does not answer any more. Was its window in the terminal closed?');

const refused = (): InspectorError =>
  new InspectorError('not-allowed', 'Open the address that was printed when Eventloupe started.');

async function fetchStores(token: string): Promise<HostStores> {
  let response: Response;
  try {
    response = await fetch('/host/stores', { headers: { Authorization: `Bearer ${token}` } });
  } catch {
    throw gone();
  }
  if (response.status === 403) throw refused();
  return (await response.json()) as HostStores;
}

function connect(token: string): Promise<Port> {
  return new Promise((resolve, reject) => {
    const url = new URL('/host/socket', location.href);
    url.protocol = 'ws:';
    const socket = new WebSocket(url, [PROTOCOL, `token.${token || 'none'}`]);
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      resolve(socketPort(socket));
    });
    socket.addEventListener('close', () => {
      // The browser does not tell a script why a socket was refused: asking for the stores does.
      if (!opened) fetchStores(token).then(() => reject(gone()), reject);
    });
  });
}

function socketPort(socket: WebSocket): Port {
  return {
    post: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => socket.addEventListener('message', ({ data }) => listener(JSON.parse(String(data)))),
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
    close: () => socket.close(),
  };
}

/** The browser's file chooser. Empty when it was dismissed. */
function chooseFiles(): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true; // A database and its -wal belong together.
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/**
 * Sends the files to this computer's host, side by side into one private folder; answers the one that is the store,
 * or all.
 */
async function uploadAll(token: string, files: readonly File[], onProgress: (fraction: number) => void) {
  const stores = storeFiles(files);
  const [main] = stores;
  if (!main) throw new InspectorError('not-found', 'What was dropped holds no file.');
  for (const file of files) if (await isFolder(file)) throw noFolders(`"${file.name}" is a folder, which`);
  const group = crypto.randomUUID();
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let done = 0;
  let entry: StoreEntry | null = null;
  let together: StoreEntry | null = null;
  for (const file of files) {
    const sent = await upload(token, group, file, (bytes) => onProgress(Math.min(1, (done + bytes) / total)));
    done += file.size;
    if (file === main) entry = sent.entry;
    together = sent.together;
  }
  return stores.length > 1 ? together! : entry!;
}

/** A dropped folder looks like a file, of which not even the first byte can be read. */
const isFolder = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => false,
      () => file.type === '',
    );

const noFolders = (what: string): InspectorError =>
  new InspectorError('not-allowed', `${what} cannot be opened from the browser.`, {
    advice: 'Name the folder on the command line (eventloupe serve FOLDER), or drop the files in it.',
  });

/** What the host answers to an upload: the file, and all files of its group so far as one store. */
interface Uploaded {
  readonly entry: StoreEntry;
  readonly together: StoreEntry;
}

/** XMLHttpRequest, since `fetch` does not tell how far an upload is. */
function upload(token: string, group: string, file: File, onProgress: (bytes: number) => void): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/host/upload?${new URLSearchParams({ group, name: file.name })}`);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.responseType = 'text';
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText) as Uploaded);
      else if (request.status === 403) reject(refused());
      else reject(wireErrorIn(request.responseText));
    });
    request.addEventListener('error', () =>
      reject(new InspectorError('unreadable', `${file.name} could not be sent: it is no file, too large, or changed.`)),
    );
    request.send(file);
  });
}

function wireErrorIn(text: string): InspectorError {
  try {
    return fromWire(JSON.parse(text) as WireError);
  } catch {
    return new InspectorError('internal', 'The upload failed in a way that was not foreseen.');
  }
}

function download(name: string, mimeType: string, text: string): string {
  const url = URL.createObjectURL(new Blob([text], { type: mimeType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun with the click's task; the address is not needed after it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return name;
}
