import type { PickedKind, SampleEntry, StoreEntry } from './host.ts';
import type { WireError } from './protocol/errors.ts';

// What main, preload and page of the desktop app say to each other. Paths stay in main and preload.

/** Calls from the page to main: name -> arguments and answer. */
export interface DesktopCalls {
  'stores.initial': { args: []; result: StoreEntry | null };
  'stores.samples': { args: []; result: readonly SampleEntry[] };
  'stores.recents': { args: []; result: readonly StoreEntry[] };
  'stores.clearRecents': { args: []; result: null };
  'stores.pick': { args: [what: PickedKind]; result: StoreEntry | null };
  /** Sent by the preload alone, which asks Electron for the paths behind chosen or dropped files. */
  'stores.adopt': { args: [paths: readonly [string, ...string[]]]; result: StoreEntry };
  'stores.opened': { args: [ref: string | null]; result: null };
  'file.save': {
    args: [suggestedName: string, mimeType: string, text: string, beside: boolean];
    result: string | null;
  };
}

/** Messages from main to the page: name -> argument. */
export interface DesktopMessages {
  'store.open': StoreEntry;
  command: string;
  'worker.lost': null;
}

/** Ask for a connection to the worker, and the message that brings its port. */
export const PORT_REQUEST = 'worker.connect';
export const PORT_DELIVERY = 'eventloupe.worker-port';

/** An answer that keeps its error's code: Electron's own errors lose everything but the message. */
export type Outcome<T> = { readonly ok: T } | { readonly error: WireError };

/** What the preload puts into the page, under this name. */
export const BRIDGE_NAME = 'eventloupeDesktop';

export interface DesktopBridge {
  initialStore(): Promise<Outcome<StoreEntry | null>>;
  samples(): Promise<Outcome<readonly SampleEntry[]>>;
  recents(): Promise<Outcome<readonly StoreEntry[]>>;
  clearRecents(): Promise<Outcome<null>>;
  pickStore(what: PickedKind): Promise<Outcome<StoreEntry | null>>;
  /** `File`s that the person dropped, which are one store. `not-found` when one has no place on this computer. */
  adoptFiles(files: readonly unknown[]): Promise<Outcome<StoreEntry>>;
  saveFile(suggestedName: string, mimeType: string, text: string, beside: boolean): Promise<Outcome<string | null>>;
  storeOpened(ref: string | null): Promise<Outcome<null>>;
  /** The port then comes as a window message `PORT_DELIVERY`: the bridge itself cannot carry it. */
  requestPort(): void;
  onOpenStore(listener: (store: StoreEntry) => void): void;
  onCommand(listener: (commandId: string) => void): void;
  onWorkerLost(listener: () => void): void;
}
